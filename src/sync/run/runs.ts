import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import type { Connector } from '../stream.ts'
import { logEnd } from './log.ts'
import { laneOf, plantGaps, plantWorkspaces, type Scope } from './plant.ts'
import { tally } from './summary.ts'

type Cause = 'person' | 'schedule'

interface Start {
  readonly connectionId: string
  readonly cause: Cause
  readonly scope?: Scope
}

/** Starts a run of a connection, or answers with the one that is open. Null when the connection rests. */
export function startRun(
  db: Db,
  connectors: readonly Connector[],
  { connectionId, cause, scope = 'all' }: Start,
): Promise<string | null> {
  return transaction(db, async (tx) => {
    const connection = await lock(tx, connectionId)
    const connector = connectors.find(({ name }) => name === connection.connector)
    if (connection.state !== 'active' || !connector) return null
    const open = await openRunOf(tx, connectionId)
    if (open) return open.id
    const { id: runId } = await tx
      .insertInto('sync_runs')
      .values({ connection_id: connectionId, cause, scope })
      .returning('id')
      .executeTakeFirstOrThrow()
    const planting = { runId, connection, connector, lane: await laneOf(tx, connectionId) }
    if (scope === 'gaps') await plantGaps(tx, planting, null)
    else await plantWorkspaces(tx, planting, scope)
    return runId
  })
}

/**
 * Tries gaps again now: some, or all of a connection. They are read in the run that is open, else in one of their own.
 * Answers with that run, null when the connection rests.
 */
export async function retryGaps(
  tx: Db,
  connectors: readonly Connector[],
  connectionId: string,
  ids: readonly string[] | null,
): Promise<{ readonly runId: string; readonly retried: number } | null> {
  const connection = await lock(tx, connectionId)
  const connector = connectors.find(({ name }) => name === connection.connector)
  if (connection.state !== 'active' || !connector) return null
  await sql`
    update gaps set next_at = now() from workspaces
     where workspaces.id = gaps.workspace_id and workspaces.connection_id = ${connectionId}
       and (${ids}::bigint[] is null or gaps.id = any(${ids}::bigint[]))`.execute(tx)
  const open = await openRunOf(tx, connectionId)
  const { id: runId } =
    open ??
    (await tx
      .insertInto('sync_runs')
      .values({ connection_id: connectionId, cause: 'person', scope: 'gaps' })
      .returning('id')
      .executeTakeFirstOrThrow())
  const planting = { runId, connection, connector, lane: await laneOf(tx, connectionId) }
  return { runId, retried: await plantGaps(tx, planting, ids) }
}

async function lock(tx: Db, connectionId: string): Promise<Row<'connections'>> {
  const connection = await tx
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', connectionId)
    .forUpdate()
    .executeTakeFirst()
  if (!connection) throw new Failure('not_found')
  return connection
}

async function openRunOf(db: Db, connectionId: string): Promise<{ readonly id: string } | undefined> {
  return db
    .selectFrom('sync_runs')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['running', 'paused'])
    .executeTakeFirst()
}

/**
 * Closes a run when nothing of it is left, and writes down with it what it took; true when it is closed. A slice that is
 * held may have read all of its streams and still be working on what follows from them.
 */
export async function finishRun(db: Db, connectors: readonly Connector[], runId: string): Promise<boolean> {
  if (await goesOn(db, runId)) return false
  return transaction(db, async (tx) => {
    if ((await failRun(tx, runId)) || (await completeRun(tx, runId))) {
      await writeTally(tx, connectors, runId)
      await logEnd(tx, runId)
      return true
    }
    const run = await tx.selectFrom('sync_runs').select('state').where('id', '=', runId).executeTakeFirst()
    return run?.state !== 'running' && run?.state !== 'paused'
  })
}

/** After nearly every turn it does: that is found out with one look that locks nothing. */
async function goesOn(db: Db, runId: string): Promise<boolean> {
  const { rows } = await sql`
    select from sync_runs join connections on connections.id = sync_runs.connection_id
     where sync_runs.id = ${runId} and sync_runs.state = 'running'
       and exists (select from sync_progress progress
                    where run_id = sync_runs.id and progress.state in ('waiting', 'running'))
       and (skip_failed or not exists (
             select from sync_progress progress where run_id = sync_runs.id and progress.state = 'gap'))`.execute(
    db,
  )
  return rows.length > 0
}

async function completeRun(tx: Db, runId: string): Promise<boolean> {
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
    tx,
  )
  return numAffectedRows === 1n
}

/** Where a connection does not leave out what fails, the first gap ends its run. */
async function failRun(tx: Db, runId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sync_runs
       set state = 'failed', ended_at = now(),
           error = format('%s of %s could not be read: %s', progress.stream,
             coalesce(repositories.slug, workspaces.slug), coalesce(gaps.detail, gaps.reason, 'see the log'))
      from connections, sync_progress progress
      join workspaces on workspaces.id = progress.workspace_id
      left join repositories on repositories.id = progress.repository_id
      left join gaps on gaps.workspace_id = progress.workspace_id and gaps.stream = progress.stream
                    and coalesce(gaps.repository_id, 0) = coalesce(progress.repository_id, 0)
     where sync_runs.id = ${runId} and sync_runs.state = 'running'
       and connections.id = sync_runs.connection_id and not connections.skip_failed
       and progress.run_id = sync_runs.id and progress.state = 'gap'`.execute(tx)
  return numAffectedRows !== 0n
}

/** What a run took, kept with it when it has ended. */
export async function writeTally(db: Db, connectors: readonly Connector[], runId: string): Promise<void> {
  const { requests, rows } = await tally(db, connectors, runId)
  await db
    .updateTable('sync_runs')
    .set({ requests: JSON.stringify(requests), rows: JSON.stringify(rows) })
    .where('id', '=', runId)
    .execute()
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

/** Those of some slices for which a run goes on. */
export async function slicesOfRuns(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('slices')
    .innerJoin('workspaces', 'workspaces.id', 'slices.workspace_id')
    .innerJoin('sync_runs', 'sync_runs.connection_id', 'workspaces.connection_id')
    .select('slices.id')
    .where('slices.id', 'in', [...ids])
    .where('sync_runs.state', '=', 'running')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
