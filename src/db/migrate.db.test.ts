import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyDatabase } from '../../test/postgres.ts'
import { packageRoot } from '../config.ts'
import { migrate } from './migrate.ts'
import { type Database, openDatabase } from './pool.ts'

let database: Database
let directory: string
beforeEach(async () => {
  database = await emptyDatabase()
  directory = mkdtempSync(join(tmpdir(), 'windlass-migrations-'))
})
afterEach(async () => {
  await database.close()
  rmSync(directory, { recursive: true })
})

function file(name: string, text: string): void {
  writeFileSync(join(directory, name), text)
}

function run(): Promise<{ applied: string[] }> {
  return migrate(database.pool, directory)
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  return rows.map((row) => row.name)
}

function refused(detail: string) {
  return expect(run()).rejects.toMatchObject({
    code: 'migration_refused',
    message: expect.stringContaining(detail),
  })
}

test('applies what is new in the order of the numbers, once', async () => {
  file('0002_b.sql', 'alter table a add b int')
  file('0001_a.sql', 'create table a (id int)')
  expect(await run()).toEqual({ applied: ['0001_a', '0002_b'] })
  expect(await run()).toEqual({ applied: [] })
  file('0003_c.sql', 'create table c (id int); create table d (id int)')
  expect(await run()).toEqual({ applied: ['0003_c'] })
  expect(await tables()).toEqual(['a', 'c', 'd', 'migrations'])
})

test('makes the job queue in the same call', async () => {
  await run()
  await database.pool.query(`select graphile_worker.add_job('any')`)
})

test('a migration that was changed is refused, and nothing after it is applied', async () => {
  file('0001_a.sql', 'create table a (id int)')
  await run()
  file('0001_a.sql', 'create table a (id bigint)')
  file('0002_b.sql', 'create table b (id int)')
  await refused('0001_a was changed')
  expect(await tables()).toEqual(['a', 'migrations'])
})

test('line ends of another system are no change', async () => {
  file('0001_a.sql', 'create table a (\n id int)\n')
  await run()
  file('0001_a.sql', 'create table a (\r\n id int)\r\n')
  expect(await run()).toEqual({ applied: [] })
})

test('a migration whose file is missing is refused', async () => {
  file('0001_a.sql', 'select 1')
  file('0002_b.sql', 'select 2')
  await run()
  rmSync(join(directory, '0001_a.sql'))
  await refused('0001_a was applied to this database, but its file is missing')
})

test('a database that a newer version migrated is refused', async () => {
  file('0001_a.sql', 'select 1')
  file('0002_b.sql', 'select 2')
  await run()
  rmSync(join(directory, '0002_b.sql'))
  await refused('migrated by a newer version: 0002_b is unknown here, the newest is 0001_a')
})

test('a job queue that a newer version migrated is refused', async () => {
  await run()
  await database.pool.query('insert into graphile_worker.migrations (id, breaking) values (900000, true)')
  const code = process.exitCode
  await refused('The job queue says')
  // graphile-worker sets it, for its own command line.
  process.exitCode = code
})

test('a migration that comes before one already applied is refused', async () => {
  file('0002_b.sql', 'select 2')
  await run()
  file('0001_a.sql', 'create table a (id int)')
  await refused('0001_a comes before 0002_b')
})

test.each([
  ['1_short.sql', 'is not named like'],
  ['0001-dash.sql', 'is not named like'],
])('a file called %s is refused', async (name, detail) => {
  file(name, 'select 1')
  await refused(detail)
})

test('two migrations with one number are refused', async () => {
  file('0001_a.sql', 'select 1')
  file('0001_b.sql', 'select 1')
  await refused('0001_a and 0001_b carry the same number')
})

test('a migration that fails leaves nothing of itself, and keeps those before it', async () => {
  file('0001_a.sql', 'create table a (id int)')
  file('0002_b.sql', 'create table b (id int); select 1/0')
  await expect(run()).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringContaining('0002_b: division by zero'),
  })
  expect(await tables()).toEqual(['a', 'migrations'])
  file('0002_b.sql', 'create table b (id int)')
  expect(await run()).toEqual({ applied: ['0002_b'] })
})

test('processes that migrate at once apply everything once', async () => {
  for (const number of [1, 2, 3, 4]) {
    file(`000${number}_t.sql`, `create table t${number} (id int); select pg_sleep(0.02)`)
  }
  const others = await Promise.all([1, 2].map(() => openDatabase(database.url, { max: 4, name: 'test' })))
  const results = await Promise.all([database, ...others].map(({ pool }) => migrate(pool, directory)))
  expect(results.flatMap((result) => result.applied)).toEqual(['0001_t', '0002_t', '0003_t', '0004_t'])
  await Promise.all(others.map((other) => other.close()))
})

test('waits for a short lock on its tables instead of failing', async () => {
  file('0001_a.sql', 'create table a (id int)')
  await run()
  const reader = await database.pool.connect()
  await reader.query('begin; lock table a in access share mode')
  file('0002_b.sql', 'alter table a add b int')
  const done = run()
  await expect.poll(() => waiting(), { timeout: 10_000 }).toBe(true)
  await reader.query('commit')
  reader.release()
  expect(await done).toEqual({ applied: ['0002_b'] })
})

async function waiting(): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from pg_locks where not granted and locktype = 'relation' and database =
       (select oid from pg_database where datname = current_database())`,
  )
  return rows.length > 0
}

test('the migrations of the product apply, and applying them again does nothing', async () => {
  const ours = join(packageRoot(), 'migrations')
  expect((await migrate(database.pool, ours)).applied[0]).toBe('0001_house')
  expect(await migrate(database.pool, ours)).toEqual({ applied: [] })
})
