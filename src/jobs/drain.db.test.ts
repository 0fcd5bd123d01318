import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { markDirty } from '../db/dirty.ts'
import type { Database } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { createLog } from '../log.ts'
import { drainBatch, startDraining } from './drain.ts'
import { type Drainer, defineDrainer } from './drainer.ts'

const log = createLog('silent')
let database: Database
let poison: Set<string>

beforeEach(async () => {
  database = await testDatabase()
  poison = new Set()
  await sql`create table drained (key text not null, at timestamptz default now())`.execute(database.kysely)
})

afterEach(() => database.close())

const writing: Drainer = defineDrainer({
  kind: 'test',
  doc: 'Writes down each key; fails on those that are poison.',
  batch: 100,
  async drain(tx, keys) {
    await sql`insert into drained (key) select unnest(${[...keys]}::text[])`.execute(tx)
    const bad = keys.find((key) => poison.has(key))
    if (bad) throw new Error(`cannot derive ${bad}`)
  },
})

const mark = (...keys: string[]) => markDirty(database.kysely, 'test', keys)
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `key ${index}`)

async function keysIn(table: 'drained' | 'dirty' | 'dirty_parked'): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`select key from ${sql.table(table)} order by key`.execute(
    database.kysely,
  )
  return rows.map((row) => row.key)
}

describe('draining', () => {
  it('takes each dirty key once, in batches, and leaves other kinds alone', async () => {
    const batches: number[] = []
    const drainer = { ...writing, drain: counted(batches) }
    await mark(...numbered(250))
    await markDirty(database.kysely, 'other', ['untouched'])
    while ((await drainBatch(database.kysely, drainer, log)) > 0);
    expect(batches).toEqual([100, 100, 50])
    expect(await keysIn('drained')).toEqual(numbered(250).sort())
    expect(await keysIn('dirty')).toEqual(['untouched'])
  })

  it('parks the poison keys of a batch with their error and drains all others', async () => {
    await mark(...numbered(100))
    for (const key of ['key 3', 'key 4', 'key 77']) poison.add(key)
    await drainBatch(database.kysely, writing, log)
    expect(await keysIn('dirty')).toEqual([])
    expect(await keysIn('dirty_parked')).toEqual(['key 3', 'key 4', 'key 77'])
    expect(await keysIn('drained')).toEqual(
      numbered(100)
        .filter((key) => !poison.has(key))
        .sort(),
    )
    const { rows } = await sql`select error from dirty_parked where key = 'key 77'`.execute(database.kysely)
    expect(rows).toEqual([{ error: 'cannot derive key 77' }])
  })

  it('gives a parked key that changes again another chance', async () => {
    await mark('key')
    poison.add('key')
    await drainBatch(database.kysely, writing, log)
    poison.clear()
    await mark('key')
    await drainBatch(database.kysely, writing, log)
    expect(await keysIn('dirty_parked')).toEqual([])
    expect(await keysIn('drained')).toEqual(['key'])
  })

  it('blames no key when the failure may pass: all stay dirty', async () => {
    const drainer = {
      ...writing,
      drain: async () => {
        throw new Failure('database_unreachable')
      },
    }
    await mark('one', 'two')
    await expect(drainBatch(database.kysely, drainer, log)).rejects.toMatchObject({
      code: 'database_unreachable',
    })
    expect(await keysIn('dirty')).toEqual(['one', 'two'])
    expect(await keysIn('dirty_parked')).toEqual([])
  })

  it('keeps a key that is marked while it is drained', async () => {
    await mark('key')
    const drainer = {
      ...writing,
      drain: async (...[tx, keys]: Parameters<Drainer['drain']>) => {
        const marking = mark('key')
        await writing.drain(tx, keys)
        // The mark waits for this transaction; awaiting it here would wait for ever.
        marked.push(marking)
      },
    }
    const marked: Promise<void>[] = []
    await drainBatch(database.kysely, drainer, log)
    await Promise.all(marked)
    expect(await keysIn('dirty')).toEqual(['key'])
  })

  it('is shared by processes without a key drained twice', async () => {
    await mark(...numbered(2000))
    const draining = [1, 2, 3].map(() =>
      startDraining({ db: database.kysely, log, drainers: [writing], poll: 20 }),
    )
    await vi.waitFor(async () => expect(await keysIn('dirty')).toEqual([]), 10_000)
    await Promise.all(draining.map((one) => one.stop()))
    expect(await keysIn('drained')).toEqual(numbered(2000).sort())
  })

  it('goes on by itself after a failure that passed, and notices new keys', async () => {
    let down = true
    const drainer = {
      ...writing,
      drain: async (...[tx, keys]: Parameters<Drainer['drain']>) => {
        if (down) throw new Failure('database_unreachable')
        await writing.drain(tx, keys)
      },
    }
    const draining = startDraining({ db: database.kysely, log, drainers: [drainer], poll: 20 })
    await mark('first')
    down = false
    await vi.waitFor(async () => expect(await keysIn('drained')).toEqual(['first']), 5_000)
    await mark('second')
    await vi.waitFor(async () => expect(await keysIn('drained')).toEqual(['first', 'second']), 5_000)
    await draining.stop()
  })
})

function counted(batches: number[]): Drainer['drain'] {
  return async (tx, keys) => {
    batches.push(keys.length)
    await writing.drain(tx, keys)
  }
}
