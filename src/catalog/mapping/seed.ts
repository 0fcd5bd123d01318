import type { Db } from '../../db/pool.ts'
import { windlass } from '../defaults/windlass.ts'
import { startRemap } from '../entities/remap.ts'

const name = 'windlass'

/** Installs the mapping that ships, once ever: one that a person changed or removed stays so. */
export async function seedMapping(tx: Db): Promise<void> {
  const seeded = await tx
    .insertInto('catalogue_seeds')
    .values({ name: 'mapping' })
    .onConflict((clash) => clash.doNothing())
    .returning('name')
    .executeTakeFirst()
  if (!seeded) return
  const made = await tx
    .insertInto('mappings')
    .values({ name, version: 1, shipped: name })
    .onConflict((clash) => clash.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return
  await tx
    .insertInto('mapping_versions')
    .values({ mapping_id: made.id, version: 1, text: windlass })
    .execute()
  await startRemap(tx, 'start', null)
}
