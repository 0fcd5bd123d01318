import { sql } from 'kysely'
import {
  countDirty,
  countJobs,
  getJob,
  type Job,
  listJobs,
  removeJob,
  retryDead,
  retryJob,
} from '../../db/jobs.ts'
import { maskSecrets } from '../../people/audit.ts'
import { jobs as resource } from '../contract/jobs.ts'
import { byValue, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

const parkedShown = 20

export const jobs = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const list = `jobs ${filter.sort ?? ''}`
    const rows = await listJobs(db, filter, readCursor(list, byValue, cursor), limit + 1)
    return page(list, rows, { limit, place: (row) => [row.sort_value, row.id], item: toAnswer })
  },

  get: async ({ db, params }) => toAnswer(await getJob(db, params.id)),

  summary: async ({ db }) => {
    const parked = db.selectFrom('dirty_parked')
    const [states, processes, dirty, count, newest] = await Promise.all([
      countJobs(db),
      db.selectFrom('processes').selectAll().orderBy('started_at').execute(),
      countDirty(db),
      parked.select((eb) => eb.fn.countAll<string>().as('keys')).executeTakeFirst(),
      parked.selectAll().orderBy('parked_at', 'desc').limit(parkedShown).execute(),
    ])
    return {
      states,
      processes: processes.map(({ id, role, host, started_at, seen_at }) => ({
        id,
        role,
        host,
        started_at: started_at.toISOString(),
        seen_at: seen_at.toISOString(),
      })),
      dirty: dirty.map((row) => ({ ...row, oldest_at: row.oldest_at.toISOString() })),
      parked: {
        keys: Number(count?.keys ?? 0),
        newest: newest.map((row) => ({ ...row, parked_at: row.parked_at.toISOString() })),
      },
    }
  },

  schedule: async ({ db }) => {
    const { rows } = await sql<{ task: string; doc: string; cron: string; last_at: Date | null }>`
      select job_schedule.task, doc, cron, known.last_execution as last_at
      from job_schedule left join graphile_worker._private_known_crontabs known on known.identifier = task
      order by task`.execute(db)
    return { items: rows.map((row) => ({ ...row, last_at: row.last_at?.toISOString() ?? null })) }
  },

  retry: async ({ params, change }) =>
    change(async (tx) => {
      const job = await retryJob(tx, params.id)
      return { answer: toAnswer(job), subject: subjectOf(job) }
    }),

  retryDead: async ({ change }) =>
    change(async (tx) => {
      const retried = await retryDead(tx)
      return { answer: { retried }, subject: null, after: { retried } }
    }),

  remove: async ({ params, change }) =>
    change(async (tx) => {
      const job = await removeJob(tx, params.id)
      const { state, attempts, last_error, payload } = job
      return { answer: undefined, subject: subjectOf(job), before: { state, attempts, last_error, payload } }
    }),
})

function subjectOf({ id, task }: Job) {
  return { kind: 'job', id, name: task }
}

function toAnswer(job: Job) {
  const { id, task, state, attempts, max_attempts, locked_by, last_error } = job
  return {
    id,
    task,
    state,
    attempts,
    max_attempts,
    locked_by,
    last_error,
    // No task carries a secret; should one come to, it does not show here.
    payload: maskSecrets(job.payload),
    run_at: job.run_at.toISOString(),
    created_at: job.created_at.toISOString(),
    locked_at: job.locked_at?.toISOString() ?? null,
  }
}
