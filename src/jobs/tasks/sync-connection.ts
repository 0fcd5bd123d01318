import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { connectors } from '../../connectors/index.ts'
import type { Db } from '../../db/pool.ts'
import { startRun } from '../../sync/run/runs.ts'
import { defineTask } from '../task.ts'

export const syncConnection = defineTask({
  name: 'sync-connection',
  doc: 'Starts a run of one connection, for a person; without one, of every connection that is due.',
  payload: Type.Object(
    { connection: Type.Optional(Type.String({ pattern: '^\\d+$' })) },
    { additionalProperties: false },
  ),
  maxAttempts: 3,
  async run({ db, log }, { connection }) {
    const cause = connection === undefined ? 'schedule' : 'person'
    for (const id of connection === undefined ? await dueConnections(db) : [connection]) {
      const run = await startRun(db, connectors, { connectionId: id, cause })
      log.info({ connection: id, run }, 'a run started')
    }
  },
})

/** Those whose last run began as long ago as their frequency says. */
async function dueConnections(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from connections
     where state = 'active'
       and exists (select from workspaces where connection_id = connections.id and removed_at is null)
       and not exists (
         select from sync_runs
          where connection_id = connections.id
            and (state in ('running', 'paused') or started_at > now() - make_interval(mins => frequency_minutes)))
     order by id`.execute(db)
  return rows.map(({ id }) => id)
}
