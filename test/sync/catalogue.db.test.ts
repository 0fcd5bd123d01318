import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { windlass } from '../../src/catalog/defaults/windlass.ts'
import { startRemap } from '../../src/catalog/entities/remap.ts'
import { openEngine } from '../../src/catalog/jq/engine.ts'
import { saveMapping, storedMappings } from '../../src/catalog/mapping/store.ts'
import { seedCatalogue } from '../../src/catalog/seed.ts'
import { expectedEntities, storedEntities } from '../oracle/entities.ts'
import { openDraining } from './drained.ts'
import { listen } from './listening.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
const draining = openDraining()
beforeAll(async () => {
  stage = await openStage({ connection: { source_access: 'git' } })
  await seedCatalogue(stage.database.kysely)
  await stage.sync()
}, 180_000)
afterAll(async () => {
  await draining.close()
  await stage?.close()
})

const drain = ({ database }: Stage = stage) => draining.drain(database.kysely)

async function ofRecords(column: 'outcome' | 'errors'): Promise<unknown[]> {
  const { rows } = await sql<{ value: unknown }>`
    select distinct ${sql.ref(column)} as value from mapped_records`.execute(stage.database.kysely)
  return rows.map(({ value }) => value)
}

const differences = async ({ simulator, database }: Stage = stage) => {
  const expected = new Set(expectedEntities(simulator.world))
  const stored = new Set(await storedEntities(database.kysely))
  return {
    missing: [...expected].filter((line) => !stored.has(line)),
    unexpected: [...stored].filter((line) => !expected.has(line)),
  }
}

const none = { missing: [], unexpected: [] }

describe('the catalogue of a synced world, by the mapping that ships', () => {
  it('holds after the first sync what the world does, and no record failed', async () => {
    await drain()
    expect(await differences()).toEqual(none)
    expect(await ofRecords('outcome')).toEqual(['mapped'])
    expect(await ofRecords('errors')).toEqual([[]])
  })

  it('changes nothing when everything is mapped again', async () => {
    const { kysely: db } = stage.database
    const before = await db.selectFrom('entities').selectAll().orderBy('id').execute()
    await startRemap(db, 'person', null)
    await drain()
    expect(await db.selectFrom('entities').selectAll().orderBy('id').execute()).toEqual(before)
    const { ended_at } = await db
      .selectFrom('remaps')
      .select('ended_at')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(ended_at).not.toBeNull()
  })

  it('follows 500 changes of the world', async () => {
    stage.simulator.world.move(500, 11)
    await stage.database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await stage.sync()
    // What a listing lacks twice is gone.
    await stage.database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await stage.sync()
    await drain()
    expect(await differences()).toEqual(none)
  })

  it('holds back what a mapping that maps less would remove, and forgets that when it is mapped again', async () => {
    const { kysely: db } = stage.database
    const engine = openEngine()
    try {
      const [mapping] = await storedMappings(db)
      const { id = '', version = 0 } = mapping ?? {}
      const less = windlass.replace("query: 'true'", "query: 'false'")
      const saved = await saveMapping(db, engine, { id, text: less, person: null, version })
      await drain()
      expect(await differences()).toEqual(none)
      const held = await db.selectFrom('removal_decisions').select(['kind', 'decision']).execute()
      expect(held).toEqual([{ kind: 'project', decision: null }])
      const restored = { text: windlass, version: saved.version, restores: version }
      await saveMapping(db, engine, { id, person: null, ...restored })
      await drain()
      expect(await differences()).toEqual(none)
      const decided = await db.selectFrom('removal_decisions').select(['kind', 'decision']).execute()
      expect(decided).toEqual([{ kind: 'project', decision: 'back' }])
    } finally {
      await engine.close()
    }
  })
})

describe('the catalogue of a world that tells what happens', () => {
  it('follows 500 changes without a sync, save what no event tells', async () => {
    const listening = await listen()
    try {
      await seedCatalogue(listening.database.kysely)
      await listening.sync()
      await drain(listening)
      for (let seed = 1; seed <= 5; seed += 1) {
        listening.simulator.world.move(100, seed)
        await listening.quiet()
      }
      await drain(listening)
      // Bitbucket sends nothing when somebody joins or is renamed, or the settings of a repository change.
      const told = (lines: readonly string[]) =>
        lines.filter((line) => !['repository', 'person'].includes(JSON.parse(line).blueprint))
      const { missing, unexpected } = await differences(listening)
      expect({ missing: told(missing), unexpected: told(unexpected) }).toEqual(none)
      await listening.database.pool.query(`update cursors set complete_at = complete_at - interval '1 day'`)
      await listening.sync()
      await drain(listening)
      expect(await differences(listening)).toEqual(none)
    } finally {
      await listening.close()
    }
  })
})
