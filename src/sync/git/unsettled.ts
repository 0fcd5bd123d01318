import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Slice } from '../slice.ts'

/** A pull request of which the mirror may know more than the tables. */
export interface Unsettled {
  readonly id: number
  readonly headPrefix: string | null
  /** Whether Bitbucket shows the head; else it is known from the merge, where that has two parents. */
  readonly isShown: boolean
  readonly destinationPrefix: string | null
  /** Null when it comes from the repository itself, or from one that is not read. */
  readonly fork: Fork | null
  readonly unreachable: boolean | null
}

/** A repository of the same workspace that pull requests come from. */
export interface Fork {
  readonly id: string
  readonly slug: string
  readonly updatedOn: Date | null
}

interface Found extends Omit<Unsettled, 'fork'> {
  readonly forkId: string | null
  readonly forkSlug: string
  readonly forkUpdatedOn: Date | null
}

/**
 * Pull requests but those whose head and destination are where they were, with the commits stored, or whose head is gone
 * as it was: what is stored tells, so that a run in which nothing was pushed starts no git. Branches of a fork are not among them; what was stored
 * of a head there holds for as long as the head is the same.
 */
export async function loadUnsettled(db: Db, { workspaceId, repositoryId }: Slice): Promise<Unsettled[]> {
  const { rows } = await sql<Found>`
    with heads as (
      select one.*, source_commit_prefix is not null as "isShown",
             coalesce(source_commit_prefix,
               case when one.state = 'MERGED' and cardinality(merge.parents) = 2 then
                 -- A branch that had merged its destination and was taken as it was is the head itself.
                 case when starts_with(merge.parents[2], destination_commit_prefix) then merge.hash
                      else merge.parents[2] end end) as head
        from pull_requests as one
        left join commits as merge
          on merge.workspace_id = one.workspace_id and merge.repository_id = one.repository_id
         and merge.hash = one.merge_commit
       where one.workspace_id = ${workspaceId} and one.repository_id = ${repositoryId} and one.removed_at is null),
    candidates as (
      select one.id, head as "headPrefix", "isShown", destination_commit_prefix as "destinationPrefix",
             newest.hash as newest, case when "isShown" then source_commit else head end as stored,
             head_unreachable as unreachable, files_changed, destination_commit, compared_with,
             fork.id as "forkId", fork.slug as "forkSlug", fork.updated_on as "forkUpdatedOn",
             exists (select from commits
                      where commits.workspace_id = one.workspace_id and commits.repository_id = one.repository_id
                        and hash >= head and hash < head || 'g' and is_reachable) as reached
        from heads as one
        left join pull_request_commits as newest
          on newest.workspace_id = one.workspace_id and newest.repository_id = one.repository_id
         and newest.pull_request_id = one.id and newest.position = 0
        left join repositories as fork
          on fork.uuid = one.source_repository_uuid and fork.workspace_id = one.workspace_id
         and fork.id <> one.repository_id and fork.removed_at is null and fork.is_chosen)
    select id, "headPrefix", "isShown", "destinationPrefix", unreachable, "forkId", "forkSlug", "forkUpdatedOn"
      from candidates
     where case when unreachable then reached or "forkId" is not null
                else unreachable is null or not (reached or "forkId" is not null)
                     or starts_with(stored, "headPrefix") is not true
                     or destination_commit <> coalesce(compared_with, '')
                     -- One whose head the destination has, too, has no commits of its own.
                     or newest is distinct from stored and not (newest is null and files_changed is not null) end
     order by id`.execute(db)
  return rows.map(({ forkId, forkSlug, forkUpdatedOn, ...one }) => ({
    ...one,
    fork: forkId === null ? null : { id: forkId, slug: forkSlug, updatedOn: forkUpdatedOn },
  }))
}
