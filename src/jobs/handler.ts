import type { TSchema } from '@sinclair/typebox'
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler'
import type { Job, Task as QueueTask } from 'graphile-worker'
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { Task, TaskHouse } from './task.ts'

/** What the queue calls for a job of the task. */
export function toHandler(task: Task, house: TaskHouse): QueueTask {
  const check = TypeCompiler.Compile(task.payload)
  return async (given, { job }) => {
    try {
      await task.run({ ...house, attempt: job.attempts }, readPayload(check, given))
    } catch (error) {
      await settleFailure(house, task, job, error)
      throw new Error(describe(error))
    }
  }
}

/** The clock adds `_cron` to what it sends; that is no part of a payload. */
function readPayload(check: TypeCheck<TSchema>, given: unknown): unknown {
  const { _cron, ...payload } = Object(given)
  if (check.Check(payload)) return payload
  const problems = [...check.Errors(payload)].map((error) => `${error.path || '/'}: ${error.message}`)
  throw new Failure('job_invalid', { detail: `${problems.join('; ')}.` })
}

/**
 * Decides what becomes of a job that threw. The queue itself then releases it with its back-off, as far as it is
 * still ours: growing from e¹ to e¹⁰ seconds, which is six hours.
 */
async function settleFailure({ db, log, signal }: TaskHouse, task: Task, job: Job, error: unknown) {
  const facts = { task: task.name, job: job.id, attempt: job.attempts, err: error }
  const pool = job.locked_by ?? ''
  if (signal.aborted) {
    log.info(facts, 'job handed back')
    return handBack(db, pool, job.id)
  }
  const last = job.attempts >= Math.min(task.maxAttempts, job.max_attempts)
  const terminal = error instanceof Failure && !error.transient
  if (!last && !terminal) return log.warn(facts, 'job failed and will be tried again')
  log.error(facts, 'job is dead')
  await endAttempts(db, pool, job.id)
}

/** As many attempts as there were, so that what is shown stays true and the queue does not take it again. */
async function endAttempts(db: Db, pool: string, id: string): Promise<void> {
  await sql`
    update graphile_worker._private_jobs set max_attempts = attempts, updated_at = now()
    where id = ${id} and locked_by = ${pool}
  `.execute(db)
}

/** Gives jobs back as if they had not been taken: one job, or all that the pool holds. */
export async function handBack(db: Db, pool: string, id?: string): Promise<void> {
  await sql`
    update graphile_worker._private_jobs
    set locked_at = null, locked_by = null, attempts = greatest(0, attempts - 1)
    where locked_by = ${pool} and (${id ?? null}::bigint is null or id = ${id ?? null}::bigint)
  `.execute(db)
}

/** A page of stack or HTML in a message would fill the table; what was left out is said. */
const longestMessage = 4000

export function describe(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  // PostgreSQL stores no NUL in text.
  const clean = text.replaceAll('\0', '␀')
  if (clean.length <= longestMessage) return clean
  return `${clean.slice(0, longestMessage)}… (${clean.length - longestMessage} characters more)`
}
