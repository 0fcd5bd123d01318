import { sql } from 'kysely'
import { keyset, type Place, type Sort } from '../../db/keyset.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Match } from './correlate.ts'
import type { Discovery } from './discoveries.ts'

export interface Imported {
  readonly id: string
  readonly name: string
  readonly full_name: string
  readonly status: 'registered' | 'merged'
  /** Whether the repository is collected and there. */
  readonly is_present: boolean
  /** Why the entity does not follow its repository; null when it does. */
  readonly problem: string | null
  readonly entity: Match
  readonly imported_at: Date
  readonly sort_value: string | null
}

const sortColumns = {
  name: { value: sql`lower(repositories.name)`, type: 'text' },
  entity: { value: sql`lower(entities.title)`, type: 'text' },
  imported_at: { value: sql`links.imported_at`, type: 'timestamptz' },
} as const

type ImportedSort = Sort<keyof typeof sortColumns>

interface Listing {
  readonly search?: string | undefined
  readonly status?: 'registered' | 'merged' | undefined
  readonly sort?: ImportedSort | undefined
}

/** Repositories that are in the catalogue, the last imported first unless told otherwise. */
export async function listImported(
  db: Db,
  { id: discoveryId }: Discovery,
  { search, status, sort = '-imported_at' }: Listing,
  place: Place | undefined,
  limit: number,
): Promise<Imported[]> {
  const { value, orderBy, behind } = keyset(sortColumns, sort, sql`links.id`)
  const { rows } = await sql<Imported>`
    select links.id, repositories.name, workspaces.slug || '/' || repositories.slug as full_name, links.status,
           repositories.is_chosen and repositories.removed_at is null as is_present,
           discovered.problem, links.imported_at,
           jsonb_build_object('id', entities.id::text, 'identifier', entities.identifier, 'title', entities.title,
             'kind', blueprints.identifier, 'type', entities.properties ->> 'type') as entity,
           ${value} as sort_value
      from discovery_links links
      join repositories on repositories.id = links.repository_id
      join workspaces on workspaces.id = repositories.workspace_id
      left join discovered on discovered.repository_id = links.repository_id
      join entities on entities.id = links.entity_id
      join blueprints on blueprints.id = entities.blueprint_id
     where links.discovery_id = ${discoveryId} and links.unlinked_at is null
       and (${status ?? null}::text is null or links.status = ${status ?? null})
       and (${search ?? null}::text is null
            or position(lower(${search ?? null}) in lower(workspaces.slug || '/' || repositories.slug || ' '
                 || repositories.name || ' ' || entities.title || ' ' || entities.identifier)) > 0)
       and ${behind(place)}
     order by ${orderBy} limit ${limit}`.execute(db)
  return rows
}

/** Ends the updates of an entity, which stays with all it has. Answers which. */
export async function unlink(
  tx: Db,
  { id: discoveryId }: Discovery,
  id: string,
): Promise<{ readonly repository: string; readonly entity: string }> {
  const { rows } = await sql<{ repository: string; entity: string; entity_id: string }>`
    update discovery_links links set unlinked_at = now()
      from repositories, entities
     where links.id = ${id} and links.discovery_id = ${discoveryId} and links.unlinked_at is null
       and repositories.id = links.repository_id and entities.id = links.entity_id
    returning repositories.name as repository, entities.title as entity, links.entity_id`.execute(tx)
  const [ended] = rows
  if (!ended) throw new Failure('not_found')
  await leaveToPeople(tx, ended.entity_id)
  return ended
}

/** Where nobody else speaks of the entity it is as if a person had made it, who may then change and remove it. */
async function leaveToPeople(tx: Db, entityId: string): Promise<void> {
  await sql`
    update entity_sources set origin = 'hand'
     where entity_id = ${entityId} and origin = 'discovery'
       and not exists (select from entity_sources others
                        where others.entity_id = ${entityId} and others.origin <> 'discovery')`.execute(tx)
}
