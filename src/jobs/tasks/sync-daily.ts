import { Type } from '@sinclair/typebox'
import { connectors } from '../../connectors/index.ts'
import type { Db } from '../../db/pool.ts'
import type { Scope } from '../../sync/run/plant.ts'
import { startRun } from '../../sync/run/runs.ts'
import { defineTask } from '../task.ts'

export const syncIdentities = daily({
  name: 'sync-identities',
  doc: 'Reads who is there: members, and whose the addresses in commits are.',
  scope: 'identities',
})

export const syncRepositories = daily({
  name: 'sync-repositories',
  doc: 'Reads the catalogue: workspaces, projects and repositories.',
  scope: 'repositories',
})

/** A run that is open meanwhile reads these too: then there is none of its own. */
function daily({ name, doc, scope }: { name: string; doc: string; scope: Scope }) {
  return defineTask({
    name,
    doc,
    payload: Type.Object({}, { additionalProperties: false }),
    maxAttempts: 3,
    async run({ db, log }) {
      for (const connectionId of await connectionsReadBefore(db)) {
        const run = await startRun(db, connectors, { connectionId, cause: 'schedule', scope })
        log.info({ connection: connectionId, run, scope }, 'a run started')
      }
    },
  })
}

/** The first run of a connection reads everything, and is not to be kept waiting by a narrower one. */
async function connectionsReadBefore(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('connections')
    .select('id')
    .where('state', '=', 'active')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('sync_runs')
          .select('id')
          .whereRef('connection_id', '=', 'connections.id')
          .where('scope', '=', 'all'),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
