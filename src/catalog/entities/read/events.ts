import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { type Moment, nameOf, type Walked, walk } from './walk.ts'

export interface Happened extends Walked {
  readonly kind: 'commit' | 'tag' | 'merge' | 'deployment'
  readonly title: string
  readonly who: string | null
  readonly hash: string | null
  /** Below the address of its repository. */
  readonly path: string
}

const of = sql`workspace_id = mine.workspace_id and repository_id = mine.repository_id`

const commits = sql`
  select date as at, repository_id || ' commit ' || hash as place, 'commit' as kind,
         split_part(message, E'\n', 1) as title, ${nameOf(sql`author_account_id`, sql`author_raw`)} as who,
         hash, '/commits/' || hash as path
    from commits where ${of} and is_reachable`

const tags = sql`
  select coalesce(tags.date, commits.date) as at, tags.repository_id || ' tag ' || md5(name) as place, 'tag' as kind,
         name as title, ${nameOf(sql`null::bigint`, sql`coalesce(tagger_raw, author_raw)`)} as who, target as hash,
         '/commits/' || target as path
    from tags left join commits on commits.workspace_id = mine.workspace_id
     and commits.repository_id = mine.repository_id and hash = target
   where tags.workspace_id = mine.workspace_id and tags.repository_id = mine.repository_id and removed_at is null`

const merges = sql`
  select merged_on as at, repository_id || ' merge ' || id as place, 'merge' as kind, title,
         ${nameOf(sql`coalesce(closed_by_account_id, author_account_id)`, sql`null::text`)} as who,
         merge_commit as hash, '/pull-requests/' || id as path
    from pull_requests where ${of} and merged_on is not null and removed_at is null`

const deployments = sql`
  select coalesce(deployments.completed_on, started_on, deployments.created_on) as at,
         deployments.repository_id || ' deployment ' || deployments.uuid as place, 'deployment' as kind,
         concat_ws(' ', release_name, 'to', coalesce(environments.name, 'an environment that is gone'),
                   lower(coalesce(status, state))) as title,
         ${nameOf(sql`deployer_account_id`, sql`null::text`)} as who, commit_hash as hash, '/deployments' as path
    from deployments left join environments on environments.uuid = environment_uuid
     and environments.workspace_id = mine.workspace_id and environments.repository_id = mine.repository_id
   where deployments.workspace_id = mine.workspace_id and deployments.repository_id = mine.repository_id
     and deployments.removed_at is null and state <> 'UNDEPLOYED'`

type Paging = { readonly before: Moment | undefined; readonly limit: number }

/** All commits and tags of the repositories of an entity, the newest first. */
export function eventsOf(db: Db, entityId: string, paging: Paging): Promise<Happened[]> {
  return walk<Happened>(db, entityId, sql`(${commits}) union all (${tags})`, paging)
}

/** What happened last: commits, tags, merges and deployments. */
export async function activityOf(db: Db, entityId: string, limit: number): Promise<Happened[]> {
  const paging = { before: undefined, limit }
  // One by one: together the newest commits would have to be sorted instead of read from their index.
  const parts = [commits, tags, merges, deployments]
  const found: Happened[] = []
  for (const part of parts) found.push(...(await walk<Happened>(db, entityId, part, paging)))
  return found.sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, limit)
}
