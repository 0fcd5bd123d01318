import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** How the entity that is meant by a repository is found. */
export interface Correlation {
  readonly discoveryId: string
  readonly blueprintId: string
  readonly operator: string
  /** identifier, title, or properties and a name. */
  readonly cataloguePath: string
}

/** The value of a repository, by which an entity is looked for. */
export interface Wanted {
  readonly key: string
  readonly value: string
}

export interface Match {
  readonly id: string
  readonly identifier: string
  readonly title: string
  readonly kind: string
  readonly type: string | null
}

/**
 * Entities that fit each of some repositories, the best first: the very same value before one that only contains it, then
 * the shortest, then by identifier. What the discovery has linked already fits nothing.
 */
export async function matchesOf(
  db: Db,
  { discoveryId, blueprintId, operator, cataloguePath }: Correlation,
  wanted: readonly Wanted[],
  most: number,
): Promise<Map<string, Match[]>> {
  const found = new Map<string, Match[]>()
  const sought = wanted.filter(({ value }) => value !== '')
  if (sought.length === 0) return found
  const value = comparedOf(cataloguePath)
  const { rows } = await sql<Match & { readonly key: string }>`
    select wanted.key, found.* from unnest(${sought.map(({ key }) => key)}::text[],
                                           ${sought.map(({ value }) => value)}::text[]) as wanted (key, value)
     cross join lateral (
       select entities.id, entities.identifier, entities.title, blueprints.identifier as kind,
              properties ->> 'type' as type
         from entities join blueprints on blueprints.id = blueprint_id
        where blueprint_id = ${blueprintId} and removed_at is null and not is_stub
          and ${operator === 'equals' ? equal(cataloguePath) : containing(cataloguePath)}
          and not exists (select from discovery_links links
                           where links.entity_id = entities.id and discovery_id = ${discoveryId} and unlinked_at is null)
        order by ${value} <> wanted.value, length(${value}), entities.identifier
        limit ${most}) as found`.execute(db)
  for (const { key, ...match } of rows) found.set(key, [...(found.get(key) ?? []), match])
  return found
}

export interface Candidate extends Match {
  /** The repository of this discovery that it belongs to; null while it is free. */
  readonly belongs_to: string | null
}

/** Entities of every kind whose name or identifier contains a text, for those who look themselves. */
export async function searchEntities(
  db: Db,
  discoveryId: string,
  text: string,
  most: number,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select entities.id, entities.identifier, entities.title, blueprints.identifier as kind,
           properties ->> 'type' as type, ${belongsTo(discoveryId)} as belongs_to
      from entities join blueprints on blueprints.id = blueprint_id
     where removed_at is null and not is_stub and ${named(sql`${text}`)}
     order by lower(entities.title) <> lower(${text}), length(entities.title), entities.identifier
     limit ${most}`.execute(db)
  return rows
}

/** The name of the repository that an entity belongs to. */
export function belongsTo(discoveryId: string): RawBuilder<string | null> {
  return sql`(
    select repositories.name
      from discovery_links links join repositories on repositories.id = links.repository_id
     where links.entity_id = entities.id and links.discovery_id = ${discoveryId} and unlinked_at is null)`
}

const prefix = 'properties.'

/** The name of the property that is compared; null for what every entity has. */
function propertyOf(cataloguePath: string): string | null {
  return cataloguePath.startsWith(prefix) ? cataloguePath.slice(prefix.length) : null
}

function comparedOf(cataloguePath: string): RawBuilder<unknown> {
  const property = propertyOf(cataloguePath)
  if (property !== null) return sql`properties ->> ${property}::text`
  return cataloguePath === 'identifier' ? sql`entities.identifier` : sql`entities.title`
}

/** Each in words that an index of entities knows. */
function equal(cataloguePath: string): RawBuilder<unknown> {
  const property = propertyOf(cataloguePath)
  if (property !== null) return sql`properties @> jsonb_build_object(${property}::text, wanted.value)`
  if (cataloguePath === 'identifier') return sql`entities.identifier = wanted.value`
  return sql`lower(entities.title) = lower(wanted.value) and entities.title = wanted.value`
}

function containing(cataloguePath: string): RawBuilder<unknown> {
  const found = sql`position(lower(wanted.value) in lower(${comparedOf(cataloguePath)})) > 0`
  return propertyOf(cataloguePath) === null ? sql`${named(sql`wanted.value`)} and ${found}` : found
}

function named(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(lower(entities.title) || ' ' || lower(entities.identifier))
             like '%' || replace(replace(replace(lower(${text}), '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'`
}
