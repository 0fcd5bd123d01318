import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { at, leaveOneRepository } from '../../../test/one-repository.ts'
import { testDatabase } from '../../../test/postgres.ts'
import { pipelines } from '../../connectors/bitbucket-cloud/pipelines.ts'
import { oldestUnsettled } from './unsettled.ts'

const database = await testDatabase()
const hour = 3_600_000
const day = 24 * hour
const now = new Date('2026-03-01T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
afterAll(() => database.close())

beforeEach(() => leaveOneRepository(database))

async function pipeline(created: Date, state = 'IN_PROGRESS'): Promise<void> {
  await database.pool.query(
    `insert into pipelines (workspace_id, repository_id, uuid, build_number, state, created_on)
     values (1, 1, gen_random_uuid(), (select count(*) + 1 from pipelines), $1, $2)`,
    [state, created],
  )
}

const oldest = (completeAt: Date | null, when = now) =>
  oldestUnsettled(database.kysely, at, pipelines, completeAt, when)

describe('the oldest row that may still change', () => {
  it('is none when all have ended', async () => {
    await pipeline(ago(hour), 'COMPLETED')
    expect(await oldest(null)).toBeNull()
  })

  it('is looked for whenever the stream is read while it is young', async () => {
    await pipeline(ago(hour))
    await pipeline(ago(1.5 * hour), 'PENDING')
    expect(await oldest(ago(1000))).toEqual(ago(1.5 * hour))
  })

  it('is the oldest of all when the stream was never read to its end', async () => {
    await pipeline(ago(1000 * day))
    await pipeline(ago(hour))
    expect(await oldest(null)).toEqual(ago(1000 * day))
  })

  it('leaves out one that waits for long, but for its turn', async () => {
    await pipeline(ago(100 * day))
    await pipeline(ago(hour))
    expect(await oldest(ago(3 * hour))).toEqual(ago(hour))
    expect(await oldest(ago(25 * day))).toEqual(ago(100 * day))
  })

  it.each([
    ['every ten minutes', hour / 6, 4],
    ['every three hours', 3 * hour, 100],
    ['once a day', day, 400],
  ])('has its turn after a quarter of its age, read %s', async (_, cycle, days) => {
    const created = now.getTime()
    await pipeline(now)
    let [turns, last, before] = [0, created, created]
    for (let time = created + cycle; time < created + days * day; time += cycle) {
      if (await oldest(new Date(before), new Date(time))) {
        turns += 1
        last = time
      }
      before = time
      expect(time - last).toBeLessThanOrEqual(Math.max(hour / 4, (time - created) / 4) + cycle)
    }
    // Four for each time that its age doubled, and all while it was young.
    const young = Math.max(2 * hour, 4 * cycle)
    expect(turns).toBeLessThanOrEqual(young / cycle + 4 * Math.ceil(Math.log2((days * day) / young)) + 1)
    expect(turns).toBeGreaterThan(8)
  })
})
