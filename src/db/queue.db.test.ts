import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { markDirty, takeDirty } from './dirty.ts'
import { transaction } from './pool.ts'
import { enqueue, enqueueAll } from './queue.ts'

const database = await testDatabase()
const db = database.kysely
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query('truncate dirty, graphile_worker._private_jobs cascade')
})

async function jobs(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `select t.identifier as task, j.payload, j.max_attempts, j.key, j.run_at > now() + interval '1 hour' as later
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
  )
  return rows
}

test('a job exists only when the transaction that caused it commits', async () => {
  const failed = transaction(db, async (tx) => {
    await enqueue(tx, 'greet', { name: 'Ada' })
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  expect(await jobs()).toEqual([])
  await transaction(db, (tx) => enqueue(tx, 'greet', { name: 'Ada' }))
  expect(await jobs()).toEqual([
    { task: 'greet', payload: { name: 'Ada' }, max_attempts: 25, key: null, later: false },
  ])
})

test('takes a time, a number of attempts and a key that keeps one job', async () => {
  const runAt = new Date(Date.now() + 7_200_000)
  await enqueue(db, 'greet', 1, { jobKey: 'ada' })
  await enqueue(db, 'greet', [2], { jobKey: 'ada', maxAttempts: 3, runAt })
  expect(await jobs()).toEqual([{ task: 'greet', payload: [2], max_attempts: 3, key: 'ada', later: true }])
})

test('adds many jobs at once, none when there are none', async () => {
  await enqueueAll(db, [])
  await enqueueAll(
    db,
    [1, 2, 3].map((number) => ({ task: `task-${number}`, payload: { text: `'"\\🦀${number}` } })),
  )
  expect(await jobs()).toMatchObject(
    [1, 2, 3].map((number) => ({ task: `task-${number}`, payload: { text: `'"\\🦀${number}` } })),
  )
})

test('a payload with a NUL character is refused by name', async () => {
  await expect(enqueue(db, 'greet', { name: 'a\0b' })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { column: 'payload' },
  })
})

test('keys are marked once and taken once, the longest marked first', async () => {
  await markDirty(db, 'repository', ['b', 'a', 'b'])
  await markDirty(db, 'repository', ['a', 'c'])
  await markDirty(db, 'team', ['a'])
  expect((await takeDirty(db, 'repository', 2)).sort()).toEqual(['a', 'b'])
  expect(await takeDirty(db, 'repository', 9)).toEqual(['c'])
  expect(await takeDirty(db, 'repository', 9)).toEqual([])
  expect(await takeDirty(db, 'team', 9)).toEqual(['a'])
})

test('keys are back when the work on them fails, and two drainers share none', async () => {
  await markDirty(db, 'repository', ['a', 'b'])
  const failed = transaction(db, async (tx) => {
    expect(await takeDirty(tx, 'repository', 1)).toHaveLength(1)
    const others = await takeDirty(db, 'repository', 9)
    expect(others).toHaveLength(1)
    await markDirty(db, 'repository', others)
    throw new Error('stop')
  })
  await expect(failed).rejects.toThrow('stop')
  expect((await takeDirty(db, 'repository', 9)).sort()).toEqual(['a', 'b'])
})

test('a key marked by a transaction under way is not taken before that commits, so no change is forgotten', async () => {
  await markDirty(db, 'repository', ['a'])
  await transaction(db, async (tx) => {
    await markDirty(tx, 'repository', ['a'])
    expect(await takeDirty(db, 'repository', 9)).toEqual([])
  })
  expect(await takeDirty(db, 'repository', 9)).toEqual(['a'])
})

test('a key marked while it is being worked on is there again afterwards', async () => {
  await markDirty(db, 'repository', ['a'])
  let marked: Promise<void> = Promise.resolve()
  await transaction(db, async (tx) => {
    expect(await takeDirty(tx, 'repository', 9)).toEqual(['a'])
    marked = markDirty(db, 'repository', ['a'])
  })
  await marked
  expect(await takeDirty(db, 'repository', 9)).toEqual(['a'])
})
