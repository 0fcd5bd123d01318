import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Connector } from '../stream.ts'
import { finishRun } from './runs.ts'

/**
 * Brings runs to their end that nobody would touch again: what is not read any more is left out, what fell asleep while
 * its connection was suspended is woken, and what has nothing left is closed.
 */
export async function settleStalled(db: Db, connectors: readonly Connector[]): Promise<void> {
  await sql`
    update sync_progress progress set state = 'skipped', updated_at = now()
      from sync_runs
     where sync_runs.id = progress.run_id and sync_runs.state = 'running' and progress.state in ('waiting', 'running')
       and (not exists (select from workspaces where id = progress.workspace_id and removed_at is null
                           and connection_id = sync_runs.connection_id)
         or (progress.repository_id is not null and not exists (
               select from repositories where id = progress.repository_id and is_chosen and removed_at is null)))`.execute(
    db,
  )
  // A slice that waits for the allowance is due within the hour; one that found nothing to do, in a year.
  await sql`
    update slices set due_at = statement_timestamp(), lane = least(lane, 'delta'::slice_lane)
     where leased_by is null and due_at > statement_timestamp() + interval '1 day'
       and exists (
         select from sync_progress progress
           join sync_runs on sync_runs.id = progress.run_id and sync_runs.state = 'running'
           join connections on connections.id = sync_runs.connection_id and connections.state = 'active'
          where progress.workspace_id = slices.workspace_id
            and coalesce(progress.repository_id, 0) = coalesce(slices.repository_id, 0)
            and progress.state in ('waiting', 'running'))`.execute(db)
  const open = await db.selectFrom('sync_runs').select('id').where('state', '=', 'running').execute()
  for (const { id } of open) await finishRun(db, connectors, id)
}
