import { type Selectable, sql, type Transaction } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Schema } from '../db/schema.ts'
import { type At, isAt } from './at.ts'
import { type Coverage, type Interval, markOf } from './cursor.ts'
import type { AnyStream } from './stream.ts'

export interface Cursor {
  readonly coverage: Coverage
  /** When the stream was last read to its end; null if never. */
  readonly completeAt: Date | null
  /** Not before this is a stream that had nothing asked again; null when nothing was said. */
  readonly lookAgainAt: Date | null
  /** When the repository had changed last, by the source's clock, as the stream was read to its end. */
  readonly sourceChangedOn: Date | null
}

export interface CursorChange {
  readonly coverage: Coverage
  /** Start of the time range the walk is for; null for everything. */
  readonly since: string | null
  /** The stream was read to its end. */
  readonly complete: boolean
  /** Seconds until a stream that has nothing is asked again; null for the next cycle. */
  readonly lookAgainIn?: number | null
  /** When the repository had changed last before the stream was read; counts once it is complete. */
  readonly sourceChangedOn?: Date | null
}

/** What a cursor is of. */
type Walked = Pick<AnyStream, 'name' | 'projectionVersion'>

/** What was read with fewer fields than are read now counts as unread. */
export async function loadCursor(db: Db, at: At, stream: Walked): Promise<Cursor> {
  const row = await db
    .selectFrom('cursors')
    .selectAll()
    .where(isAt(at))
    .where('stream', '=', stream.name)
    .where('projection_version', '=', stream.projectionVersion)
    .executeTakeFirst()
  return row ? cursorOf(row) : unread
}

/** Those of a slice, by stream. */
export async function loadCursors(
  db: Db,
  at: At,
  streams: readonly Walked[],
): Promise<ReadonlyMap<string, Cursor>> {
  const rows = await db.selectFrom('cursors').selectAll().where(isAt(at)).execute()
  const versions = new Map(streams.map(({ name, projectionVersion }) => [name, projectionVersion]))
  const current = rows.filter((row) => row.projection_version === versions.get(row.stream))
  return new Map(current.map((row) => [row.stream, cursorOf(row)]))
}

/** Of a stream that was never read. */
export const unread: Cursor = { coverage: [], completeAt: null, lookAgainAt: null, sourceChangedOn: null }

const isSame = sql`cursors.projection_version = excluded.projection_version`

/** Called in the transaction that stores what the cursor covers, and nowhere else. */
export async function saveCursor(
  tx: Transaction<Schema>,
  at: At,
  { name, projectionVersion }: Walked,
  change: CursorChange,
): Promise<void> {
  const { coverage, since, complete, lookAgainIn = null, sourceChangedOn = null } = change
  const mark = markOf(coverage, since)
  const walking = mark ? coverage.slice(0, -1) : coverage
  const open = walking.find(({ next }) => next !== null)?.next ?? null
  await sql`
    insert into cursors (workspace_id, repository_id, stream, covered, next, high, low, complete_at, look_again_at,
 source_changed_on, projection_version)
    values (${at.workspaceId}, ${at.repositoryId}, ${name}, ${JSON.stringify(coverage)}, ${open},
            ${mark?.high ?? null}, ${mark?.low ?? null}, ${complete ? sql`now()` : null},
            ${lookAgainIn === null ? null : sql`now() + make_interval(secs => ${lookAgainIn})`},
            ${complete ? sourceChangedOn : null}, ${projectionVersion})
    on conflict (workspace_id, repository_id, stream) do update
       set covered = excluded.covered, next = excluded.next, high = excluded.high, low = excluded.low,
           complete_at = coalesce(excluded.complete_at, case when ${isSame} then cursors.complete_at end),
           source_changed_on = coalesce(excluded.source_changed_on, case when ${isSame} then cursors.source_changed_on end),
           projection_version = excluded.projection_version,
           look_again_at = excluded.look_again_at, updated_at = now()`.execute(tx)
}

function cursorOf(row: Selectable<Schema['cursors']>): Cursor {
  return {
    // Written by `saveCursor` alone.
    coverage: row.covered as Interval[],
    completeAt: row.complete_at,
    lookAgainAt: row.look_again_at,
    sourceChangedOn: row.source_changed_on,
  }
}
