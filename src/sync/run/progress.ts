import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { type At, isAt } from '../at.ts'
import { addCounts, type Counts, sumOf } from '../counts.ts'

export type State = 'waiting' | 'running' | 'complete' | 'gap' | 'skipped'

export function isOpen(state: State | undefined): boolean {
  return state === 'waiting' || state === 'running'
}

/** What a turn took, whether it belongs to a run or not. */
export interface Tally {
  requests: number
  changed: Counts
}

export interface Moved {
  /** Left out, it stays. */
  readonly state?: State
  readonly requests?: number
  readonly changed?: Counts
  readonly seen?: number
  /** Requests that an answer says will follow; null when it does not say. */
  readonly left?: number | null
  /** Its requests are none of those that an answer said would follow. */
  readonly beside?: boolean
}

/** How far a run is with the streams of one slice. */
export async function loadProgress(db: Db, runId: string, at: At): Promise<Map<string, State>> {
  const rows = await db
    .selectFrom('sync_progress')
    .select(['stream', 'state'])
    .where('run_id', '=', runId)
    .where(isAt(at))
    .execute()
  return new Map(rows.map(({ stream, state }) => [stream, state as State]))
}

interface Work {
  readonly runId: string | null
  readonly tally: Tally
}

/** Notes what was done; with the run, when it was done for one. */
export async function move(db: Db, work: Work, at: At, stream: string, moved: Moved): Promise<void> {
  addToTally(work, moved)
  await noteMove(db, work, at, stream, moved)
}

export function addToTally({ tally }: Work, { requests = 0, changed = {} }: Moved): void {
  tally.requests += requests
  tally.changed = addCounts(tally.changed, changed)
}

/** The part of a move that a transaction takes back when it fails. */
export async function noteMove(db: Db, { runId }: Work, at: At, stream: string, moved: Moved): Promise<void> {
  if (runId === null) return
  const { state = null, requests = 0, changed = {}, seen = 0, left = null, beside = false } = moved
  await sql`
    update sync_progress
       set state = coalesce(${state}, state), requests = requests + ${requests}, changed = changed + ${sumOf(changed)}, seen = seen + ${seen},
           tables = add_counts(tables, ${JSON.stringify(changed)}),
           expected = coalesce(requests + ${requests} + ${left}::integer, expected + ${beside ? requests : 0}), updated_at = now()
     where run_id = ${runId} and ${isAt(at)} and stream = ${stream}`.execute(db)
}

/** Streams of a slice that wait to be read; those that are there already stay as they are. */
export async function addProgress(
  tx: Db,
  runId: string,
  slices: readonly At[],
  streams: readonly string[],
): Promise<void> {
  if (slices.length === 0 || streams.length === 0) return
  const workspaces = slices.map(({ workspaceId }) => workspaceId)
  const repositories = slices.map(({ repositoryId }) => repositoryId)
  await sql`
    insert into sync_progress (run_id, workspace_id, repository_id, stream)
    select ${runId}::bigint, at.workspace_id, at.repository_id, stream
      from unnest(${workspaces}::bigint[], ${repositories}::bigint[]) as at (workspace_id, repository_id),
           unnest(${[...streams]}::text[]) as stream
    on conflict do nothing`.execute(tx)
}
