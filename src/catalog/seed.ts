import { type Db, transaction } from '../db/pool.ts'
import { seedBlueprints } from './blueprints/seed.ts'
import { seedMapping } from './mapping/seed.ts'

/** What a catalogue begins with: the blueprints that ship and the mapping that fills them. */
export async function seedCatalogue(db: Db): Promise<void> {
  await transaction(db, async (tx) => {
    await seedBlueprints(tx)
    await seedMapping(tx)
  })
}
