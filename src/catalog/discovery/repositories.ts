import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { JsonObject } from '../jq/json.ts'
import type { RepositoryFacts } from './fields.ts'

/** A repository as a discovery looks at it. */
export interface SeenRepository extends RepositoryFacts {
  readonly id: string
  readonly workspace_id: string
  /** Chosen for collecting, and there. */
  readonly is_present: boolean
  readonly chosen_action: 'register' | 'merge' | null
  readonly chosen_type: string | null
  readonly chosen_entity_id: string | null
  /** The import it waits for. */
  readonly import_event_id: string | null
  readonly detected_at: Date | null
  /** The entity it belongs to now. */
  readonly link: Link | null
  /** Whether it was in the catalogue before. */
  readonly was_linked: boolean
}

interface Link {
  readonly id: string
  readonly entity_id: string
  readonly status: 'registered' | 'merged'
  readonly entity_type: string | null
  readonly ingested: JsonObject
}

export async function loadSeen(db: Db, ids: readonly string[]): Promise<SeenRepository[]> {
  const { rows } = await sql<SeenRepository>`
    select repositories.id, repositories.workspace_id, workspaces.slug as workspace, repositories.slug, repositories.name,
           repositories.description, repositories.website, repositories.language, repositories.is_private,
           repositories.main_branch, projects.key as project_key, projects.name as project_name,
           repositories.is_chosen and repositories.removed_at is null as is_present,
           discovered.chosen_action, discovered.chosen_type, chosen.id as chosen_entity_id, discovered.import_event_id,
           discovered.detected_at,
           case when links.id is not null then jsonb_build_object(
             'id', links.id::text, 'entity_id', links.entity_id::text, 'status', links.status,
             'entity_type', links.entity_type, 'ingested', links.ingested) end as link,
           exists (select from discovery_links ever where ever.repository_id = repositories.id) as was_linked
      from repositories
      join workspaces on workspaces.id = repositories.workspace_id
      left join projects on projects.id = repositories.project_id
      left join discovered on discovered.repository_id = repositories.id
      left join entities chosen on chosen.id = discovered.chosen_entity_id and chosen.removed_at is null
      left join discovery_links links on links.repository_id = repositories.id and links.unlinked_at is null
     where repositories.id = any(${[...ids]}::bigint[])
     order by repositories.id`.execute(db)
  return rows
}
