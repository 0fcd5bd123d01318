import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import type { RunSummary } from '../../src/sync/run/summary.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import type { SourceAccess } from '../oracle/fact.ts'
import { openStage, type Stage } from './stage.ts'

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))

async function differences(stage: Stage, sourceAccess: SourceAccess['sourceAccess']): Promise<string> {
  const { simulator, database } = stage
  const options = { sourceAccess, entities }
  return describeDifferences(await compareWithOracle(database.kysely, simulator.world, options))
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

/** Git has an allowance of its own. */
const ofTheApi = (requests: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(requests).filter(([template]) => !template.includes('.git')))

const changedRows = (runs: readonly RunSummary[]) => runs.reduce((total, { rows }) => total + sum(rows), 0)

/** Members and the like are asked for once a day. */
async function aDayPasses({ database }: Stage): Promise<void> {
  await database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
}

describe.each(['none', 'git'] as const)('with source access %s', (sourceAccess) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({ connection: { source_access: sourceAccess } })
  })
  afterAll(() => stage?.close())

  it('a full sync leaves the tables equal to the oracle, for at most a tenth more requests than it has to cost', async () => {
    await stage.sync()
    const requests = sum(ofTheApi(stage.requests()))
    expect(await differences(stage, sourceAccess)).toBe('')
    expect(requests).toBeLessThanOrEqual(
      1.1 * floor(stage.simulator.world, { metadataOnly: sourceAccess === 'none' }).total,
    )
  })

  it('a second sync changes no row', async () => {
    expect(changedRows(await stage.sync())).toBe(0)
    expect(await differences(stage, sourceAccess)).toBe('')
  })

  it('after 500 changes of the world a sync leaves them equal again', async () => {
    stage.simulator.world.move(500, 7)
    await aDayPasses(stage)
    await stage.sync()
    expect(await differences(stage, sourceAccess)).toBe('')
  })
})
