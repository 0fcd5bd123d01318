import { describe, expect, it } from 'vitest'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { type Listening, listen } from './listening.ts'

/** The access tokens of a workspace have no scope for issues. */
const entities = compared.filter((entity) => !entity.startsWith('issue'))
/** Bitbucket sends nothing when the settings of a repository change, nor when a person rolls a deployment back. */
const untold = ['repositories', 'deployments']

describe.each(['none', 'git'] as const)('a source with access %s that tells what happens', (sourceAccess) => {
  it('is known as it is without a sync; what no event tells is found by the next', async () => {
    const stage = await listen({ connection: { source_access: sourceAccess } })
    try {
      await stage.sync()
      stage.simulator.world.move(100, 1)
      await stage.quiet()
      expect(await troubles(stage)).toEqual([])
      const told = entities.filter((entity) => !untold.includes(entity))
      expect(await differencesOf(stage, sourceAccess, told)).toBe('')
      await stage.sync()
      expect(await differencesOf(stage, sourceAccess, entities)).toBe('')
    } finally {
      await stage.close()
    }
  })
})

async function differencesOf(
  { database, simulator }: Listening,
  sourceAccess: 'none' | 'git',
  of: readonly string[],
): Promise<string> {
  const options = { sourceAccess, entities: of }
  return describeDifferences(await compareWithOracle(database.kysely, simulator.world, options))
}

async function troubles({ database }: Listening): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `select event, subject, error, effects->>'note' as note from deliveries
      where state = 'dead' or error is not null or effects->>'note' like '%gap%'`,
  )
  return rows
}
