import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { inflate } from '../db/payload.ts'
import type { Db } from '../db/pool.ts'
import type { Row } from '../db/schema.ts'
import { isAt } from './at.ts'
import { storeBatch } from './batch.ts'
import { resolverOf } from './git/resolve.ts'
import { releaseSlice, type Slice, takeSlice } from './slice.ts'
import { type AnyStream, type Connector, isChild } from './stream.ts'

interface Desk {
  readonly db: Db
  readonly config: Pick<Config, 'dataDirectory'>
  readonly connectors: readonly Connector[]
}

export interface Replayed {
  /** Records that were read again from what is stored. */
  readonly records: number
  /** Rows that were inserted, changed or removed. */
  readonly changed: number
  /** Records that no rows can be made of. */
  readonly quarantined: number
  /** Records of an older version of what is read of them; only the source has the rest, and the next runs ask for it. */
  readonly outdated: number
}

const leaseSeconds = 60
const perBatch = 200

/**
 * Makes the rows of the API again from the records that are stored, without a request: after a row was spoilt, or what
 * is made of a record was mended. Each slice is taken from the workers while its turn lasts.
 */
export async function replay(desk: Desk, connection: Row<'connections'>): Promise<Replayed> {
  const connector = desk.connectors.find(({ name }) => name === connection.connector)
  const total = { records: 0, changed: 0, quarantined: 0, outdated: 0 }
  for (const id of connector ? await slicesOf(desk.db, connection.id) : []) {
    const slice = await takeSlice(desk.db, id, 'replay')
    try {
      for (const stream of connector?.streams ?? [])
        add(total, await replayStream(desk, connection, slice, stream))
    } finally {
      await releaseSlice(desk.db, slice, { lane: slice.lane, dueIn: 0 })
    }
  }
  return total
}

async function slicesOf(db: Db, connectionId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('slices')
    .innerJoin('workspaces', 'workspaces.id', 'slices.workspace_id')
    .select('slices.id')
    .where('workspaces.connection_id', '=', connectionId)
    // What belongs to the workspace first: the rest refers to it.
    .orderBy(sql`slices.repository_id nulls first`)
    .execute()
  return rows.map(({ id }) => id)
}

async function replayStream(
  { db, config }: Desk,
  connection: Row<'connections'>,
  slice: Slice,
  stream: AnyStream,
): Promise<Replayed> {
  const total = { records: 0, changed: 0, quarantined: 0, outdated: 0 }
  // Those of another stream are read again as that stream's own.
  if (stream.recordsOf !== undefined) return total
  const place = await placeOf(db, slice)
  if (!place) return total
  const resolver = resolverOf(db, config, connection, slice)
  let after = '0'
  for (;;) {
    const records = await recordsAfter(db, slice, stream, after)
    const last = records.at(-1)
    if (!last) return total
    after = last.id
    const current = records.filter((one) => one.projection_version === stream.projectionVersion)
    total.outdated += records.length - current.length
    for (const [parent, some] of byParent(stream, current)) {
      for (const shape of ['list', 'single', 'webhook'] as const) {
        const items = some.filter((one) => one.shape === shape).map(({ payload }) => inflate(payload))
        if (items.length === 0) continue
        const batch = { stream, place: { ...place, parent }, items, shape, leaseSeconds, again: true }
        const stored = await storeBatch(db, slice, { ...batch, ...(resolver && { resolver }) })
        total.records += items.length
        total.changed += stored.changed
        total.quarantined += stored.quarantined
      }
    }
  }
}

/** In the order in which they came, so that what is newest of a person or a name stays. */
function recordsAfter(db: Db, slice: Slice, stream: AnyStream, after: string) {
  return db
    .selectFrom('raw_records')
    .select(['id', 'key', 'shape', 'payload', 'projection_version'])
    .where(isAt(slice))
    .where('stream', '=', stream.name)
    .where('id', '>', after)
    .orderBy('id')
    .limit(perBatch)
    .execute()
}

/** Below a parent the key of each begins with the parent. */
function byParent<T extends { readonly key: string }>(
  stream: AnyStream,
  records: readonly T[],
): ReadonlyMap<string | null, readonly T[]> {
  const groups = new Map<string | null, T[]>()
  for (const record of records) {
    const parent = isChild(stream) ? (record.key.split(' ')[0] ?? null) : null
    groups.set(parent, [...(groups.get(parent) ?? []), record])
  }
  return groups
}

async function placeOf(db: Db, slice: Slice) {
  const workspace = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('id', '=', slice.workspaceId)
    .executeTakeFirst()
  const repository =
    slice.repositoryId === null
      ? null
      : await db
          .selectFrom('repositories')
          .select(['id', 'uuid', 'slug', 'main_branch'])
          .where('id', '=', slice.repositoryId)
          .executeTakeFirst()
  return workspace && repository !== undefined ? { workspace, repository, parent: null, since: null } : null
}

function add(total: { -readonly [K in keyof Replayed]: number }, more: Replayed): void {
  total.records += more.records
  total.changed += more.changed
  total.quarantined += more.quarantined
  total.outdated += more.outdated
}
