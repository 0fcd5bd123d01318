import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { materialise } from './on-disk.ts'
import { openStage, type Stage } from './stage.ts'

/** Minutes each, on a machine that does nothing else: they run when WINDLASS_LONG names the worlds, such as `demo,S`. */
const wanted = (process.env.WINDLASS_LONG ?? '').split(',')
const hours = 3 * 3_600_000

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))

describe.each(['demo', 'S', 'M'] as const)('world %s, read whole with git', (size) => {
  const isWanted = wanted.includes(size)
  let stage: Stage
  beforeAll(async () => {
    if (!isWanted) return
    stage = await openStage({ size, contentsKilobytes: 2_000_000, connection: { source_access: 'git' } })
    await materialise(stage.simulator)
    await stage.sync()
  }, hours)
  afterAll(() => stage?.close())

  it(
    'equals the oracle row by row, for at most a tenth more requests than it has to cost',
    async ({ skip }) => {
      skip(!isWanted, `it takes long: WINDLASS_LONG=${size} runs it`)
      const requests = Object.entries(stage.requests()).filter(([template]) => !template.includes('.git'))
      const { database, simulator } = stage
      const differences = await compareWithOracle(database.kysely, simulator.world, {
        sourceAccess: 'git',
        entities,
      })
      // What could not be read is the first thing to know of a world that differs.
      const gaps = await database.kysely.selectFrom('gaps').select(['stream', 'reason', 'detail']).execute()
      expect(describeDifferences(differences), `gaps: ${JSON.stringify(gaps)}`).toBe('')
      const spent = requests.reduce((total, [, count]) => total + count, 0)
      expect(spent).toBeLessThanOrEqual(1.1 * floor(simulator.world).total)
    },
    hours,
  )
})

describe.each([
  ['none', 1],
  ['none', 2],
  ['none', 3],
  ['none', 4],
  ['git', 5],
  ['git', 6],
] as const)('world XS with source access %s, after 500 changes by the seed %i', (sourceAccess, seed) => {
  it(
    'equals the oracle again after a sync',
    async ({ skip }) => {
      skip(!wanted.includes('XS'), 'it takes long: WINDLASS_LONG=XS runs it')
      const stage = await openStage({ connection: { source_access: sourceAccess } })
      try {
        await stage.sync()
        stage.simulator.world.move(500, seed)
        await stage.database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
        await stage.sync()
        const { database, simulator } = stage
        const options = { sourceAccess, entities }
        const differences = await compareWithOracle(database.kysely, simulator.world, options)
        expect(describeDifferences(differences)).toBe('')
      } finally {
        await stage.close()
      }
    },
    hours,
  )
})
