import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import type { RunSummary } from '../../src/sync/run/summary.ts'
import { compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

/** What the API alone knows, whatever is known of the code. The tracker is gone: nobody can read issues any more. */
const ofApi = [
  'workspaces',
  'accounts',
  'members',
  'projects',
  'repositories',
  'branch_restrictions',
  'participants',
  'activity',
  'comments',
  'pipelines',
  'environments',
  'deployments',
]

async function differences(stage: Stage, sourceAccess: 'git' | 'none', entities: readonly string[]) {
  const { database, simulator } = stage
  return describeDifferences(
    await compareWithOracle(database.kysely, simulator.world, { sourceAccess, entities }),
  )
}

const count = (stage: Stage, table: string) =>
  sql<{ count: number }>`select count(*)::integer as count from ${sql.table(table)}`
    .execute(stage.database.kysely)
    .then(({ rows }) => rows[0]?.count)

describe('a sync with git', () => {
  let stage: Stage
  let requests: Readonly<Record<string, number>>
  beforeAll(async () => {
    stage = await openStage({ connection: { source_access: 'git' } })
    await stage.sync()
    requests = stage.requests()
  }, 90_000)
  afterAll(() => stage?.close())

  const toApi = (counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).filter(([name]) => !name.endsWith('.git')))

  it('takes from mirrors what the API would have to be asked for', () => {
    expect(sum(toApi(requests))).toBeLessThanOrEqual(floor(stage.simulator.world).full * 1.1)
    expect(Object.keys(toApi(requests)).filter((name) => /commits|refs|src/.test(name))).toEqual([])
  })

  it('knows what the oracle knows', async () => {
    const fromGit = ['branches', 'tags', 'files']
    expect(await differences(stage, 'git', [...ofApi, ...fromGit])).toBe('')
  })

  it('fetches nothing again while nothing was pushed, and changes no row', async () => {
    const again = await stage.sync()
    expect(again.map(({ rows }) => sum(rows))).toEqual(again.map(() => 0))
    expect(sum(stage.requests())).toBeLessThanOrEqual(floor(stage.simulator.world).idle.pollingPerCycle)
  }, 30_000)
})

describe('a sync without git', () => {
  let stage: Stage
  let first: RunSummary[]
  let requests: Readonly<Record<string, number>>
  beforeAll(async () => {
    stage = await openStage()
    first = await stage.sync()
    requests = stage.requests()
  }, 60_000)
  afterAll(() => stage?.close())

  it('reads all there is for hardly more requests than it has to cost', async () => {
    const { total, counts } = floor(stage.simulator.world, { metadataOnly: true })
    expect(sum(requests)).toBeLessThanOrEqual(total * 1.1)
    expect(await count(stage, 'repositories')).toBe(counts.repositories)
    expect(await count(stage, 'pull_requests')).toBe(counts.pullRequests)
    expect(await count(stage, 'pipelines')).toBe(counts.pipelines)
    expect(await count(stage, 'deployments')).toBe(counts.deployments)
    expect(await count(stage, 'commits')).toBe(counts.commits)
  })

  it('knows what the oracle knows', async () => {
    expect(await differences(stage, 'none', [...ofApi, 'pull_requests', 'commits', 'branches', 'tags'])).toBe(
      '',
    )
  })

  it('asks nothing of git, of files or of archives', () => {
    expect(Object.keys(requests).filter((name) => /git|\/src|archive/.test(name))).toEqual([])
  })

  it('shows what could not be read as a gap with its reason, and reads all others', async () => {
    const forbidden = stage.simulator.world.workspaces
      .flatMap(({ uuid }) => stage.simulator.world.repositories(uuid))
      .filter((one) => one.isForbidden)
    const gaps = first.flatMap((run) => run.gaps)
    expect(gaps.map(({ repository, reason }) => ({ repository, reason }))).toEqual(
      forbidden.map(({ slug }) => ({ repository: slug, reason: 'source_forbidden' })),
    )
    expect(first.map(({ state }) => state)).toEqual(
      first.map(({ gaps }) => (gaps.length > 0 ? 'incomplete' : 'complete')),
    )
  })

  it('counts the requests of each run as the source did', () => {
    expect(first.reduce((total, run) => total + sum(run.requests), 0)).toBe(sum(requests))
  })

  it('knows when what was merged was merged, and from where it knows', async () => {
    const { rows } = await sql<{ unknown: number }>`
      select count(*) filter (where merged_on is null)::integer as unknown from pull_requests
       where state = 'MERGED'`.execute(stage.database.kysely)
    expect(rows).toEqual([{ unknown: 0 }])
  })

  it('changes nothing when it is done again, and asks for no more than what may be new', async () => {
    const again = await stage.sync()
    expect(again.map(({ rows }) => sum(rows))).toEqual(again.map(() => 0))
    const { idle } = floor(stage.simulator.world)
    expect(sum(stage.requests())).toBeLessThanOrEqual(idle.pollingPerCycle)
  }, 30_000)
})

describe('a time range', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ connection: { since: new Date('2026-11-01T00:00:00Z') } })
    await stage.sync()
  }, 90_000)
  afterAll(() => stage?.close())

  it('leaves out old pull requests, and no repository', async () => {
    expect(await differences(stage, 'none', ['repositories', 'projects', 'members'])).toBe('')
    const [all, read] = [stage.simulator.world.repositories, await count(stage, 'pull_requests')]
    const workspaces = stage.simulator.world.workspaces
    const held = workspaces
      .flatMap(({ uuid }) => all(uuid))
      .reduce((sum, one) => sum + one.counts.pullRequests, 0)
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(held)
  })
})
