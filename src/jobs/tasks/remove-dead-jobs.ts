import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { defineTask } from '../task.ts'

export const removeDeadJobs = defineTask({
  name: 'remove-dead-jobs',
  doc: 'Removes jobs that have been dead for 30 days.',
  payload: Type.Object({}, { additionalProperties: false }),
  maxAttempts: 3,
  async run({ db, log }) {
    const { numAffectedRows } = await sql`
      delete from graphile_worker._private_jobs
      where locked_at is null and attempts >= max_attempts
        and greatest(updated_at, run_at) < now() - interval '30 days'
    `.execute(db)
    if (numAffectedRows) log.info({ jobs: Number(numAffectedRows) }, 'removed dead jobs')
  },
})
