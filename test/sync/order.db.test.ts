import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../simulator/ledger/ledger.ts'
import { startLoop } from '../../src/sync/run/loop.ts'
import { finishRun, startRun } from '../../src/sync/run/runs.ts'
import { compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

const streams = ['pull_requests', 'pull_request_activity', 'pipelines', 'deployments', 'commits']

/** One slice at a time, so that the order of requests is the order of the work. */
async function syncInOrder({ engine, connections }: Stage): Promise<void> {
  for (const id of connections) {
    const run = await startRun(engine.db, engine.connectors, { connectionId: id, cause: 'person' })
    const loop = startLoop(engine, { concurrency: 1, poll: 20 })
    while (run && !(await finishRun(engine.db, engine.connectors, run))) await pause(50)
    await loop.stop()
  }
}

const workspaceOf = ({ path }: Entry) => /\/(?:repositories|workspaces)\/([^/?]+)/.exec(path)?.[1]
const isInside = ({ template }: Entry) => template.includes('{repo_slug}')
const queryOf = ({ path }: Entry) => new URL(path, 'http://simulator').searchParams
/** Below the first page: a walk that goes on, by time or by page. */
function isHistory(entry: Entry): boolean {
  if (!isInside(entry)) return false
  const query = queryOf(entry)
  return query.has('page') || query.has('ctx') || (query.get('q') ?? '').includes('updated_on <=')
}
const isOfOpen = (entry: Entry) => (queryOf(entry).get('q') ?? '').startsWith('state = "OPEN"')

describe('the first sync', () => {
  let stage: Stage
  let entries: readonly Entry[]
  beforeAll(async () => {
    stage = await openStage({ connection: { streams } })
    await syncInOrder(stage)
    entries = stage.simulator.ledger.entries()
  })
  afterAll(() => stage?.close())

  it('reads the catalogue first, then what is new of every repository, and only then history', () => {
    for (const workspace of new Set(entries.map(workspaceOf))) {
      const own = entries.filter((entry) => workspaceOf(entry) === workspace)
      // A hundred repositories, with their projects, by the first answer there is.
      expect(own[0]?.template.endsWith('/repositories/{workspace}')).toBe(true)
      const history = own.findIndex(isHistory)
      const lastHead = own.findLastIndex(
        (entry) => isInside(entry) && !isHistory(entry) && !isGlanceAgain(entry),
      )
      if (history >= 0) expect(lastHead).toBeLessThan(history)
    }
  })

  /** The list of commits begins again when its time has come. */
  const isGlanceAgain = ({ template }: Entry) => template.endsWith('/commits')

  it('asks for the open pull requests of a repository with many before its older ones', () => {
    const open = entries.filter(isOfOpen)
    expect(open.length).toBeGreaterThan(0)
    for (const entry of open) {
      const [path] = entry.path.split('?')
      const same = entries.filter((one) => one.path.startsWith(`${path}?`))
      expect(same.indexOf(entry)).toBe(1)
    }
  })

  it('leaves what is older than 90 days until all repositories have what is younger', async () => {
    const { rows } = await stage.database.pool.query(
      `select lane from slices where repository_id is not null`,
    )
    expect(rows.length).toBeGreaterThan(0)
    const old = new Date(Date.now() - 91 * 86_400_000).toISOString()
    const isOld = (entry: Entry) => {
      const below = /updated_on <= (\S+)/.exec(queryOf(entry).get('q') ?? '')?.[1]
      return below !== undefined && below < old
    }
    for (const workspace of new Set(entries.map(workspaceOf))) {
      const own = entries.filter((entry) => workspaceOf(entry) === workspace)
      const firstOld = own.findIndex(isOld)
      const recent = own.findLastIndex(
        (entry) => isHistory(entry) && /updated_on <=/.test(entry.path) && !isOld(entry),
      )
      if (firstOld >= 0) expect(recent).toBeLessThan(firstOld)
    }
  })

  it('knows all in the end', async () => {
    const entities = ['pull_requests', 'activity', 'comments', 'pipelines', 'deployments', 'commits']
    const options = { sourceAccess: 'none', entities } as const
    const found = await compareWithOracle(stage.database.kysely, stage.simulator.world, options)
    expect(describeDifferences(found)).toBe('')
  })
})

describe('a range that is moved back', () => {
  const since = '2026-09-01T00:00:00.000000+00:00'
  let stage: Stage
  beforeAll(async () => {
    const wanted = streams.filter((name) => name !== 'commits')
    stage = await openStage({ connection: { streams: wanted, since: new Date(since) } })
    await stage.sync()
  })
  afterAll(() => stage?.close())

  const entities = ['pull_requests', 'activity', 'comments', 'pipelines']
  const differences = async (from?: string) => {
    const options = { sourceAccess: 'none', entities, ...(from && { since: from }) } as const
    return describeDifferences(await compareWithOracle(stage.database.kysely, stage.simulator.world, options))
  }

  it('knows what is younger than its start', async () => {
    expect(await differences(since)).toBe('')
  })

  it('asks for the older part alone, and knows it', async () => {
    stage.requests()
    await stage.database.pool.query(`update connections set since = 'epoch'`)
    await stage.sync()
    const asked = Object.entries(stage.requests())
    const requests = (end: string) =>
      asked.filter(([template]) => template.endsWith(end)).reduce((sum, [, count]) => sum + count, 0)
    expect(await differences()).toBe('')
    const { world } = stage.simulator
    const inside = world.workspaces
      .flatMap(({ uuid }) => world.repositories(uuid))
      .filter((one) => !one.isForbidden)
      .map(({ uuid }) => world.content(uuid))
    const start = Date.parse(since) * 1000
    // The head of each, and of the older ones a page more where the range ended within one.
    const most = (counts: readonly number[], size: number) =>
      counts.reduce((sum, count) => sum + 1 + Math.ceil(count / size), 0)
    const older = inside.map((one) => one.pullRequests.filter(({ updatedOn }) => updatedOn < start).length)
    expect(requests('/pullrequests')).toBeLessThanOrEqual(most(older, 50) + 1)
    const entries = inside.map((one) => one.activity().filter(({ date }) => date < start).length)
    expect(requests('/pullrequests/activity')).toBeLessThanOrEqual(most(entries, 50))
    const runs = inside.map((one) => one.pipelines.filter(({ createdOn }) => createdOn < start).length)
    expect(requests('/pipelines')).toBeLessThanOrEqual(most(runs, 100))
  })
})
