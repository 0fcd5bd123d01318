import { afterAll, describe, expect, it } from 'vitest'
import { floor } from '../../../simulator/oracle/floor.ts'
import { startSimulator } from '../../../simulator/server.ts'
import { DAY } from '../../../simulator/world/time.ts'
import { testDatabase } from '../../../test/postgres.ts'
import { readConfig } from '../../config.ts'
import { readTokens } from '../../connections/entered/tokens.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { createLog } from '../../log.ts'
import { draftSource, withClient } from '../connect.ts'
import { estimatePlan } from './plan.ts'

const database = await testDatabase()
const simulator = await startSimulator({ size: 'S', limits: false })
afterAll(async () => {
  await simulator.close()
  await database.close()
})
const db = database.kysely
const config = readConfig({
  WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
  WINDLASS_KEY: 'A'.repeat(43).concat('='),
})
const desk = { db, config, log: createLog('silent'), keyRing: await loadKeyRing(config, db) }
const way = { api_url: `${simulator.url}/2.0`, proxy_url: null, ca: null, rate_limit: null }
const rules = { projects: null, include: null, exclude: null, auto_add_stopped_at: null }

/** Every workspace is asked about with a token of its own. */
async function likely(days: number): Promise<number> {
  let sum = 0
  for (const { uuid, slug } of simulator.world.workspaces) {
    const tokens = simulator.simulation.credentials
      .all()
      .find((one) => one.kind === 'workspace_access_token' && one.reach?.workspace === uuid)?.secret
    const source = draftSource(way, readTokens({ kind: 'access_token', tokens: tokens ?? '' }))
    const plan = { rules, choices: new Map(), since: null, range_days: days, source_access: 'git' }
    const workspaces = [{ slug, only_chosen: false }]
    const found = await withClient(desk, source, (look) =>
      estimatePlan(db, look, source, { ...plan, workspaces }),
    )
    sum += found.requests.likely ?? 0
  }
  return sum
}

describe('an estimate', () => {
  it.each([90, 365, 10_000])('of %i days is near what a first sync costs at least', async (days) => {
    const since = Date.now() * 1000 - days * DAY
    const ratio = (await likely(days)) / floor(simulator.world, { since }).full
    expect(ratio).toBeGreaterThan(0.7)
    expect(ratio).toBeLessThan(1.4)
  })
})
