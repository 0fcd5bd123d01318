import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { valuesOf } from '../blueprints/values.ts'
import type { Said } from '../entities/said.ts'
import type { Json, JsonObject } from '../jq/json.ts'

/** The property that tells entities of one kind apart. */
const typeProperty = 'type'

/** The types that a kind allows; empty when it has none, or allows any. */
export function typesOf({ definition }: Pick<Blueprint, 'definition'>): string[] {
  const allowed = definition.schema.properties[typeProperty]?.enum ?? []
  return allowed.filter((one) => typeof one === 'string')
}

export function hasType({ definition }: Pick<Blueprint, 'definition'>): boolean {
  return Object.hasOwn(definition.schema.properties, typeProperty)
}

/** What a discovery says of an entity that it registers: of what is ingested, all that its kind declares and takes. */
export function saidOf(
  blueprint: Blueprint,
  ingested: JsonObject & { readonly name: string },
  type: string | null,
): Said {
  const values = valuesOf(blueprint.definition)
  const properties: Record<string, Json> = {}
  for (const [field, value] of Object.entries(ingested)) {
    const name = [field, inCamelCase(field)].find((one) => values.declared.has(one))
    if (name !== undefined && name !== typeProperty && values.problem(name, value) === null)
      properties[name] = value
  }
  if (type !== null && values.declared.has(typeProperty)) properties[typeProperty] = type
  return { title: ingested.name, icon: null, team: null, properties, relations: {} }
}

/** `default_branch` is `defaultBranch` to those who write so. */
function inCamelCase(field: string): string {
  return field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

interface Named {
  readonly workspace: string
  readonly slug: string
}

/**
 * Gives out identifiers that nothing of the kind has: the slug; with its workspace where it is taken; with a number
 * where that is, too. What others only refer to is made by it.
 */
export async function openIdentifiers(
  tx: Db,
  blueprintId: string,
  repositories: readonly Named[],
): Promise<(repository: Named) => string> {
  const beginnings = repositories.flatMap(({ workspace, slug }) => [slug, `${workspace}-${slug}`])
  const { rows } = await sql<{ identifier: string }>`
    select identifier from entities
     where blueprint_id = ${blueprintId} and removed_at is null
       and (not is_stub or exists (select from entity_sources where entity_id = entities.id and gone_at is null))
       and (identifier = any(${beginnings}::text[])
            or regexp_replace(identifier, '-[0-9]+$', '') = any(${beginnings}::text[]))`.execute(tx)
  const taken = new Set(rows.map(({ identifier }) => identifier))
  return ({ workspace, slug }) => {
    const long = `${workspace}-${slug}`
    let identifier = taken.has(slug) ? long : slug
    for (let number = 2; taken.has(identifier); number++) identifier = `${long}-${number}`
    taken.add(identifier)
    return identifier
  }
}
