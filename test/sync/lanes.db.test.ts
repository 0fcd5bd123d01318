import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import { bitbucketCloud } from '../../src/connectors/bitbucket-cloud/index.ts'
import { inflate } from '../../src/db/payload.ts'
import { compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

const usual = bitbucketCloud.streams.filter(({ optional }) => !optional).map(({ name }) => name)

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

describe('with issues offered and steps wanted', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ token: 'person', connection: { streams: [...usual, 'pipeline_steps'] } })
    stage.simulator.simulation.cloud.settings.issues = 'on'
  })
  afterAll(() => stage?.close())

  const differences = async () => {
    const options = { sourceAccess: 'none', lanes: ['steps'] } as const
    return describeDifferences(await compareWithOracle(stage.database.kysely, stage.simulator.world, options))
  }

  it('a full sync knows all of it, for at most a tenth more requests than it has to cost', async () => {
    await stage.sync()
    const requests = sum(stage.requests())
    expect(await differences()).toBe('')
    const wanted = { metadataOnly: true, steps: true, issues: true }
    expect(requests).toBeLessThanOrEqual(1.1 * floor(stage.simulator.world, wanted).total)
  })

  it('a sync without a change asks for no comments, and for steps only of what runs, every quarter of an hour', async () => {
    const asked = async (what: RegExp) => {
      stage.requests()
      await stage.sync()
      const requests = Object.entries(stage.requests()).filter(([name]) => what.test(name))
      return requests.reduce((total, [, count]) => total + count, 0)
    }
    expect(await asked(/comments|steps/)).toBe(0)
    await stage.database.pool.query(`update child_reads set asked_at = asked_at - interval '16 minutes'`)
    const { rows } = await stage.database.pool.query(`select from pipelines where stage = 'RUNNING'`)
    expect(rows.length).toBeGreaterThan(0)
    expect(await asked(/steps/)).toBe(rows.length)
  })

  it('what changes below a pipeline or an issue is found with it', async () => {
    stage.simulator.world.move(150, 11)
    await stage.database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await stage.sync()
    expect(await differences()).toBe('')
  })

  it('keeps nothing of what steps carry beside their figures', async () => {
    const { rows } = await stage.database.pool.query(`select to_jsonb(s)::text as step from pipeline_steps s`)
    expect(rows.length).toBeGreaterThan(0)
    const secrets = /password|registry-robot|make test/
    expect(rows.map(({ step }) => step).join()).not.toMatch(secrets)
    const { rows: raw } = await stage.database.pool.query(
      `select payload from raw_records where stream = 'pipeline_steps'`,
    )
    expect(raw.length).toBeGreaterThan(0)
    expect(raw.map(({ payload }) => JSON.stringify(inflate(payload))).join()).not.toMatch(secrets)
  })
})

describe('with the commits of heads that no mirror reaches', () => {
  let stage: Stage
  beforeAll(async () => {
    const streams = ['pull_requests', 'pull_request_commits']
    stage = await openStage({ connection: { source_access: 'git', streams } })
  })
  afterAll(() => stage?.close())

  it('knows the commits of every pull request, for one request a head', async () => {
    await stage.sync()
    const { database, simulator } = stage
    const entities = ['pull_request_commits', 'pull_request_sizes']
    const options = { sourceAccess: 'git', lanes: ['deep'], entities } as const
    expect(describeDifferences(await compareWithOracle(database.kysely, simulator.world, options))).toBe('')
    const [asked] = Object.entries(stage.requests()).filter(([name]) =>
      name.endsWith('{pull_request_id}/commits'),
    )
    expect(asked?.[1]).toBe(floor(simulator.world).extras.deep)
  }, 240_000)
})
