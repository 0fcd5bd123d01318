import type { Database } from '../../src/db/pool.ts'
import { enqueue } from '../../src/db/queue.ts'

export const deadTask = 'count-buckets'

/** A job of a task that this version has no more, tried as often as it may be: nobody takes it up by itself. */
export async function addDeadJob({ kysely, pool }: Database): Promise<void> {
  await enqueue(kysely, deadTask, { workspace: 'river', buckets: 12 }, { maxAttempts: 3 })
  await pool.query(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = $1
     where task_id = (select id from graphile_worker._private_tasks where identifier = $2)`,
    ['Error: the rope is too short\n    at lower (well.ts:12)\n    at run (bucket.ts:40)', deadTask],
  )
}
