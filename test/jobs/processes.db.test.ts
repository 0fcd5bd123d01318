import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '../../src/db/pool.ts'
import { enqueueAll } from '../../src/db/queue.ts'
import { testDatabase } from '../postgres.ts'
import { processTiming } from './timing.ts'

let database: Database
let dataDirectory: string
let children: ChildProcess[]

beforeEach(async () => {
  database = await testDatabase()
  dataDirectory = mkdtempSync(join(tmpdir(), 'windlass-jobs-'))
  children = []
  await sql`create table journal (event text, number integer, process text, at timestamptz default now())`.execute(
    database.kysely,
  )
})

afterEach(async () => {
  await Promise.all(children.map(kill))
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})

describe('a worker process', () => {
  it('that is killed loses no job: another takes over what it held, within the time set', async () => {
    const [one] = await Promise.all([start('one'), start('two')])
    await add('work', 400, 25)
    await vi.waitFor(async () => expect(await happened('done')).toBeGreaterThan(20), 20_000)
    const pool = await poolOf(one)
    await kill(one)
    const killedAt = Date.now()
    expect(await heldBy(pool)).toBeGreaterThan(0)

    await vi.waitFor(async () => expect(await heldBy(pool)).toBe(0), 20_000)
    const { deadAfter, beat } = processTiming
    // Two seconds more: the machine that runs the tests has other things to do.
    expect(Date.now() - killedAt).toBeLessThan(deadAfter + 2 * beat + 2_000)
    await vi.waitFor(async () => expect(await remainingJobs()).toBe(0), 20_000)
    expect(await count(sql`(select distinct number from journal where event = 'done')`)).toBe(400)
    expect(await count(sql`processes`)).toBe(1)
  })

  it('that is told to stop lets short jobs finish, and hands back the long ones uncounted, in time', async () => {
    const one = await start('one')
    await add('work', 1, 250)
    await add('work', 1, 60_000)
    await add('stubborn', 1, 60_000)
    await vi.waitFor(async () => expect(await happened('started')).toBe(3), 20_000)
    const toldAt = Date.now()
    one.kill('SIGTERM')
    const [code] = await once(one, 'exit')
    expect(code).toBe(0)
    expect(Date.now() - toldAt).toBeLessThan(processTiming.finish + processTiming.leaveOff + 2_000)
    expect(await happened('done')).toBe(1)
    const { rows } = await sql`select attempts, locked_by from graphile_worker.jobs`.execute(database.kysely)
    const untouched = { attempts: 0, locked_by: null }
    expect(rows).toEqual([untouched, untouched])
    expect(await count(sql`processes`)).toBe(0)
  })
})

async function start(name: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'process.ts'), [database.url, dataDirectory, name], {
    execArgv: ['--import', 'tsx'],
  })
  children.push(child)
  await once(child, 'message')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function add(task: string, count: number, milliseconds: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, number) => number)
  return enqueueAll(
    database.kysely,
    numbers.map((number) => ({ task, payload: { number, milliseconds } })),
  )
}

async function count(from: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) from ${from}`.execute(database.kysely)
  return Number(rows[0]?.count)
}

const happened = (event: string) => count(sql`journal where event = ${event}`)
const remainingJobs = () => count(sql`graphile_worker.jobs`)
const heldBy = (pool: string) => count(sql`graphile_worker.jobs where locked_by = ${pool}`)

async function poolOf(child: ChildProcess): Promise<string> {
  const row = await database.kysely
    .selectFrom('processes')
    .select('id')
    .where('pid', '=', child.pid ?? 0)
    .executeTakeFirstOrThrow()
  return row.id
}
