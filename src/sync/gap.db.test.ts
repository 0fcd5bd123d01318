import { afterAll, beforeEach, expect, test } from 'vitest'
import { at, leaveOneRepository } from '../../test/one-repository.ts'
import { testDatabase } from '../../test/postgres.ts'
import { Failure } from '../errors.ts'
import { closeGap, gapsOf, openGap } from './gap.ts'

const database = await testDatabase()
const db = database.kysely
const whole = { workspaceId: '1', repositoryId: null }
afterAll(() => database.close())

beforeEach(() => leaveOneRepository(database))

async function minutesToNext(): Promise<unknown> {
  const { rows } = await database.pool.query(
    'select round(extract(epoch from next_at - last_at) / 60)::int as minutes from gaps',
  )
  return rows[0]?.minutes
}

test('what is transient is tried again after five minutes, then after twice as long each time, up to a day', async () => {
  const waits: unknown[] = []
  for (let tries = 0; tries < 11; tries++) {
    await openGap(db, at, 'pipelines', new Failure('source_unreachable'))
    waits.push(await minutesToNext())
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440])
  expect((await gapsOf(db, at)).get('pipelines')).toMatchObject({ tries: 11, due: false })
})

test('what somebody has to mend is tried again once a day', async () => {
  for (let tries = 0; tries < 3; tries++)
    await openGap(db, at, 'pipelines', new Failure('source_forbidden', { data: { status: 403 } }))
  expect(await minutesToNext()).toBe(1440)
  expect((await gapsOf(db, at)).get('pipelines')).toMatchObject({ reason: 'source_forbidden', status: 403 })
})

test('of an answer that cannot be read the first 2 KB are kept, whatever they are', async () => {
  const body = `<html>\0${'é'.repeat(3000)}`
  await openGap(
    db,
    whole,
    'members',
    new Failure('source_unreadable', { detail: 'A\0B', data: { excerpt: body } }),
  )
  const gap = (await gapsOf(db, whole)).get('members')
  expect(gap?.body).toEqual(Buffer.from(body).subarray(0, 2048))
  expect(gap?.detail).toContain('A\ufffdB')
})

test('a fault of our own is a gap like any other', async () => {
  await openGap(db, at, 'issues', new TypeError('cannot read x'))
  expect((await gapsOf(db, at)).get('issues')).toMatchObject({ reason: 'internal', body: null })
})

test('a gap is closed by itself, and leaves those of other streams and slices open', async () => {
  for (const stream of ['issues', 'pipelines']) await openGap(db, at, stream, new Failure('source_missing'))
  await openGap(db, whole, 'issues', new Failure('source_missing'))
  await closeGap(db, at, 'issues')
  expect([...(await gapsOf(db, at)).keys()]).toEqual(['pipelines'])
  expect([...(await gapsOf(db, whole)).keys()]).toEqual(['issues'])
})
