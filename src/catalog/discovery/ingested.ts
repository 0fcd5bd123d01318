import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { JsonObject } from '../jq/json.ts'
import { fieldNames } from './fields.ts'

/** Which discovery an entity is linked to: `metadata.integration` of its YAML. */
type Integration = {
  readonly discovery: string
  readonly source: 'BitbucketCloud'
  readonly action: 'REGISTER' | 'MERGE'
  readonly entity: string
}

/** What discoveries say of an entity, by the names that Harness gives it. A type, as it is JSON. */
type Ingested = {
  readonly metadata: { readonly integration: readonly Integration[] }
  readonly integration_properties: { readonly BitbucketCloud: JsonObject }
}

interface Link {
  readonly entity_id: string
  readonly uuid: string
  readonly discovery: string
  readonly status: string
  readonly ingested: JsonObject
  readonly is_linked: boolean
}

/** What was ingested for some entities; those for which nothing was are left out. */
export async function ingestedOfEntities(
  db: Db,
  entityIds: readonly string[],
): Promise<Map<string, Ingested>> {
  // Of several repositories the one that belongs to it now counts, and of those the last imported.
  const { rows } = await sql<Link>`
    select links.entity_id, entities.uuid, discoveries.name as discovery, links.status, links.ingested,
           links.unlinked_at is null as is_linked
      from discovery_links links
      join entities on entities.id = links.entity_id
      join discoveries on discoveries.id = links.discovery_id
     where links.entity_id = any(${[...entityIds]}::bigint[])
     order by is_linked, imported_at, links.id`.execute(db)
  const found = new Map<string, Ingested>()
  for (const row of rows) {
    const before = found.get(row.entity_id)?.metadata.integration ?? []
    found.set(row.entity_id, {
      metadata: { integration: row.is_linked ? [...before, integration(row)] : before },
      integration_properties: { BitbucketCloud: inOrder(row.ingested) },
    })
  }
  return found
}

function integration({ discovery, status, uuid }: Link): Integration {
  return {
    ...{ discovery, source: 'BitbucketCloud' },
    ...{ action: status === 'registered' ? 'REGISTER' : 'MERGE', entity: uuid },
  }
}

/** As people are used to; the database orders names by their length. */
function inOrder(ingested: JsonObject): JsonObject {
  const known = fieldNames.filter((name) => Object.hasOwn(ingested, name))
  return Object.fromEntries(known.map((name) => [name, ingested[name] ?? null]))
}
