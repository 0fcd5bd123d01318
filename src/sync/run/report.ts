import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import type { Scope } from './plant.ts'
import type { State } from './progress.ts'

/** As the table allows them. */
type RunState = 'running' | 'paused' | 'complete' | 'incomplete' | 'failed' | 'cancelled'

export type Run = Pick<
  Row<'sync_runs'>,
  'id' | 'connection_id' | 'cause' | 'started_at' | 'ended_at' | 'error'
> & { readonly alias: string; readonly scope: Scope; readonly state: RunState }

interface RunFilter {
  readonly connection?: string | undefined
  readonly state?: RunState | undefined
}

function selectRuns(db: Db) {
  return db
    .selectFrom('sync_runs')
    .innerJoin('connections', 'connections.id', 'sync_runs.connection_id')
    .select([
      'sync_runs.id',
      'connection_id',
      'connections.alias',
      sql<Scope>`scope`.as('scope'),
      'cause',
      sql<RunState>`sync_runs.state`.as('state'),
      'started_at',
      'ended_at',
      'error',
    ])
}

/** Runs before a run, newest first. */
export async function listRuns(
  db: Db,
  { connection, state }: RunFilter,
  before: string | undefined,
  limit: number,
): Promise<Run[]> {
  return selectRuns(db)
    .$if(connection !== undefined, (query) => query.where('connection_id', '=', connection ?? ''))
    .$if(state !== undefined, (query) => query.where('sync_runs.state', '=', state ?? ''))
    .$if(before !== undefined, (query) => query.where('sync_runs.id', '<', before ?? ''))
    .orderBy('sync_runs.id', 'desc')
    .limit(limit)
    .execute()
}

export async function getRun(db: Db, id: string): Promise<Run> {
  const run = await selectRuns(db).where('sync_runs.id', '=', id).executeTakeFirst()
  if (!run) throw new Failure('not_found')
  return run
}

/** The run as it is now; nobody else changes its state until the transaction ends. */
export async function lockRun(
  tx: Db,
  id: string,
): Promise<Pick<Row<'sync_runs'>, 'state' | 'connection_id'>> {
  const run = await tx
    .selectFrom('sync_runs')
    .select(['state', 'connection_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!run) throw new Failure('not_found')
  return run
}

export interface StreamProgress {
  readonly stream: string
  readonly waiting: number
  readonly running: number
  readonly complete: number
  readonly gap: number
  readonly skipped: number
  readonly requests: number
  readonly changed: number
  readonly seen: number
}

/** How far a run is, by stream, in the order in which they were planted. */
export async function progressOf(db: Db, runId: string): Promise<StreamProgress[]> {
  const count = (state: State) => sql`count(*) filter (where state = ${state})::integer`
  const { rows } = await sql<StreamProgress>`
    select stream, ${count('waiting')} as waiting, ${count('running')} as running, ${count('complete')} as complete,
           ${count('gap')} as gap, ${count('skipped')} as skipped, sum(requests)::integer as requests,
           sum(changed)::integer as changed, sum(seen)::integer as seen
      from sync_progress where run_id = ${runId} group by stream order by min(id)`.execute(db)
  return rows
}

export interface SliceProgress {
  readonly place: string
  readonly workspace: string
  readonly repository: string | null
  readonly streams: readonly {
    readonly stream: string
    readonly state: State
    readonly requests: number
    readonly changed: number
    readonly seen: number
    readonly updated_at: string
  }[]
}

/** Slices of a run after one, in the order in which they were planted. `place` names a slice in that order. */
export async function slicesOf(
  db: Db,
  runId: string,
  filter: { readonly state?: State | undefined; readonly search?: string | undefined },
  after: string | undefined,
  limit: number,
): Promise<SliceProgress[]> {
  const pattern = filter.search === undefined ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<SliceProgress>`
    select min(progress.id)::text as place, workspaces.slug as workspace, repositories.slug as repository,
           jsonb_agg(jsonb_build_object('stream', stream, 'state', state, 'requests', requests, 'changed', changed,
             'seen', seen, 'updated_at', to_char(progress.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
             order by progress.id) as streams
      from sync_progress progress
      join workspaces on workspaces.id = progress.workspace_id
      left join repositories on repositories.id = progress.repository_id
     where run_id = ${runId} and (${pattern}::text is null or repositories.slug ilike ${pattern})
     group by workspaces.slug, repositories.slug, progress.workspace_id, progress.repository_id
    having min(progress.id) > ${after ?? '0'}::bigint
       and (${filter.state ?? null}::text is null or bool_or(progress.state = ${filter.state ?? null}))
     order by min(progress.id) limit ${limit}`.execute(db)
  return rows
}
