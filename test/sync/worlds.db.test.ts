import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { floor } from '../../simulator/oracle/floor.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

/** Minutes each, on a machine that does nothing else: they run when WINDLASS_LONG names the worlds, such as `demo,S`. */
const wanted = (process.env.WINDLASS_LONG ?? '').split(',')
const hour = 3_600_000

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))

describe.each(['demo', 'S', 'M'] as const)('world %s, read whole with git', (size) => {
  const isWanted = wanted.includes(size)
  let stage: Stage
  beforeAll(async () => {
    if (!isWanted) return
    stage = await openStage({ size, connection: { source_access: 'git' } })
    await stage.sync()
  }, hour)
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
      expect(describeDifferences(differences)).toBe('')
      const spent = requests.reduce((total, [, count]) => total + count, 0)
      expect(spent).toBeLessThanOrEqual(1.1 * floor(simulator.world).total)
    },
    hour,
  )
})
