import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import type { RunSummary } from '../../src/sync/run/summary.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))

async function differences(stage: Stage): Promise<string> {
  const { simulator, database } = stage
  const options = { sourceAccess: 'none', entities } as const
  return describeDifferences(await compareWithOracle(database.kysely, simulator.world, options))
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

const changedRows = (runs: readonly RunSummary[]) => runs.reduce((total, { rows }) => total + sum(rows), 0)

/** Members and the like are asked for once a day. */
async function aDayPasses({ database }: Stage): Promise<void> {
  await database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
}

describe('without git', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  it('a full sync leaves the tables equal to the oracle, for at most a tenth more requests than it has to cost', async () => {
    await stage.sync()
    const requests = sum(stage.requests())
    expect(await differences(stage)).toBe('')
    expect(requests).toBeLessThanOrEqual(1.1 * floor(stage.simulator.world, { metadataOnly: true }).total)
  })

  it('a second sync changes no row', async () => {
    expect(changedRows(await stage.sync())).toBe(0)
    expect(await differences(stage)).toBe('')
  })

  it('after 500 changes of the world a sync leaves them equal again', async () => {
    stage.simulator.world.move(500, 7)
    await aDayPasses(stage)
    await stage.sync()
    expect(await differences(stage)).toBe('')
  })
})
