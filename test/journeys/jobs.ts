import type { Database } from '../../src/db/pool.ts'
import { enqueue } from '../../src/db/queue.ts'

export const deadTask = 'count-buckets'

/** A job of a task that this version has no more, tried as often as it may be: nobody takes it up by itself. Its id. */
export async function addDeadJob({ kysely, pool }: Database): Promise<string> {
  await enqueue(kysely, deadTask, { workspace: 'river', buckets: 12 }, { maxAttempts: 3 })
  const { rows } = await pool.query<{ id: string }>(
    `update graphile_worker._private_jobs set attempts = max_attempts, last_error = $1
     where task_id = (select id from graphile_worker._private_tasks where identifier = $2) returning id`,
    ['Error: the rope is too short\n    at lower (well.ts:12)\n    at run (bucket.ts:40)', deadTask],
  )
  const [job] = rows
  if (!job) throw new Error('the job was not added')
  return job.id
}
