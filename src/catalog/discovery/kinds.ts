import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import { refused } from '../entities/read/refused.ts'
import { belongsTo } from './correlate.ts'
import type { Chosen } from './discovered.ts'
import type { Behaviour, Discovery } from './discoveries.ts'
import { hasType, typesOf } from './registered.ts'

/** A kind that repositories can be registered as or merged into. */
export interface Kind {
  readonly identifier: string
  readonly title: string
  /** Empty where it has no type, or takes any. */
  readonly types: readonly string[]
  readonly has_type: boolean
  /** Values of its entities that can be compared. */
  readonly catalogue_paths: readonly string[]
}

export async function listKinds(db: Db): Promise<Kind[]> {
  return [...(await loadBlueprints(db)).values()].map((blueprint) => ({
    ...{ identifier: blueprint.identifier, title: blueprint.title },
    ...{ types: typesOf(blueprint), has_type: hasType(blueprint), catalogue_paths: pathsOf(blueprint) },
  }))
}

/** Texts alone are compared. */
function pathsOf({ definition }: Blueprint): string[] {
  const texts = Object.entries(definition.schema.properties).filter(([, { type }]) => type === 'string')
  return ['title', 'identifier', ...texts.map(([name]) => `properties.${name}`)]
}

interface Wanted {
  readonly behaviour: Behaviour
  readonly kind: string
  readonly entity_type: string | null
  readonly catalogue_path: string
}

/** Refuses a kind, type or path that is not there. */
export async function demandKind(
  db: Db,
  { behaviour, kind, entity_type, catalogue_path }: Wanted,
): Promise<void> {
  const blueprint = (await loadBlueprints(db, [kind])).get(kind)
  if (!blueprint) throw refused('kind', 'is none of the kinds there are')
  if (behaviour === 'merge' && entity_type !== null)
    throw refused('entity_type', 'is fixed where repositories are only merged: it is that of the entity')
  if (behaviour !== 'merge') demandType(blueprint, entity_type, 'entity_type')
  if (behaviour !== 'register' && !pathsOf(blueprint).includes(catalogue_path))
    throw refused('catalogue_path', `is no text that ${blueprint.title} has`)
}

/** Refuses a type that the kind does not have. */
function demandType(blueprint: Blueprint, type: string | null, path: string): void {
  const types = typesOf(blueprint)
  if (type === null) return
  if (!hasType(blueprint)) throw refused(path, `is not told of ${blueprint.title}`)
  if (types.length > 0 && !types.includes(type)) throw refused(path, `is one of ${types.join(', ')}`)
}

/** Refuses what cannot be chosen for a repository: an entity that is not free, a type its kind does not have. */
export async function demandChoice(
  db: Db,
  { id, behaviour, kind }: Pick<Discovery, 'id' | 'behaviour' | 'kind'>,
  { action, entity, type }: Chosen,
): Promise<void> {
  if (behaviour === 'register' && (action === 'merge' || entity))
    throw refused('action', 'is to register: this discovery never merges')
  if (behaviour === 'merge' && action === 'register')
    throw refused('action', 'is to merge: this discovery registers nothing')
  if (entity) await demandEntity(db, id, entity)
  const blueprint = (await loadBlueprints(db, [kind])).get(kind)
  if (type && blueprint) demandType(blueprint, type, 'type')
}

async function demandEntity(db: Db, discoveryId: string, id: string): Promise<void> {
  const { rows } = await sql<{ belongs_to: string | null }>`
    select ${belongsTo(discoveryId)} as belongs_to from entities where id = ${id} and removed_at is null`.execute(
    db,
  )
  const [found] = rows
  if (!found) throw refused('entity', 'is not in the catalogue')
  if (found.belongs_to !== null) throw refused('entity', `belongs to ${found.belongs_to} already`)
}
