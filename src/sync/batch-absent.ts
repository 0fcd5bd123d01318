import { sql, type Transaction } from 'kysely'
import { inflate } from '../db/payload.ts'
import { type Db, transaction } from '../db/pool.ts'
import { columnTypes, type Schema } from '../db/schema.ts'
import { isAt } from './at.ts'
import { referencesIn, resolveReferences, withSurrogates } from './batch-references.ts'
import { markAbsent, scope } from './batch-rows.ts'
import { type Counts, sumOf } from './counts.ts'
import { forgetHeld, holdBack, isHeld } from './held.ts'
import { readRecord } from './record.ts'
import { type Slice, withFence } from './slice.ts'
import type { AnyStream, Place, StreamRow, TableName } from './stream.ts'

export interface Listing {
  readonly stream: AnyStream
  readonly place: Place
  /** Keys of all records of a listing that was read from its first to its last page; of one parent when it has one. */
  readonly seen: ReadonlySet<string>
  readonly leaseSeconds: number
}

export interface Absent {
  /** Rows that are gone from now on. */
  readonly removed: number
  readonly tables: Counts
  /** Records that the listing lacks for the first time; the next complete listing decides. */
  readonly missing: number
  /** Records that were left alone because too many are lacking at once: a person has to say that this is right. */
  readonly held: number
}

const nothing: Absent = { removed: 0, tables: {}, missing: 0, held: 0 }

interface Lacking {
  readonly id: string
  readonly key: string
  readonly rows: [TableName, StreamRow][]
}

/**
 * Notices what a complete listing does not show any more. What stands for itself (a repository, a project, a member) is
 * gone when two listings in a row lack it, and never more than a few at once: half an answer that passes for a whole
 * one must not empty a catalogue. Branches, tags and commits come and go, and one listing is enough.
 */
export async function settleListing(db: Db, slice: Slice, listing: Listing): Promise<Absent> {
  const { stream } = listing
  const lacking = await lackingRecords(db, slice, listing)
  const isSettled = lacking.length === 0 && !(isGuarded(stream) && (await isHeld(db, slice, stream.name)))
  if (isSettled) return nothing
  return transaction(db, async (tx) => {
    await withFence(tx, slice, listing.leaseSeconds)
    const known = isGuarded(stream) ? await countKnown(tx, slice, stream) : Number.POSITIVE_INFINITY
    if (lacking.length > Math.max(10, Math.ceil(known * 0.05))) {
      const keys = lacking.map(({ key }) => key)
      if (!(await holdBack(tx, slice, { stream: stream.name, keys, known })))
        return { ...nothing, held: lacking.length }
    } else if (isGuarded(stream)) await forgetHeld(tx, slice, stream.name)
    return lacking.length === 0 ? nothing : retire(tx, slice, lacking)
  })
}

/** Whether a listing shows fewer records than are stored. */
export async function lacksAny(db: Db, slice: Slice, { stream, place, seen }: Listing): Promise<boolean> {
  const record = await absentFrom(db, slice, stream, place, seen).select('id').limit(1).executeTakeFirst()
  return record !== undefined
}

async function lackingRecords(db: Db, slice: Slice, listing: Listing): Promise<Lacking[]> {
  const { stream, place, seen } = listing
  const stored = await absentFrom(db, slice, stream, place, seen).select(['id', 'key', 'payload']).execute()
  return stored.map(({ id, key, payload }) => {
    const { reading } = readRecord(stream, inflate(payload), place)
    const rows = 'error' in reading ? [] : Object.entries(reading.rows)
    const each = rows.flatMap(([table, all]) => all.map((row) => [table, row] as [TableName, StreamRow]))
    return { id, key, rows: each.filter(([table]) => stream.tables.includes(table)) }
  })
}

function absentFrom(db: Db, slice: Slice, stream: AnyStream, { parent }: Place, seen: ReadonlySet<string>) {
  return recordsOf(db, slice, stream)
    .where(sql<boolean>`key <> all(${[...seen]}::text[])`)
    .where('error', 'is', null)
    .$if(parent !== null, (query) => query.where(sql<boolean>`starts_with(key, ${`${parent} `})`))
}

/** Five of a hundred at once, and ten where there are few. */
function isGuarded(stream: AnyStream): boolean {
  return stream.tables.some((table) => 'missing_since' in columnTypes[table])
}

async function countKnown(tx: Transaction<Schema>, slice: Slice, stream: AnyStream): Promise<number> {
  const { count } = await recordsOf(tx, slice, stream)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return count
}

async function retire(tx: Transaction<Schema>, slice: Slice, lacking: readonly Lacking[]): Promise<Absent> {
  const rows = lacking.flatMap((record) => record.rows)
  const surrogates = await resolveReferences(tx, slice, referencesIn(rows.map(([, row]) => row)))
  const gone: string[] = []
  const tables: Partial<Record<TableName, number>> = {}
  for (const { id, rows } of lacking) {
    let left = 0
    for (const [table, row] of rows) {
      const outcome = await markAbsent(tx, table, {
        ...scope(table, slice),
        ...withSurrogates(row, surrogates),
      })
      if (outcome === 'missing') left += 1
      if (outcome === 'removed') tables[table] = (tables[table] ?? 0) + 1
    }
    if (left === 0) gone.push(id)
  }
  const waiting = lacking.map(({ id }) => id).filter((id) => !gone.includes(id))
  // Without its hash a record that comes back is written again, and so are its rows.
  await sql`update raw_records set hash = ''::bytea where id = any(${waiting}::bigint[])`.execute(tx)
  await sql`delete from raw_records where id = any(${gone}::bigint[])`.execute(tx)
  return { removed: sumOf(tables), tables, missing: waiting.length, held: 0 }
}

function recordsOf(db: Db, slice: Slice, stream: AnyStream) {
  return db
    .selectFrom('raw_records')
    .where(isAt(slice))
    .where('stream', '=', stream.recordsOf ?? stream.name)
}
