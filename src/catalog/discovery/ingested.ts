import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Json } from '../jq/json.ts'

/** Which discovery an entity is linked to: `metadata.integration` of its YAML. */
interface Integration {
  readonly discovery: string
  readonly source: 'BitbucketCloud'
  readonly action: 'REGISTER' | 'MERGE'
  readonly entity: string
}

/** What discoveries say of an entity. */
export interface Integrated {
  readonly integration: readonly Integration[]
  readonly integration_properties: { readonly BitbucketCloud?: Json }
}

interface Link {
  readonly entity_id: string
  readonly uuid: string
  readonly discovery: string
  readonly status: string
  readonly ingested: Json
  readonly is_linked: boolean
}

/** What the YAML of some entities shows of their repositories; entities without any are left out. */
export async function integrationOf(db: Db, entityIds: readonly string[]): Promise<Map<string, Integrated>> {
  if (entityIds.length === 0) return new Map()
  // Of several repositories the one that belongs to it now counts, and of those the last imported.
  const { rows } = await sql<Link>`
    select links.entity_id, entities.uuid, discoveries.name as discovery, links.status, links.ingested,
           links.unlinked_at is null as is_linked
      from discovery_links links
      join entities on entities.id = links.entity_id
      join discoveries on discoveries.id = links.discovery_id
     where links.entity_id = any(${[...entityIds]}::bigint[])
     order by is_linked, imported_at, links.id`.execute(db)
  const found = new Map<string, Integrated>()
  for (const row of rows) {
    const before = found.get(row.entity_id)?.integration ?? []
    found.set(row.entity_id, {
      integration: row.is_linked ? [...before, integration(row)] : before,
      integration_properties: { BitbucketCloud: row.ingested },
    })
  }
  return found
}

function integration({ discovery, status, uuid }: Link): Integration {
  return {
    ...{ discovery, source: 'BitbucketCloud', entity: uuid },
    action: status === 'registered' ? 'REGISTER' : 'MERGE',
  }
}
