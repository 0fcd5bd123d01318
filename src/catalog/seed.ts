import { sql } from 'kysely'
import { type Db, transaction } from '../db/pool.ts'
import { seedBlueprints } from './blueprints/seed.ts'
import { seedMapping } from './mapping/seed.ts'

/** What a catalogue begins with: the blueprints that ship and the mapping that fills them. */
export async function seedCatalogue(db: Db): Promise<void> {
  await transaction(db, async (tx) => {
    // Workers that start at once on an empty installation would each make all of it.
    await sql`select pg_advisory_xact_lock(hashtextextended('catalogue', 7373))`.execute(tx)
    await seedBlueprints(tx)
    await seedMapping(tx)
  })
}
