import { jobStates } from '../../db/jobs.ts'
import { Failure } from '../../errors.ts'
import { defineCommand } from '../command.ts'
import { moment, table } from '../out.ts'

const idDoc = 'id that `windlass jobs list` shows'

export const jobsList = defineCommand({
  name: 'jobs list',
  doc: 'Lists background jobs, newest first.',
  examples: [
    { line: 'windlass jobs list --state dead', doc: 'What failed for good, and why.' },
    { line: 'windlass jobs list --task remove-expired --json', doc: 'Of one task, for a script.' },
  ],
  options: {
    state: { doc: 'only in this state', value: 'state', choices: jobStates },
    task: { doc: 'only of this task', value: 'name' },
    limit: { doc: 'at most so many, 50 when left out', value: 'number' },
  },
  async run({ out, client }, { state, task, limit = '50' }) {
    const query = { ...(state ? { state } : {}), ...(task ? { task } : {}), limit: readLimit(limit) }
    const { data } = await (await client()).jobs.list({ query })
    out.result(data, () =>
      table(
        ['Id', 'Task', 'State', 'Attempts', 'Due', 'Error'],
        data.items.map((job) => [
          job.id,
          job.task,
          job.state,
          `${job.attempts} of ${job.max_attempts}`,
          moment(job.run_at),
          shorten(job.last_error ?? ''),
        ]),
      ),
    )
    if (data.next !== null) out.note('There are more: raise --limit, or name a state or a task.')
    return undefined
  },
})

export const jobsRetry = defineCommand({
  name: 'jobs retry',
  doc: 'Runs a dead or waiting job now; with --dead every dead job, and every key that could not be derived.',
  examples: [
    { line: 'windlass jobs retry 4711', doc: 'One job.' },
    { line: 'windlass jobs retry --dead', doc: 'Everything that failed, once its cause is gone.' },
  ],
  arguments: { id: { doc: idDoc, optional: true } },
  options: { dead: { doc: 'every dead job' } },
  async run({ out, client }, { id, dead }) {
    if (dead === (id !== undefined)) {
      throw new Failure('invalid_input', { detail: 'Name the id of one job, or --dead.' })
    }
    const { jobs } = await client()
    if (id === undefined) {
      const { data } = await jobs.retryDead()
      out.result(data, () => `Runs again: ${data.retried}.`)
    } else {
      const { data } = await jobs.retry({ params: { id } })
      out.result(data, () => `Job ${data.id} (${data.task}) runs again.`)
    }
    return undefined
  },
})

export const jobsRemove = defineCommand({
  name: 'jobs remove',
  doc: 'Removes a job that is not running. What it should have done is not done.',
  examples: [{ line: 'windlass jobs remove 4711', doc: 'By its id.' }],
  arguments: { id: { doc: idDoc } },
  async run({ out, client }, { id }) {
    await (await client()).jobs.remove({ params: { id } })
    out.result({ id }, () => `Removed job ${id}.`)
    return undefined
  },
})

function readLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit
  throw new Failure('invalid_input', { detail: '--limit takes a number from 1 to 200.' })
}

/** A line of the table each; the whole error is in the JSON. */
function shorten(error: string): string {
  return error.length > 80 ? `${error.slice(0, 79)}…` : error
}
