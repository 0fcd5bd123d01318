import type { Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { type Values, valuesOf } from '../blueprints/values.ts'
import type { Json, JsonObject } from '../jq/json.ts'
import type { FieldError, MappedEntity } from '../mapping/map.ts'
import { findEntities, SearchProblem } from './find.ts'
import type { Said } from './said.ts'

/** A blueprint with what tells whether values fit it. */
export interface KnownBlueprint extends Blueprint {
  readonly values: Values
}

export function knownBlueprints(blueprints: ReadonlyMap<string, Blueprint>): Map<string, KnownBlueprint> {
  return new Map(
    [...blueprints].map(([name, one]) => [name, { ...one, values: valuesOf(one.definition) }] as const),
  )
}

export interface Checked {
  readonly blueprint: KnownBlueprint
  readonly identifier: string
  readonly said: Said
}

/** Longer ones are no name of anything, and no index takes them: 500 characters are at most 2,000 bytes. */
export const longestName = 500

/** What a mapping made, as far as it fits its blueprint; what does not is told, and left out. */
export async function checkEntity(
  tx: Transaction<Schema>,
  blueprints: ReadonlyMap<string, KnownBlueprint>,
  entity: MappedEntity,
): Promise<{ readonly checked: Checked | null; readonly errors: FieldError[] }> {
  const blueprint = blueprints.get(entity.blueprint)
  const error = (field: string, message: string): FieldError => ({ field, jq: '', message })
  if (!blueprint)
    return { checked: null, errors: [error('blueprint', `there is no blueprint ${entity.blueprint}`)] }
  const identifier = await identifierOf(tx, blueprint, entity.identifier)
  if ('problem' in identifier) return { checked: null, errors: [error('identifier', identifier.problem)] }
  if (identifier.found === null) return { checked: null, errors: [] }
  const { required = [] } = blueprint.definition.schema
  const errors = required.flatMap((name) =>
    entity.properties[name] === null || entity.properties[name] === undefined
      ? [error(`properties.${name}`, 'the blueprint requires it, and it is unknown')]
      : [],
  )
  const properties: Record<string, Json> = {}
  for (const [name, value] of Object.entries(entity.properties)) {
    const problem = blueprint.values.problem(name, value)
    if (problem === null) properties[name] = value
    else errors.push(error(`properties.${name}`, problem))
  }
  const relations: Record<string, Json> = {}
  for (const [name, value] of Object.entries(entity.relations)) {
    if (Object.hasOwn(blueprint.definition.relations ?? {}, name)) relations[name] = value
    else errors.push(error(`relations.${name}`, 'the blueprint has no such relation'))
  }
  const { icon, team } = entity
  const title = entity.title?.slice(0, longestName) ?? null
  if (title !== entity.title) errors.push(error('title', `only its first ${longestName} characters are kept`))
  return {
    checked: { blueprint, identifier: identifier.found, said: { title, icon, team, properties, relations } },
    errors,
  }
}

/** What is looked for has to be one entity: several would be a guess, none is nothing to write to. */
async function identifierOf(
  tx: Transaction<Schema>,
  { id }: KnownBlueprint,
  identifier: string | JsonObject,
): Promise<{ readonly found: string | null } | { readonly problem: string }> {
  if (typeof identifier === 'string') {
    if (identifier.length <= longestName) return { found: identifier }
    return { problem: `it has ${identifier.length} characters; ${longestName} are allowed` }
  }
  try {
    const [found, another] = await findEntities(tx, id, identifier)
    if (another !== undefined) return { problem: 'more than one entity fits what it looks for' }
    return { found: found ?? null }
  } catch (error) {
    if (!(error instanceof SearchProblem)) throw error
    return { problem: error.message }
  }
}
