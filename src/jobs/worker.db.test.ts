import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { readConfig } from '../config.ts'
import { loadKeyRing } from '../connections/key-ring.ts'
import { type Database, transaction } from '../db/pool.ts'
import { enqueue } from '../db/queue.ts'
import { Failure } from '../errors.ts'
import { createLog } from '../log.ts'
import { showLife, type Timing } from './heartbeat.ts'
import { tasks } from './index.ts'
import { schedule } from './schedule.ts'
import { defineTask, type Task, type TaskContext } from './task.ts'
import { startWorker, type Worker } from './worker.ts'

const timing: Timing = { beat: 50, deadAfter: 300, poll: 50, finish: 500, leaveOff: 200 }

let database: Database
let dataDirectory: string
let lines: string[]
let workers: Worker[]

beforeEach(async () => {
  database = await testDatabase()
  dataDirectory = mkdtempSync(join(tmpdir(), 'windlass-worker-'))
  lines = []
  workers = []
})

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})

describe('a job', () => {
  it('runs with its payload and what the process gives every task', async () => {
    const seen: unknown[] = []
    await run(
      counting(async ({ attempt, config, db }, payload) => void seen.push(payload, attempt, config, db)),
    )
    await add({ number: 7 })
    await emptied()
    expect(seen).toEqual([{ number: 7 }, 1, readConfig({ WINDLASS_DATA: dataDirectory }), database.kysely])
  })

  it('exists only when the transaction that caused it commits', async () => {
    const seen: number[] = []
    await run(counting(async (_, { number }) => void seen.push(number)))
    await expect(
      transaction(database.kysely, async (tx) => {
        await enqueue(tx, 'count', { number: 1 })
        throw new Error('the cause fails')
      }),
    ).rejects.toThrow('the cause fails')
    await transaction(database.kysely, (tx) => enqueue(tx, 'count', { number: 2 }))
    await vi.waitFor(() => expect(seen).toEqual([2]))
  })

  it('is dead at once when its payload does not fit, and says where', async () => {
    const seen: unknown[] = []
    await run(counting(async (_, payload) => void seen.push(payload)))
    await add({ number: 'seven', extra: true })
    const job = await dead()
    expect(job).toMatchObject({ attempts: 1, max_attempts: 1 })
    expect(job.last_error).toMatch(/does not understand.*\/extra.*\/number/)
    expect(seen).toEqual([])
  })

  it('is dead at once when its failure is terminal', async () => {
    await run(
      counting(async () => {
        throw new Failure('secret_unreadable')
      }),
    )
    await add({ number: 1 })
    expect(await dead()).toMatchObject({ attempts: 1, last_error: expect.stringContaining('secret') })
  })

  it('is tried again with growing pauses when its failure may pass, until its task gives up', async () => {
    const attempts: number[] = []
    await run(
      counting(async ({ attempt }) => {
        attempts.push(attempt)
        throw attempt === 1 ? new Failure('database_unreachable') : new Error('broken \0 again')
      }),
    )
    await add({ number: 1 })
    const first = await failed(1)
    expect(first.wait).toBeGreaterThan(1.5)
    await hurry()
    const second = await failed(2)
    expect(second.wait).toBeGreaterThan(first.wait + 3)
    await hurry()
    expect(await dead()).toMatchObject({ attempts: 3, max_attempts: 3, last_error: 'broken ␀ again' })
    expect(attempts).toEqual([1, 2, 3])
    expect(lines.filter((line) => line.includes('job is dead'))).toHaveLength(1)
  })

  it('stays with a living process, however long it takes', async () => {
    const seen: number[] = []
    const task = counting(async (_, { number }) => {
      seen.push(number)
      await new Promise((resolve) => setTimeout(resolve, timing.deadAfter * 3))
    })
    await run(task)
    await run(task)
    await add({ number: 1 })
    await emptied()
    expect(seen).toEqual([1])
  })

  it('whose process died during its last attempt is dead and says why', async () => {
    const db = database.kysely
    await enqueue(db, 'count', { number: 1 }, { maxAttempts: 1 })
    await showLife(db, 'gone')
    await sql`update processes set seen_at = now() - interval '1 hour'`.execute(db)
    await sql`update graphile_worker._private_jobs
      set locked_by = 'gone', locked_at = now() - interval '1 hour', attempts = 1`.execute(db)
    await run(counting(async () => {}))
    expect((await dead()).last_error).toContain('process that ran it ended')
  })
})

describe('the worker', () => {
  it('declares its schedule in the database, and takes back what it no longer has', async () => {
    await sql`insert into job_schedule values ('old', 'Gone since.', '* * * * *')`.execute(database.kysely)
    await start({ schedule, tasks })
    const rows = await database.kysely.selectFrom('job_schedule').selectAll().execute()
    expect(rows.map((row) => row.task).sort()).toEqual(schedule.map((line) => line.task).sort())
  })

  it('goes on when every connection to the database is cut', async () => {
    const seen: number[] = []
    await run(counting(async (_, { number }) => void seen.push(number)))
    await add({ number: 1 })
    await vi.waitFor(() => expect(seen).toEqual([1]))
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(database.kysely)
    await vi.waitFor(() => add({ number: 2 }))
    await vi.waitFor(() => expect(seen).toContain(2), 10_000)
  })
})

describe('a queue that ends by itself', () => {
  it('is started again, under a new name in the table of processes', async () => {
    const seen: number[] = []
    await run(counting(async (_, { number }) => void seen.push(number)))
    const before = await poolIds()
    await vi.waitFor(async () => {
      // What graphile-worker shuts down on, once it listens; it also sets the exit code of the process.
      await sql`select pg_notify('worker:migrate', '{"breaking": true}')`.execute(database.kysely)
      expect(lines.join()).toContain('ended and is started again')
    }, 10_000)
    process.exitCode = undefined
    await add({ number: 1 })
    await vi.waitFor(() => expect(seen).toEqual([1]), 10_000)
    await vi.waitFor(async () => expect(await poolIds()).not.toEqual(before), 10_000)
    await vi.waitFor(async () => expect(await poolIds()).toHaveLength(1), 10_000)
  })
})

describe('the tasks that come with the product', () => {
  it('are named by every cron line, and take what the clock sends', () => {
    for (const { task } of schedule) expect(tasks.map(({ name }) => name)).toContain(task)
  })

  it('run to their end', async () => {
    await start({ schedule: [], tasks })
    for (const { name } of tasks) await enqueue(database.kysely, name, { _cron: { ts: 'now' } })
    await emptied()
  })

  it('remove jobs that have been dead for 30 days and no others', async () => {
    const db = database.kysely
    for (const number of [1, 2, 3]) await enqueue(db, 'gone', { number }, { maxAttempts: 1 })
    await sql`update graphile_worker._private_jobs set attempts = (payload->>'number')::int % 3,
      updated_at = now() - (payload->>'number')::int * interval '29 days', run_at = now() - interval '99 days'
    `.execute(db)
    await sql`update graphile_worker._private_jobs set attempts = 1 where payload->>'number' <> '3'`.execute(
      db,
    )
    await start({ schedule: [], tasks })
    await enqueue(db, 'remove-dead-jobs', {})
    await vi.waitFor(async () => expect(await numbersLeft()).toEqual([1, 3]))
  })
})

type Counting = (context: TaskContext, payload: { number: number }) => Promise<void>

function counting(run: Counting): Task {
  const payload = Type.Object({ number: Type.Integer() }, { additionalProperties: false })
  return defineTask({ name: 'count', doc: 'A task of the test.', payload, maxAttempts: 3, run })
}

function run(task: Task): Promise<void> {
  return start({ tasks: [task], schedule: [] })
}

async function start(parts: { tasks: readonly Task[]; schedule: typeof schedule }): Promise<void> {
  const config = readConfig({ WINDLASS_DATA: dataDirectory })
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const keyRing = await loadKeyRing(config, database.kysely)
  workers.push(await startWorker({ database, config, log, keyRing, timing, ...parts }))
}

function add(payload: unknown): Promise<void> {
  return enqueue(database.kysely, 'count', payload)
}

interface JobRow {
  attempts: number
  max_attempts: number
  last_error: string
  wait: number
}

async function jobs(): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    select attempts, max_attempts, last_error, extract(epoch from run_at - now())::float as wait
    from graphile_worker.jobs where locked_at is null`.execute(database.kysely)
  return rows
}

async function poolIds(): Promise<string[]> {
  const rows = await database.kysely.selectFrom('processes').select('id').execute()
  return rows.map((row) => row.id)
}

async function numbersLeft(): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select (payload->>'number')::int as number from graphile_worker._private_jobs order by 1`.execute(
    database.kysely,
  )
  return rows.map((row) => row.number)
}

async function emptied(): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await sql`select task_identifier, last_error from graphile_worker.jobs`.execute(
      database.kysely,
    )
    expect(rows).toEqual([])
  }, 10_000)
}

function waitForJob(holds: (job: JobRow) => boolean): Promise<JobRow> {
  return vi.waitFor(async () => {
    const job = (await jobs()).find(holds)
    if (!job) throw new Error('no such job yet')
    return job
  }, 10_000)
}

const dead = () => waitForJob((job) => job.attempts >= job.max_attempts)
const failed = (attempts: number) => waitForJob((job) => job.attempts === attempts && job.last_error !== null)

/** The pauses are seconds; a test does not sit through them. */
async function hurry(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(database.kysely)
}
