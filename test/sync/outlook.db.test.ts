import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import type { Engine } from '../../src/sync/run/engine.ts'
import { glanceAt } from '../../src/sync/run/glance.ts'
import { openStage, type Stage } from './stage.ts'

/** An hour of Bitbucket's in five seconds, with an allowance that holds the run back for several of them. */
const windowSeconds = 5
const allowance = 25

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ connection: { rate_limit: allowance } })
})
afterAll(() => stage?.close())

interface Told {
  /** Requests that were sent until then. */
  readonly spent: number
  /** The middle of what was said of the end. */
  readonly end: number
}

it('a run that its allowance holds back tells within a quarter when it ends, from a tenth of its work on', async () => {
  const engine = { ...stage.engine, config: { ...stage.engine.config, limitWindowSeconds: windowSeconds } }
  const started = Date.now()
  const told: Told[] = []
  const done = new AbortController()
  const [connection = ''] = stage.connections
  const run = syncOnce(engine, connection).finally(() => done.abort())
  while (!done.signal.aborted) {
    await pause(250)
    told.push(...(await ask(engine)))
  }
  await run
  const whole = Date.now() - started
  const all = Math.max(...told.map(({ spent }) => spent))
  const late = told.filter(({ spent }) => spent >= all / 10)
  const honest = late.filter(({ end }) => Math.abs(end - started - whole) <= whole / 4)
  expect(whole).toBeGreaterThan(2 * windowSeconds * 1000)
  expect(late.length).toBeGreaterThan(20)
  // A listing that is just beginning may weigh much among a hundred requests: now and then one word is off.
  expect(honest.length).toBeGreaterThanOrEqual(0.9 * late.length)
})

async function ask({ db, connectors }: Engine): Promise<Told[]> {
  const run = await db.selectFrom('sync_runs').select('id').where('state', '=', 'running').executeTakeFirst()
  if (!run) return []
  const { requests, eta } = await glanceAt(db, run.id, { connectors, windowSeconds })
  return eta === null ? [] : [{ spent: requests, end: (eta.from.getTime() + eta.to.getTime()) / 2 }]
}
