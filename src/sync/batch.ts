import { sql, type Transaction } from 'kysely'
import { markDirty } from '../db/dirty.ts'
import { deflate } from '../db/payload.ts'
import { type Db, transaction } from '../db/pool.ts'
import type { Schema } from '../db/schema.ts'
import { upsert } from '../db/upsert.ts'
import { isAt } from './at.ts'
import { type HashResolver, withFullHashes } from './batch-hashes.ts'
import { referencesIn, resolveReferences } from './batch-references.ts'
import { patchRows, scope } from './batch-rows.ts'
import {
  add,
  allRows,
  entriesOf,
  isBadData,
  type Outcome,
  type Tables,
  writeAll,
  writeEach,
  writeTogether,
} from './batch-write.ts'
import { type CursorChange, saveCursor } from './cursor-row.ts'
import { isUnnamed, readRecord, type SourceRecord } from './record.ts'
import { type Slice, withFence } from './slice.ts'
import type { AnyStream, Owned, Place, Rows, TableName } from './stream.ts'

interface Common {
  /** How long the lease lasts from here: the batch prolongs it. */
  readonly leaseSeconds: number
  /** Tables whose rows something is derived from: what is written there is marked dirty under the table's name. */
  readonly derived?: readonly TableName[]
}

/** Records of one stream as they came, with the cursor that says they are stored. */
export interface Batch extends Common {
  readonly stream: AnyStream
  readonly place: Place
  readonly items: readonly unknown[]
  readonly shape: 'list' | 'single' | 'webhook'
  readonly cursor?: CursorChange
  readonly resolver?: HashResolver
  /** Rows are made again of records that are known exactly so. */
  readonly again?: boolean
  /** What is noted of it, in the same transaction. */
  readonly also?: (tx: Transaction<Schema>, stored: Stored) => Promise<void>
}

/** Rows that do not come from records, such as what git knows. */
export interface RowBatch extends Common {
  readonly rows?: Rows
  /** Columns of rows that another path makes, told by their primary key. A row that is not there stays away. */
  readonly patches?: Rows
  /** Rows with these columns that are not among `rows` are gone; `{}` owns all of the repository. */
  readonly owned?: readonly Owned[]
  readonly cursor?: CursorChange & { readonly stream: Pick<AnyStream, 'name' | 'projectionVersion'> }
}

export interface Stored {
  /** Rows that were inserted, changed or removed. */
  readonly changed: number
  readonly tables: Tables
  /** Records that were known exactly so. */
  readonly unchanged: number
  /** Records that no rows could be made of; they are kept with their error. */
  readonly quarantined: number
  /** Those of them that do not even show which record they are. */
  readonly unnamed: number
  /** What names the records: those of a complete listing together say what is gone, see `settleListing`. */
  readonly keys: readonly string[]
}

/**
 * Stores a page in one transaction: records, rows, cursor and dirty keys, or nothing. Storing the same again changes
 * nothing. A record that is bad is kept with its error and stops nobody.
 *
 * What is stored is looked up before the transaction begins, so that it is short; nobody else can change it meanwhile,
 * or the fence would refuse.
 */
export async function storeBatch(db: Db, slice: Slice, batch: Batch): Promise<Stored> {
  const { stream, place, items, resolver } = batch
  const read = new Map(items.map((item) => readRecord(stream, item, place)).map((one) => [one.key, one]))
  const all = [...read.values()]
  const news = batch.again ? all : await changedRecords(db, slice, stream, all)
  const records = resolver ? await withFullHashes(news, resolver) : news
  const write = (how: typeof writeTogether) =>
    transaction(db, async (tx) => {
      const now = await withFence(tx, slice, batch.leaseSeconds)
      const { tables, outcomes } = await how(tx, slice, records)
      await keepRecords(tx, slice, batch, outcomes, now)
      if (batch.cursor) await saveCursor(tx, slice, stream, batch.cursor)
      const quarantined = outcomes.filter(({ error }) => error !== null).length
      const stored = await finish(tx, tables, batch, {
        unchanged: read.size - records.length,
        quarantined,
        unnamed: all.filter(isUnnamed).length,
        keys: [...read.keys()],
      })
      await batch.also?.(tx, stored)
      return stored
    })
  // A transaction of the caller's must survive bad data.
  if (db.isTransaction) return write(writeEach)
  return write(writeTogether).catch((error: unknown) => {
    if (!isBadData(error)) throw error
    return write(writeEach)
  })
}

/** Stores rows that were made without records, under the same fence. One that is bad fails the whole. */
export function storeRows(db: Db, slice: Slice, batch: RowBatch): Promise<Stored> {
  return transaction(db, async (tx) => {
    await withFence(tx, slice, batch.leaseSeconds)
    const rows = batch.rows ?? {}
    const surrogates = await resolveReferences(tx, slice, referencesIn(allRows([rows])))
    const tables = await writeAll(tx, slice, { rows: [rows], owned: batch.owned ?? [] }, surrogates)
    for (const [table, patches] of entriesOf(batch.patches ?? {})) {
      const changed = await patchRows(
        tx,
        table,
        patches.map((row) => ({ ...scope(table, slice), ...row })),
      )
      add(tables, table, { inserted: [], changed, removed: [] })
    }
    if (batch.cursor) await saveCursor(tx, slice, batch.cursor.stream, batch.cursor)
    return finish(tx, tables, batch, { unchanged: 0, quarantined: 0, unnamed: 0, keys: [] })
  })
}

/** A healthy record with an unchanged hash stops here. */
async function changedRecords(
  db: Db,
  slice: Slice,
  stream: AnyStream,
  records: readonly SourceRecord[],
): Promise<SourceRecord[]> {
  const keys = records.map(({ key }) => key)
  const stored = await db
    .selectFrom('raw_records')
    .select(['key', 'hash'])
    .where(isAt(slice))
    .where('stream', '=', stream.recordsOf ?? stream.name)
    .where('projection_version', '=', stream.projectionVersion)
    .where('error', 'is', null)
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .execute()
  const hashes = new Map(stored.map(({ key, hash }) => [key, hash]))
  return records.filter(({ key, hash }) => !hashes.get(key)?.equals(hash))
}

async function keepRecords(
  tx: Transaction<Schema>,
  slice: Slice,
  batch: Batch,
  outcomes: readonly Outcome[],
  now: Date,
): Promise<void> {
  const rows = outcomes.map(({ record, error, unresolved }) => ({
    workspace_id: slice.workspaceId,
    repository_id: slice.repositoryId,
    stream: batch.stream.recordsOf ?? batch.stream.name,
    key: record.key,
    shape: batch.shape,
    projection_version: batch.stream.projectionVersion,
    payload: deflate(record.text),
    hash: unresolved ? Buffer.alloc(0) : record.hash,
    error,
    stored_at: now,
  }))
  const key = ['workspace_id', 'repository_id', 'stream', 'key'] as const
  await upsert(tx, 'raw_records', rows, { key, quiet: ['payload', 'shape', 'stored_at'] })
}

async function finish(
  tx: Transaction<Schema>,
  tables: Tables,
  { derived = [] }: Common,
  counts: Pick<Stored, 'unchanged' | 'quarantined' | 'unnamed' | 'keys'>,
): Promise<Stored> {
  let changed = 0
  for (const [table, { inserted, changed: altered, removed }] of entriesOf(tables)) {
    const keys = [...inserted, ...altered, ...removed]
    changed += keys.length
    if (derived.includes(table))
      await markDirty(
        tx,
        table,
        keys.map((key) => Object.values(key).join('/')),
      )
  }
  return { changed, tables, ...counts }
}
