import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { openDatabase, transaction } from './pool.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

function set(on: typeof db, key: string): Promise<unknown> {
  return on.insertInto('settings').values({ key, value: '1' }).execute()
}

async function keys(): Promise<string[]> {
  const rows = await db.selectFrom('settings').select('key').orderBy('key').execute()
  return rows.map((row) => row.key)
}

test('a transaction that throws leaves nothing, the ones inside it included', async () => {
  const outer = transaction(db, async (tx) => {
    await set(tx, 'outer')
    await transaction(tx, (inner) => set(inner, 'inner'))
    throw new Error('stop')
  })
  await expect(outer).rejects.toThrow('stop')
  expect(await keys()).toEqual([])
})

test('bigint is read as text, timestamptz as a Date, date and numeric as text', async () => {
  const { rows } = await database.pool.query(
    `select 9007199254740993::bigint as big, '2024-02-29T12:00:00Z'::timestamptz as at, '2024-02-29'::date as day, 1.10 as share`,
  )
  expect(rows).toEqual([
    { big: '9007199254740993', at: new Date('2024-02-29T12:00:00Z'), day: '2024-02-29', share: '1.10' },
  ])
})

test('every connection works in UTC', async () => {
  const zones = Array.from({ length: 4 }, () =>
    database.pool.query(`select current_setting('timezone') as zone, pg_sleep(0.02)`),
  )
  for (const { rows } of await Promise.all(zones)) expect(rows[0].zone).toBe('UTC')
})

test('a connection that the server ends is replaced', async () => {
  const victims = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  await Promise.all([1, 2, 3].map(() => database.pool.query('select pg_sleep(0.02)')))
  const client = await database.pool.connect()
  await database.pool.query(victims)
  await expect(client.query('select 1')).rejects.toThrow()
  client.release(true)
  await expect
    .poll(() =>
      database.pool.query('select 1').then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
})

test('a server that refuses is named unreachable, without the password', async () => {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const open = () =>
    openDatabase(`postgres://someone:hunter2@127.0.0.1:${port}/any`, { max: 1, name: 'test' })
  const error = await open().catch((failure: unknown) => failure)
  expect(error).toMatchObject({ code: 'database_unreachable' })
  expect(String(error)).not.toContain('hunter2')
  await new Promise((resolve) => server.close(resolve))
  await expect(open()).rejects.toMatchObject({
    code: 'database_unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test('a server older than 15 is refused', async () => {
  await database.pool.query(`create schema old`)
  await database.pool.query(
    `create function old.current_setting(text) returns text language sql as $$ select '140012' $$`,
  )
  const url = new URL(database.url)
  url.searchParams.set('options', '-c search_path=old,pg_catalog')
  await expect(openDatabase(url.href, { max: 1, name: 'test' })).rejects.toMatchObject({
    code: 'database_too_old',
    message: expect.stringContaining('version 14'),
  })
})
