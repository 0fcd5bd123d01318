import { sql } from 'kysely'
import { encodeJson } from './encode.ts'
import type { Db } from './pool.ts'

interface EnqueueOptions {
  /** Not before this time; at once when left out. */
  readonly runAt?: Date | undefined
  readonly maxAttempts?: number | undefined
  /** A job that waits under the same key is replaced instead of joined by a second one. */
  readonly jobKey?: string | undefined
}

interface Job extends EnqueueOptions {
  readonly task: string
  readonly payload: unknown
}

/** Adds a job that exists when, and only when, the transaction that caused it commits. */
export function enqueue(tx: Db, task: string, payload: unknown, options: EnqueueOptions = {}): Promise<void> {
  return enqueueAll(tx, [{ task, payload, ...options }])
}

/** Adds many jobs with one statement. */
export async function enqueueAll(tx: Db, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return
  const specs = jobs.map((job) => ({
    identifier: job.task,
    payload: job.payload ?? {},
    run_at: job.runAt,
    max_attempts: job.maxAttempts,
    job_key: job.jobKey,
  }))
  const text = encodeJson(specs, { table: 'jobs', column: 'payload' })
  await sql`
    select count(*) from graphile_worker.add_jobs(
      array(select json_populate_recordset(null::graphile_worker.job_spec, ${text}::json)))
  `.execute(tx)
}
