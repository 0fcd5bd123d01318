import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, sorting, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const JobState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('running'),
  Type.Literal('retrying'),
  Type.Literal('dead'),
])

const Job = Type.Object({
  id: Id,
  task: Type.String(),
  state: JobState,
  attempts: Type.Integer(),
  max_attempts: Type.Integer(),
  run_at: Timestamp,
  created_at: Timestamp,
  locked_by: Nullable(Type.String()),
  locked_at: Nullable(Timestamp),
  last_error: Nullable(Type.String()),
  payload: Type.Unknown(),
})

const params = Type.Object({ id: Id })

export const jobs = defineResource({
  name: 'jobs',
  doc: 'Background work: what waits, runs, is tried again or is dead, and what runs on a schedule.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/jobs',
      access: 'jobs:view',
      doc: 'Jobs, newest first unless told otherwise.',
      query: Type.Object({
        ...paging,
        state: Type.Optional(JobState),
        task: Type.Optional(text({ max: 128 })),
        sort: sorting('created_at', 'run_at', 'task', 'attempts'),
      }),
      answer: Page(Job),
    },
    get: {
      method: 'GET',
      path: '/jobs/{id}',
      access: 'jobs:view',
      doc: 'One job, as long as it is not done.',
      params,
      answer: Job,
    },
    summary: {
      method: 'GET',
      path: '/jobs/summary',
      access: 'jobs:view',
      doc: 'How many jobs are in each state, the processes that work, and the keys that wait to be drained.',
      answer: Type.Object({
        states: Type.Object({
          waiting: Type.Integer(),
          running: Type.Integer(),
          retrying: Type.Integer(),
          dead: Type.Integer(),
        }),
        processes: Type.Array(
          Type.Object({
            id: Type.String(),
            role: Type.String(),
            host: Type.String(),
            started_at: Timestamp,
            seen_at: Timestamp,
          }),
        ),
        dirty: Type.Array(Type.Object({ kind: Type.String(), keys: Type.Integer(), oldest_at: Timestamp })),
        parked: Type.Object({
          keys: Type.Integer({ description: 'Keys whose derivation failed on them alone.' }),
          newest: Type.Array(
            Type.Object({
              kind: Type.String(),
              key: Type.String(),
              error: Type.String(),
              parked_at: Timestamp,
            }),
            { description: 'The newest of them, at most 20.' },
          ),
        }),
      }),
    },
    schedule: {
      method: 'GET',
      path: '/jobs/schedule',
      access: 'jobs:view',
      doc: 'What runs by the clock, when it last ran and when it runs next.',
      answer: Type.Object({
        items: Type.Array(
          Type.Object({
            task: Type.String(),
            doc: Type.String(),
            cron: Type.String({ description: 'Five fields, UTC.' }),
            last_at: Nullable(Timestamp),
          }),
        ),
      }),
    },
    retry: {
      method: 'POST',
      path: '/jobs/{id}/retry',
      access: 'jobs:edit',
      doc: 'Runs a dead or waiting job now, with its attempts counted from the start.',
      params,
      answer: Job,
      audit: 'job.retry',
    },
    retryDead: {
      method: 'POST',
      path: '/jobs/retry-dead',
      access: 'jobs:edit',
      doc: 'Runs every dead job again, and derives every parked key anew.',
      answer: Type.Object({ retried: Type.Integer() }),
      audit: 'job.retry_dead',
    },
    remove: {
      method: 'DELETE',
      path: '/jobs/{id}',
      access: 'jobs:edit',
      doc: 'Removes a job that is not running.',
      params,
      answer: null,
      audit: 'job.remove',
    },
  },
})
