import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { withFence } from '../slice.ts'
import { leaseSeconds } from './engine.ts'
import type { Reader } from './read.ts'

/**
 * When pull requests were merged, with where that is known from: the change of state in the activity first, since
 * `closed_on` is missing from many records and a merge commit may be older than the merge.
 */
export async function settleMerges({ engine, slice }: Reader): Promise<void> {
  if (slice.repositoryId === null) return
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      with merges as (
        select id, coalesce(merged.date, closed_on, written.date) as at,
               case when merged.date is not null then 'activity' when closed_on is not null then 'closed_on'
                    when written.date is not null then 'merge_commit' end as source
          from pull_requests
          left join lateral (
            select max(date) as date from pull_request_activity
             where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
               and pull_request_id = pull_requests.id and kind = 'update' and state = 'MERGED') as merged on true
          left join commits as written
            on written.workspace_id = ${slice.workspaceId} and written.repository_id = ${slice.repositoryId}
           and written.hash = pull_requests.merge_commit
         where pull_requests.workspace_id = ${slice.workspaceId}
           and pull_requests.repository_id = ${slice.repositoryId} and pull_requests.state = 'MERGED')
      update pull_requests set merged_on = merges.at, merged_on_source = merges.source from merges
       where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
         and pull_requests.id = merges.id
         and (merged_on, merged_on_source) is distinct from (merges.at, merges.source)`.execute(tx)
  })
}
