import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { shippedBlueprints } from '../defaults/blueprints.ts'
import { startRemap } from '../entities/remap.ts'
import type { Definition } from './blueprint.ts'
import { countEntities } from './impact/impact.ts'
import { columns, isSame, type StoredBlueprint, toStored } from './list.ts'
import { loadBlueprints } from './stored.ts'

/** The blueprint as it is now, or null; nobody else changes it until the transaction ends. */
export async function findLocked(tx: Db, identifier: string): Promise<StoredBlueprint | null> {
  const row = await tx
    .selectFrom('blueprints')
    .select(columns)
    .where('identifier', '=', identifier)
    .forUpdate()
    .executeTakeFirst()
  return row ? toStored(row) : null
}

export async function lockBlueprint(tx: Db, identifier: string): Promise<StoredBlueprint> {
  const found = await findLocked(tx, identifier)
  if (!found) throw new Failure('not_found')
  return found
}

/** Makes a blueprint of a definition that was checked. Records are mapped again by whoever makes it. */
export async function makeBlueprint(tx: Db, definition: Definition): Promise<StoredBlueprint> {
  const { identifier } = definition
  const isShipped = shippedBlueprints.some((one) => isSame(one, definition))
  const row = await tx
    .insertInto('blueprints')
    .values({
      identifier,
      title: titleOf(definition),
      definition: JSON.stringify(definition),
      shipped: isShipped ? identifier : null,
    })
    .onConflict((conflict) => conflict.column('identifier').doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw taken(identifier)
  return toStored(row)
}

/**
 * Changes a blueprint that the caller has locked, to a definition that was checked. Answers whether its entities
 * depend on what changed: they are put together again, and records have to be mapped again by the caller.
 */
export async function changeBlueprint(tx: Db, before: StoredBlueprint, definition: Definition) {
  if (definition.identifier !== before.identifier) throw renamed(before.identifier)
  const row = await tx
    .updateTable('blueprints')
    .set({
      title: titleOf(definition),
      definition: JSON.stringify(definition),
      revision: before.revision + 1,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', before.id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  const matters = meaning(definition) !== meaning(before.definition)
  if (matters) await markEntities(tx, before.id)
  return { after: toStored(row), matters }
}

/** Removes a blueprint that the caller has locked; with its entities where that is said. Answers how many those were. */
export async function removeBlueprint(tx: Db, { id, identifier }: StoredBlueprint, withEntities: boolean) {
  const referrers = await referrersOf(tx, identifier)
  if (referrers.length > 0) {
    throw new Failure('conflict', {
      detail: `Relations of ${referrers.join(', ')} lead to it. Take them out first.`,
      data: { blueprints: referrers },
    })
  }
  const entities = await countEntities(tx, id)
  if (entities > 0 && !withEntities) {
    throw new Failure('conflict', {
      detail: `It has ${entities} ${entities === 1 ? 'entity' : 'entities'}. Say entities=true to remove ${entities === 1 ? 'it' : 'them'}, too.`,
      data: { entities },
    })
  }
  await tx.deleteFrom('blueprints').where('id', '=', id).execute()
  return entities
}

/** Blueprints other than itself with relations that lead to it. */
export async function referrersOf(db: Db, identifier: string): Promise<string[]> {
  const others = [...(await loadBlueprints(db)).values()].filter((one) => one.identifier !== identifier)
  return others
    .filter(({ definition: { relations = {} } }) =>
      Object.values(relations).some(({ target }) => target === identifier),
    )
    .map((one) => one.identifier)
}

/** What mappings make of records may fit now that did not, or not fit any more. */
export async function mapAgain(tx: Db, identifier: string | null): Promise<void> {
  await transaction(tx, (own) => startRemap(own, 'blueprint', identifier))
}

async function markEntities(tx: Db, id: string): Promise<void> {
  await sql`
    insert into dirty (kind, key)
    select 'entity', id::text as mark from entities where blueprint_id = ${id} order by mark
    on conflict (kind, key) do update set marked_at = dirty.marked_at where false
  `.execute(tx)
}

function titleOf({ title, identifier }: Definition): string {
  return title?.trim() || identifier
}

/** What of a blueprint its entities depend on. */
function meaning({ schema, relations, mirrorProperties, calculationProperties }: Definition): string {
  return JSON.stringify([schema, relations, mirrorProperties, calculationProperties])
}

function taken(identifier: string): Failure {
  const problems = [{ path: 'definition.identifier', message: 'is taken by another blueprint' }]
  return new Failure('conflict', {
    detail: `There is a blueprint ${identifier} already.`,
    data: { problems },
  })
}

function renamed(identifier: string): Failure {
  const message = `has to stay ${identifier}: mappings and entities call it so`
  return new Failure('invalid_input', {
    detail: `definition.identifier ${message}.`,
    data: { problems: [{ path: 'definition.identifier', message }] },
  })
}
