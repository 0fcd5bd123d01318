import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** How new what is known of a repository is. */
export interface Freshness {
  readonly id: string
  readonly workspace: string
  readonly repository: string
  /** When a delivery told something about it last; null if never. */
  readonly last_event_at: Date | null
  /** When its pull requests, with what happened in them, were last read to the end; null if never. */
  readonly reconciled_at: Date | null
}

/** Repositories that are collected, the oldest of ours first. A connection may do without activity: then the list of pull requests counts alone. */
export async function listFreshness(
  db: Db,
  connection: string | undefined,
  after: string | undefined,
  limit: number,
): Promise<Freshness[]> {
  const { rows } = await sql<Freshness>`
    select repositories.id, workspaces.slug as workspace, repositories.slug as repository, last_event_at,
           case when bool_and(complete_at is not null) and bool_or(stream = 'pull_requests')
                then min(complete_at) end as reconciled_at
      from repositories
      join workspaces on workspaces.id = repositories.workspace_id
      left join cursors on cursors.workspace_id = repositories.workspace_id and cursors.repository_id = repositories.id
           and stream in ('pull_requests', 'pull_request_activity')
     where workspaces.connection_id is not null and repositories.removed_at is null
       and (${connection ?? null}::bigint is null or workspaces.connection_id = ${connection ?? null})
       and (${after ?? null}::bigint is null or repositories.id > ${after ?? null})
     group by repositories.id, repositories.workspace_id, workspaces.slug, repositories.slug, last_event_at
     order by repositories.id limit ${limit}`.execute(db)
  return rows
}
