import { sql } from 'kysely'
import { Failure } from '../errors.ts'
import { markDirty } from './dirty.ts'
import { keyset, type Place, type Sort } from './keyset.ts'
import type { Db } from './pool.ts'

export const jobStates = ['waiting', 'running', 'retrying', 'dead'] as const

export type JobState = (typeof jobStates)[number]

export interface Job {
  readonly id: string
  readonly task: string
  readonly state: JobState
  readonly attempts: number
  readonly max_attempts: number
  readonly run_at: Date
  readonly created_at: Date
  readonly locked_by: string | null
  readonly locked_at: Date | null
  readonly last_error: string | null
  readonly payload: unknown
}

interface JobFilter {
  readonly state?: JobState | undefined
  readonly task?: string | undefined
}

const state = sql<JobState>`case
  when job.locked_at is not null then 'running'
  when job.attempts >= job.max_attempts then 'dead'
  when job.attempts > 0 then 'retrying'
  else 'waiting' end`

const jobs = (also = sql``) => sql`
  select job.id::text, task.identifier as task, ${state} as state, job.attempts::int, job.max_attempts::int,
         job.run_at, job.created_at, job.locked_by, job.locked_at, job.last_error, job.payload ${also}
  from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id`

const sortColumns = {
  created_at: { value: sql`job.created_at`, type: 'timestamptz' },
  run_at: { value: sql`job.run_at`, type: 'timestamptz' },
  task: { value: sql`task.identifier`, type: 'text' },
  attempts: { value: sql`job.attempts`, type: 'bigint' },
} as const

export type JobSort = Sort<keyof typeof sortColumns>

/** Jobs in order, newest first unless told otherwise, behind a place in it. */
export async function listJobs(
  db: Db,
  { sort = '-created_at', ...filter }: JobFilter & { readonly sort?: JobSort | undefined },
  place: Place | undefined,
  limit: number,
): Promise<(Job & { sort_value: string | null })[]> {
  const { value, orderBy, behind } = keyset(sortColumns, sort, sql`job.id`)
  const { rows } = await sql<Job & { sort_value: string | null }>`
    ${jobs(sql`, ${value} as sort_value`)}
    where (${filter.state ?? null}::text is null or ${state} = ${filter.state ?? null})
      and (${filter.task ?? null}::text is null or task.identifier = ${filter.task ?? null})
      and ${behind(place)}
    order by ${orderBy} limit ${limit}`.execute(db)
  return rows
}

export async function getJob(db: Db, id: string): Promise<Job> {
  const { rows } = await sql<Job>`${jobs()} where job.id = ${id}`.execute(db)
  const [job] = rows
  if (!job) throw new Failure('not_found')
  return job
}

/** The job, held until the transaction ends; not while a worker has it. */
async function lockIdleJob(tx: Db, id: string): Promise<Job> {
  const { rows } = await sql<Job>`${jobs()} where job.id = ${id} for update of job`.execute(tx)
  const [job] = rows
  if (!job) throw new Failure('not_found')
  if (job.state === 'running') throw new Failure('conflict', { detail: 'The job is running.' })
  return job
}

/** What a job gets that says nothing about attempts; its task may give up earlier. */
const usualAttempts = 25

/** The job as it is once it is due now, with its attempts counted from the start. */
export async function retryJob(tx: Db, id: string): Promise<Job> {
  await lockIdleJob(tx, id)
  await sql`update graphile_worker._private_jobs job set ${fresh} where id = ${id}`.execute(tx)
  return lockIdleJob(tx, id)
}

const fresh = sql`
  attempts = 0, max_attempts = greatest(job.max_attempts, ${sql.lit(usualAttempts)}), last_error = null,
  run_at = now(), updated_at = now()`

/** Every dead job and every parked key. Returns how many. */
export async function retryDead(tx: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    update graphile_worker._private_jobs job set ${fresh}
    where locked_at is null and attempts >= max_attempts`.execute(tx)
  const parked = await tx.deleteFrom('dirty_parked').returning(['kind', 'key']).execute()
  for (const kind of new Set(parked.map((row) => row.kind))) {
    const keys = parked.filter((row) => row.kind === kind).map((row) => row.key)
    await markDirty(tx, kind, keys)
  }
  return Number(numAffectedRows ?? 0) + parked.length
}

export async function removeJob(tx: Db, id: string): Promise<Job> {
  const job = await lockIdleJob(tx, id)
  await sql`delete from graphile_worker._private_jobs where id = ${id}`.execute(tx)
  return job
}

/** The jobs in each state. */
export async function countJobs(db: Db): Promise<Record<JobState, number>> {
  const { rows } = await sql<{ state: JobState; jobs: number }>`
    select ${state} as state, count(*)::int as jobs from graphile_worker._private_jobs job group by 1`.execute(
    db,
  )
  const counts = { waiting: 0, running: 0, retrying: 0, dead: 0 }
  for (const row of rows) counts[row.state] = row.jobs
  return counts
}

/** Dirty keys that wait, by kind. */
export async function countDirty(db: Db): Promise<{ kind: string; keys: number; oldest_at: Date }[]> {
  const { rows } = await sql<{ kind: string; keys: number; oldest_at: Date }>`
    select kind, count(*)::int as keys, min(marked_at) as oldest_at from dirty group by kind order by kind
  `.execute(db)
  return rows
}
