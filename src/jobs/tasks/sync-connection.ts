import { Type } from '@sinclair/typebox'
import { connectors } from '../../connectors/index.ts'
import { startRun } from '../../sync/run/runs.ts'
import { settleStalled } from '../../sync/run/stalled.ts'
import { dueConnections } from '../due.ts'
import { defineTask } from '../task.ts'

export const syncConnection = defineTask({
  name: 'sync-connection',
  doc: 'Starts a run of one connection, for a person; without one, of every connection that is due. Closes runs that have nothing left.',
  payload: Type.Object(
    { connection: Type.Optional(Type.String({ pattern: '^\\d+$' })) },
    { additionalProperties: false },
  ),
  maxAttempts: 3,
  async run({ db, log }, { connection }) {
    await settleStalled(db, connectors)
    const due =
      connection === undefined
        ? (await dueConnections(db)).map((one) => ({ ...one, cause: 'schedule' as const }))
        : [{ id: connection, scope: 'all' as const, cause: 'person' as const }]
    for (const { id, scope, cause } of due) {
      const run = await startRun(db, connectors, { connectionId: id, cause, scope })
      log.info({ connection: id, run, scope }, 'a run started')
    }
  },
})
