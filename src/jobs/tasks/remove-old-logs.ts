import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { defineTask } from '../task.ts'

const keptDays = 7
/** Runs themselves are small; how far each repository was is not wanted for long. */
const runsKeptDays = 180

export const removeOldLogs = defineTask({
  name: 'remove-old-logs',
  doc: `Removes logs of sync, counts of requests and the progress of ended runs after ${keptDays} days, runs after ${runsKeptDays}.`,
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  async run({ db }) {
    const old = sql`now() - make_interval(days => ${keptDays})`
    await sql`delete from sync_logs where at < ${old}`.execute(db)
    await sql`delete from request_counts where hour < ${old}`.execute(db)
    await sql`
      delete from sync_progress using sync_runs
       where sync_runs.id = sync_progress.run_id and sync_runs.ended_at < ${old}`.execute(db)
    await sql`delete from sync_runs where ended_at < now() - make_interval(days => ${runsKeptDays})`.execute(
      db,
    )
  },
})
