import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { type Lane, wakeSlices } from '../slice.ts'
import type { Connector } from '../stream.ts'
import { addProgress } from './progress.ts'
import { streamsOf } from './scene.ts'
import { tally } from './summary.ts'

type Cause = 'person' | 'schedule'

/** Starts a run of a connection, or answers with the one that is under way. Null when the connection rests. */
export function startRun(
  db: Db,
  connectors: readonly Connector[],
  connectionId: string,
  cause: Cause,
): Promise<string | null> {
  return transaction(db, async (tx) => {
    const connection = await tx
      .selectFrom('connections')
      .selectAll()
      .where('id', '=', connectionId)
      .forUpdate()
      .executeTakeFirst()
    if (!connection) throw new Failure('not_found')
    const connector = connectors.find(({ name }) => name === connection.connector)
    if (connection.state !== 'active' || !connector) return null
    const running = await runOf(tx, connectionId)
    if (running) return running
    const { id } = await tx
      .insertInto('sync_runs')
      .values({ connection_id: connectionId, cause })
      .returning('id')
      .executeTakeFirstOrThrow()
    const streams = streamsOf(connector, connection, 'workspace').map(({ name }) => name)
    await plantWorkspaces(tx, { id, connectionId, streams })
    return id
  })
}

async function runOf(db: Db, connectionId: string): Promise<string | null> {
  const run = await db
    .selectFrom('sync_runs')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return run?.id ?? null
}

async function plantWorkspaces(
  tx: Db,
  run: { readonly id: string; readonly connectionId: string; readonly streams: readonly string[] },
): Promise<void> {
  const workspaces = await tx
    .selectFrom('workspaces')
    .select('id')
    .where('connection_id', '=', run.connectionId)
    .where('removed_at', 'is', null)
    .execute()
  const ids = workspaces.map(({ id }) => id)
  await addProgress(
    tx,
    run.id,
    ids.map((id) => ({ workspaceId: id, repositoryId: null })),
    run.streams,
  )
  const lane = await laneOf(tx, run.connectionId)
  await sql`
    insert into slices (workspace_id, repository_id, lane, due_at)
    select id, null, ${lane}::slice_lane, statement_timestamp() from unnest(${ids}::bigint[]) as given (id)
    on conflict do nothing`.execute(tx)
  const slices = await tx
    .selectFrom('slices')
    .select('id')
    .where('workspace_id', 'in', ids.length > 0 ? ids : ['0'])
    .where('repository_id', 'is', null)
    .execute()
  await wakeSlices(
    tx,
    slices.map(({ id }) => id),
    lane,
  )
}

/** What has been read once before is kept up to date ahead of what is read for the first time. */
async function laneOf(db: Db, connectionId: string): Promise<Lane> {
  const before = await db
    .selectFrom('sync_runs')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['complete', 'incomplete'])
    .executeTakeFirst()
  return before ? 'delta' : 'newest'
}

/**
 * Closes a run when nothing of it is left, and writes down what it took; true when it is closed. A slice that is held
 * may have read all of its streams and still be working on what follows from them.
 */
export async function finishRun(db: Db, connectors: readonly Connector[], runId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sync_runs
       set ended_at = now(),
           state = case when exists (select from sync_progress where run_id = sync_runs.id and state = 'gap')
                        then 'incomplete' else 'complete' end
     where id = ${runId} and state = 'running'
       and not exists (select from sync_progress where run_id = sync_runs.id and state in ('waiting', 'running'))
       and not exists (
         select from slices join workspaces on workspaces.id = slices.workspace_id
          where workspaces.connection_id = sync_runs.connection_id and leased_until > clock_timestamp())`.execute(
    db,
  )
  if (numAffectedRows === 1n) {
    const { requests, rows } = await tally(db, connectors, runId)
    await db
      .updateTable('sync_runs')
      .set({ requests: JSON.stringify(requests), rows: JSON.stringify(rows) })
      .where('id', '=', runId)
      .execute()
  }
  const run = await db.selectFrom('sync_runs').select('state').where('id', '=', runId).executeTakeFirst()
  return run?.state !== 'running'
}

/** The run a slice is read for, if any. */
export async function runOfSlice(db: Db, workspaceId: string): Promise<string | null> {
  const run = await db
    .selectFrom('sync_runs')
    .innerJoin('workspaces', 'workspaces.connection_id', 'sync_runs.connection_id')
    .select('sync_runs.id')
    .where('workspaces.id', '=', workspaceId)
    .where('sync_runs.state', '=', 'running')
    .executeTakeFirst()
  return run?.id ?? null
}
