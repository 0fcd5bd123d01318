import type { Pool } from 'pg'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { openDatabase, transaction } from '../db/pool.ts'
import {
  claimSlices,
  giveBackSlices,
  type Lane,
  releaseSlice,
  renewLeases,
  type Slice,
  wakeSlices,
  withFence,
} from './slice.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())

beforeEach(async () => {
  await database.pool.query('truncate slices restart identity')
})

/** Adds slices, numbered from 1 in this order. */
async function add(...slices: { lane?: Lane; due?: string }[]): Promise<void> {
  for (const [index, { lane = 'delta', due = '-1 minute' }] of slices.entries()) {
    await database.pool.query(
      `insert into slices (workspace_id, repository_id, lane, due_at) values (1, $1, $2, now() + $3::interval)`,
      [index, lane, due],
    )
  }
}

function claim(holder: string, limit = 10, leaseSeconds = 60): Promise<Slice[]> {
  return claimSlices(db, { holder, limit, leaseSeconds })
}

async function claimOne(holder: string, leaseSeconds = 60): Promise<Slice> {
  const [slice] = await claim(holder, 1, leaseSeconds)
  if (!slice) throw new Error('nothing was due')
  return slice
}

/** Lets every lease run out, as time does. */
async function expire(): Promise<void> {
  await database.pool.query(
    `update slices set leased_until = now() - interval '1 second' where leased_by is not null`,
  )
}

function write(slice: Slice): Promise<Date> {
  return transaction(db, (tx) => withFence(tx, slice, 60))
}

const lost = { code: 'lease_lost' }

test('claims by lane first, by time second, and leaves what is not due', async () => {
  await add(
    { lane: 'audit' },
    { lane: 'delta' },
    { lane: 'delta', due: '-1 hour' },
    { lane: 'person', due: '1 hour' },
    { lane: 'webhook' },
  )
  expect((await claim('a')).map((slice) => slice.id)).toEqual(['5', '3', '2', '1'])
})

test('claims no more than asked, the most urgent ones', async () => {
  await add({ lane: 'deep' }, { lane: 'person' }, { lane: 'deep' }, { lane: 'newest' })
  expect((await claim('a', 2)).map((slice) => slice.lane)).toEqual(['person', 'newest'])
})

test('a leased slice is not claimed by another until its lease ends, then under a greater fence', async () => {
  await add({})
  const first = await claimOne('a')
  expect(await claim('b')).toEqual([])
  await expire()
  const second = await claimOne('b')
  expect(Number(second.fence)).toBeGreaterThan(Number(first.fence))
})

test('claims that run at once share nothing', async () => {
  await add(...Array.from({ length: 60 }, () => ({})))
  const claims = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((holder) => claim(holder)))
  const ids = claims.flat().map((slice) => slice.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(0)
})

test('who lost the slice can neither write, nor release, nor give it back, nor renew', async () => {
  await add({})
  const old = await claimOne('a')
  await expire()
  const current = await claimOne('b')
  await expect(write(old)).rejects.toMatchObject(lost)
  await expect(releaseSlice(db, old, { lane: 'delta', dueIn: 0 })).rejects.toMatchObject(lost)
  await giveBackSlices(db, [old])
  expect(await renewLeases(db, [old, current], 60)).toEqual([current])
  await write(current)
})

test('a lease that ended refuses the write even when nobody claimed the slice, until it is renewed', async () => {
  await add({})
  const slice = await claimOne('a')
  await expire()
  await expect(write(slice)).rejects.toMatchObject(lost)
  expect(await renewLeases(db, [slice], 60)).toEqual([slice])
  await write(slice)
})

test('the fence of a slice that was released does not open it again', async () => {
  await add({})
  const slice = await claimOne('a')
  await releaseSlice(db, slice, { lane: 'delta', dueIn: 0 })
  await expect(write(slice)).rejects.toMatchObject(lost)
})

test('a slice whose batch is being stored cannot be claimed, though its lease ends meanwhile', async () => {
  await add({})
  const slice = await claimOne('a', 0.05)
  await transaction(db, async (tx) => {
    await withFence(tx, slice, 0.001)
    await database.pool.query('select pg_sleep(0.01)')
    expect(await claim('b')).toEqual([])
  })
  await expect.poll(() => claim('b')).toHaveLength(1)
})

test('renewing does not wait for a batch that is being stored', async () => {
  await add({}, {})
  const slices = await claim('a', 2, 60)
  const [first] = slices
  if (!first) throw new Error('nothing was due')
  await transaction(db, async (tx) => {
    await withFence(tx, first, 60)
    expect(await renewLeases(db, slices, 600)).toEqual(slices)
  })
  const { rows } = await database.pool.query(
    'select id from slices where leased_until > now() + interval $$5 minutes$$',
  )
  expect(rows).toEqual([{ id: '2' }])
})

test('a released slice is due when its holder said, in the lane it said', async () => {
  await add({})
  await releaseSlice(db, await claimOne('a'), { lane: 'deep', dueIn: 3600 })
  const { rows } = await database.pool.query(
    `select lane, leased_by, round(extract(epoch from due_at - now()) / 60) as minutes from slices`,
  )
  expect(rows).toEqual([{ lane: 'deep', leased_by: null, minutes: '60' }])
})

test('a slice that was given back is claimed again at once, as urgent as before', async () => {
  await add({ lane: 'newest' })
  await giveBackSlices(db, await claim('a'))
  expect((await claimOne('b')).lane).toBe('newest')
})

test('a slice is woken: at once when nobody holds it, after its release when somebody does', async () => {
  await add({ lane: 'audit', due: '1 day' })
  await wakeSlices(db, ['1'], 'delta')
  const slice = await claimOne('a')
  expect(slice.lane).toBe('delta')
  await wakeSlices(db, ['1'], 'webhook')
  await wakeSlices(db, ['1'], 'delta')
  expect(await claim('b')).toEqual([])
  await releaseSlice(db, slice, { lane: 'audit', dueIn: 86_400 })
  expect((await claimOne('b')).lane).toBe('webhook')
})

test('waking does not lower the lane of a slice that is due for a better reason', async () => {
  await add({ lane: 'person' })
  await wakeSlices(db, ['1'], 'audit')
  expect((await claimOne('a')).lane).toBe('person')
})

test('being woken survives the death of the holder', async () => {
  await add({ lane: 'deep' })
  await claimOne('a')
  await wakeSlices(db, ['1'], 'person')
  await expire()
  expect((await claimOne('b')).lane).toBe('person')
})

test('a claim among 100,000 slices of which few are due reads few of them', async () => {
  await database.pool.query(`
    insert into slices (workspace_id, repository_id, lane, due_at)
    select 1, n, 'delta', now() + interval '1 hour' from generate_series(1, 100000) n;
    insert into slices (workspace_id, repository_id, lane, due_at)
    select 2, n, 'audit', now() - interval '1 hour' from generate_series(1, 20) n;
    analyze slices`)
  // A backend reports what it read; one connection, so that it reports the claim before it is asked.
  const single = await openDatabase(database.url, { max: 1, name: 'test' })
  const before = await tuplesRead(single.pool)
  expect(await claimSlices(single.kysely, { holder: 'a', limit: 10, leaseSeconds: 60 })).toHaveLength(10)
  const read = (await tuplesRead(single.pool)) - before
  await single.close()
  expect(read).toBeGreaterThanOrEqual(10)
  expect(read).toBeLessThan(200)
})

async function tuplesRead(pool: Pool): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()')
  const { rows } = await pool.query<{ count: string }>(
    `select seq_tup_read + idx_tup_fetch as count from pg_stat_user_tables where relname = 'slices'`,
  )
  return Number(rows[0]?.count)
}
