import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { ofRepositories, repositoriesOf } from './repositories.ts'
import { type Moment, nameOf, type Walked, walk } from './walk.ts'

type State = 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED'

export interface PullRequest extends Walked {
  readonly number: number
  readonly title: string
  readonly state: string
  readonly draft: boolean | null
  readonly author: string | null
  readonly source_branch: string | null
  readonly destination_branch: string | null
  readonly created_on: Date
}

/** Pull requests of the repositories of an entity, those that changed last first. */
export function pullRequestsOf(
  db: Db,
  entityId: string,
  { state, ...paging }: { state: State | undefined; before: Moment | undefined; limit: number },
): Promise<PullRequest[]> {
  const rows = sql`
    select updated_on as at, repository_id || ' ' || id as place, id as number, title, state, draft,
           ${nameOf(sql`author_account_id`, sql`null::text`)} as author, source_branch, destination_branch, created_on
      from pull_requests
     where workspace_id = mine.workspace_id and repository_id = mine.repository_id and removed_at is null
       and ${state === undefined ? sql`true` : sql`state = ${state}`}`
  return walk<PullRequest>(db, entityId, rows, paging)
}

/** How many there are, by state. */
export async function countPullRequests(db: Db, entityId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select p.state, count(*)::integer as count from ${repositoriesOf(entityId)} as mine ${ofRepositories}
      join pull_requests p on p.workspace_id = r.workspace_id and p.repository_id = r.id and p.removed_at is null
     group by p.state`.execute(db)
  return new Map(rows.map(({ state, count }) => [state, count]))
}
