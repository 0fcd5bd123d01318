import { createHash } from 'node:crypto'
import type { Db } from '../../db/pool.ts'
import { upsert } from '../../db/upsert.ts'
import { ownBlueprints } from '../defaults/blueprints.ts'
import type { Definition } from './blueprint.ts'
import { changeBlueprint, findLocked, makeBlueprint, mapAgain } from './save.ts'

/**
 * Installs the blueprints that ship. Each is made once for all time: what a person removed stays removed, and what a
 * person changed stays as it is. One that nobody touched follows a new version of ours.
 */
export async function seedBlueprints(tx: Db, shipped: readonly Definition[] = ownBlueprints): Promise<void> {
  const rows = await tx.selectFrom('blueprint_seeds').select(['name', 'digest']).execute()
  const seeded = new Map(rows.map(({ name, digest }) => [name, digest]))
  let isNew = false
  for (const definition of shipped) {
    const last = seeded.get(definition.identifier)
    if (last !== digestOf(definition) && (await seed(tx, definition, last))) isNew = true
  }
  await upsert(
    tx,
    'blueprint_seeds',
    shipped.map((definition) => ({ name: definition.identifier, digest: digestOf(definition) })),
  )
  if (isNew) await mapAgain(tx, null)
}

/** Answers whether something came of it. */
async function seed(tx: Db, definition: Definition, last: string | undefined): Promise<boolean> {
  const before = await findLocked(tx, definition.identifier)
  if (!before) {
    if (last !== undefined) return false
    await makeBlueprint(tx, definition)
    return true
  }
  if (digestOf(before.definition) !== last) return false
  return (await changeBlueprint(tx, before, definition)).matters
}

function digestOf(definition: Definition): string {
  return createHash('sha256').update(JSON.stringify(definition)).digest('hex')
}
