import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { type Lane, wakeSlices } from '../slice.ts'
import type { AnyStream, Connector } from '../stream.ts'
import { addProgress } from './progress.ts'
import { streamsOf } from './scene.ts'

type Connection = Row<'connections'>
/** As the table allows them. */
export type Scope = 'all' | 'hot' | 'identities' | 'repositories' | 'gaps'

interface Planting {
  readonly runId: string
  readonly connection: Connection
  readonly connector: Connector
  readonly lane: Lane
}

/** What of the workspaces a run reads at first; their repositories follow once they are known. */
export async function plantWorkspaces(tx: Db, planting: Planting, scope: Scope): Promise<void> {
  const { connection, connector, runId, lane } = planting
  const streams = streamsOf(connector, connection, 'workspace').filter((stream) => belongs(stream, scope))
  const workspaces = await tx
    .selectFrom('workspaces')
    .select('id')
    .where('connection_id', '=', connection.id)
    .where('removed_at', 'is', null)
    .execute()
  const ids = workspaces.map(({ id }) => id)
  const slices = ids.map((id) => ({ workspaceId: id, repositoryId: null }))
  const names = streams.map(({ name }) => name)
  await addProgress(tx, runId, slices, names)
  await sql`
    insert into slices (workspace_id, repository_id, lane, due_at)
    select id, null, ${lane}::slice_lane, statement_timestamp() from unnest(${ids}::bigint[]) as given (id)
    on conflict do nothing`.execute(tx)
  await wakeOpen(tx, runId, lane)
}

/** Who is there stands in two tables; the catalogue is the rest of what is read of a workspace. */
function belongs({ tables }: AnyStream, scope: Scope): boolean {
  const tellsWho = tables.includes('members') || tables.includes('emails')
  if (scope === 'identities') return tellsWho
  return scope !== 'repositories' || !tellsWho
}

/** Has gaps read in a run, whatever else it reads: all of the connection, or some. Answers how many. */
export async function plantGaps(
  tx: Db,
  { connection, connector, runId, lane }: Planting,
  ids: readonly string[] | null,
): Promise<number> {
  const namesOf = (per: AnyStream['per']) => streamsOf(connector, connection, per).map(({ name }) => name)
  const { numAffectedRows } = await sql`
    insert into sync_progress (run_id, workspace_id, repository_id, stream)
    select ${runId}::bigint, gaps.workspace_id, gaps.repository_id, gaps.stream
      from gaps
      join workspaces on workspaces.id = gaps.workspace_id and workspaces.removed_at is null
      left join repositories on repositories.id = gaps.repository_id
     where workspaces.connection_id = ${connection.id}
       and (${ids}::bigint[] is null or gaps.id = any(${ids}::bigint[]))
       and case when gaps.repository_id is null then gaps.stream = any(${namesOf('workspace')}::text[])
                else gaps.stream = any(${namesOf('repository')}::text[])
                     and repositories.is_chosen and repositories.removed_at is null end
    on conflict (run_id, workspace_id, repository_id, stream) do update set state = 'waiting', updated_at = now()
     where sync_progress.state not in ('waiting', 'running')`.execute(tx)
  await wakeOpen(tx, runId, lane)
  return Number(numAffectedRows ?? 0)
}

/** Makes every slice due of which a run still wants something. */
export async function wakeOpen(tx: Db, runId: string, lane: Lane): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select slices.id from slices
     where exists (select from sync_progress progress
                    where progress.run_id = ${runId} and progress.state in ('waiting', 'running')
                      and progress.workspace_id = slices.workspace_id
                      and coalesce(progress.repository_id, 0) = coalesce(slices.repository_id, 0))`.execute(
    tx,
  )
  const ids = rows.map(({ id }) => id)
  await wakeSlices(tx, ids, lane)
}

/** What has been read once before is kept up to date ahead of what is read for the first time. */
export async function laneOf(db: Db, connectionId: string): Promise<Lane> {
  const before = await db
    .selectFrom('sync_runs')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['complete', 'incomplete'])
    .executeTakeFirst()
  return before ? 'delta' : 'newest'
}
