import { type RawBuilder, sql } from 'kysely'
import { namedRepositoriesOf } from '../named-repositories.ts'

/**
 * The repositories of an entity, as a table of workspace_id and repository_id: those that its sources are of, those of
 * the repositories that it refers to, those that a discovery links to it, and those that people name.
 */
export function repositoriesOf(entityId: string): RawBuilder<unknown> {
  return sql`(
    select workspace_id, repository_id
      from entity_sources join mapped_records on mapped_records.id = mapped_record_id
     where entity_id = ${entityId} and gone_at is null and outcome <> 'gone' and repository_id is not null
       and kind in ('repository', 'folder', 'file')
    union
    select workspace_id, repository_id
      from relations
      join entity_sources on entity_sources.entity_id = target_id and gone_at is null
      join mapped_records on mapped_records.id = mapped_record_id and outcome <> 'gone'
     where relations.entity_id = ${entityId} and repository_id is not null and kind = 'repository'
    union
    select workspace_id, repository_id
      from discovery_links join discoveries on discoveries.id = discovery_id
     where entity_id = ${entityId} and unlinked_at is null
    union
    ${namedRepositoriesOf(entityId)}
  )`
}

/** Where people see a repository `r` of a workspace `w` that a connection `c` may read. */
export const repositoryUrl = sql<string>`(
  case when c.api_url is null or c.api_url like '%://api.bitbucket.org/%' then 'https://bitbucket.org'
       else substring(c.api_url from '^https?://[^/]+') end || '/' || w.slug || '/' || r.slug)`

/** Joined to `mine`, a table of workspace_id and repository_id. */
export const ofRepositories = sql`
  join repositories r on r.workspace_id = mine.workspace_id and r.id = mine.repository_id and r.removed_at is null
  join workspaces w on w.id = r.workspace_id
  left join connections c on c.id = w.connection_id`
