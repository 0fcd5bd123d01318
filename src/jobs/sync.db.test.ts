import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openStage, type Stage } from '../../test/sync/stage.ts'
import { enqueue } from '../db/queue.ts'
import { startWorker, type Worker } from './worker.ts'

let stage: Stage
const workers: Worker[] = []
beforeAll(async () => {
  stage = await openStage()
  const { engine, database } = stage
  const { config, log, keyRing } = engine
  const timing = { beat: 200, deadAfter: 600, poll: 50, finish: 5_000, leaveOff: 1_000 }
  const house = { database, config, log, keyRing, timing, schedule: [] }
  workers.push(await startWorker(house), await startWorker(house))
}, 30_000)
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await stage?.close()
})

it('reads every connection that is due by several workers, each page once', async () => {
  const { kysely: db } = stage.database
  await enqueue(db, 'sync-connection', {})
  const runs = () => db.selectFrom('sync_runs').select(['state', 'cause', 'requests']).orderBy('id').execute()
  await vi.waitFor(async () => {
    const states = (await runs()).map(({ state }) => state)
    expect(states.toSorted()).toEqual(['complete', 'incomplete'])
  }, 30_000)
  const counted = (await runs()).flatMap(({ requests }) =>
    Object.values(Object(requests) as Record<string, number>),
  )
  const sent = Object.values(stage.requests())
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  expect(sum(counted)).toBe(sum(sent))
  await enqueue(db, 'sync-connection', {})
  await enqueue(db, 'sync-connection', { connection: stage.connections[0] ?? '' })
  await vi.waitFor(async () => {
    const third = (await runs())[2]
    expect(third).toMatchObject({ cause: 'person', state: 'incomplete' })
  }, 30_000)
  expect(await runs()).toHaveLength(3)
}, 60_000)
