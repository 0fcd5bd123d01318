import { type RawBuilder, sql } from 'kysely'
import { inflate } from '../../db/payload.ts'
import type { Db } from '../../db/pool.ts'
import type { Json } from '../jq/json.ts'
import type { MappedRecord } from './record.ts'
import type { Unit } from './unit.ts'

/** Rows that are read at a time: a record may be some kilobytes. */
const perPage = 200

interface Row {
  readonly at: string
  readonly workspace_id: string
  readonly workspace: string
  readonly repository_id: string | null
  readonly repository: string | null
  readonly key: string
  readonly payload: Buffer
}

/** What is there of a workspace, and its record: by the order of `at`. */
const kinds = {
  projects: sql`
    select projects.id as at, projects.workspace_id, null::bigint as repository_id, null as repository, uuid::text as key
      from projects where removed_at is null`,
  members: sql`
    select members.account_id as at, members.workspace_id, null::bigint as repository_id, null as repository,
           accounts.uuid::text as key
      from members join accounts on accounts.id = members.account_id where removed_at is null`,
  repositories: sql`
    select repositories.id as at, repositories.workspace_id, repositories.id as repository_id, slug as repository,
           uuid::text as key
      from repositories where removed_at is null and is_chosen`,
} as const

/** Records of workspaces as they are stored, or some of them: neither what is quarantined nor what has gone. */
export async function* storedOfWorkspaces(
  db: Db,
  stream: keyof typeof kinds,
  units: readonly Unit[] | null = null,
): AsyncGenerator<MappedRecord> {
  const workspaces = units?.map(({ workspaceId }) => workspaceId) ?? null
  const keys = units?.map(({ key }) => key) ?? null
  const isWanted = sql`(${keys}::text[] is null or (there.workspace_id, there.key) in (
    select * from unnest(${workspaces}::bigint[], ${keys}::text[])))`
  yield* readStored(db, stream, isWanted)
}

/** The repositories of some ids. */
export function storedRepositories(db: Db, ids: readonly string[]): AsyncGenerator<MappedRecord> {
  return readStored(db, 'repositories', sql`there.repository_id = any(${[...ids]}::bigint[])`)
}

async function* readStored(
  db: Db,
  stream: keyof typeof kinds,
  isWanted: RawBuilder<unknown>,
): AsyncGenerator<MappedRecord> {
  yield* paged(async (after) => {
    const { rows } = await sql<Row>`
      select there.*, workspaces.slug as workspace, raw_records.payload
        from (${kinds[stream]}) as there
        join workspaces on workspaces.id = there.workspace_id and workspaces.removed_at is null
        join raw_records on raw_records.workspace_id = there.workspace_id and raw_records.repository_id is null
                        and raw_records.stream = ${stream} and raw_records.key = there.key and error is null
       where there.at > ${after ?? '0'}::bigint and ${isWanted}
       order by there.at limit ${perPage}`.execute(db)
    return rows
  })
}

interface Choice {
  readonly states: readonly string[]
  readonly since: string | null
}

/** Pull requests of a repository, the last changed first; some of them by their keys, as many at a time as are read at once. */
export async function* storedPullRequests(
  db: Db,
  repository: MappedRecord,
  choice: Choice,
  keys: readonly string[] | null = null,
): AsyncGenerator<MappedRecord> {
  if (keys === null) return yield* pullRequestsOf(db, repository, choice, null)
  for (let from = 0; from < keys.length; from += mostKeys)
    yield* pullRequestsOf(db, repository, choice, keys.slice(from, from + mostKeys))
}

/** One less than a page, after which nothing more is looked for. */
const mostKeys = perPage - 1

async function* pullRequestsOf(
  db: Db,
  { workspaceId, workspace, repositoryId, repository }: MappedRecord,
  { states, since }: Choice,
  keys: readonly string[] | null,
): AsyncGenerator<MappedRecord> {
  const isChosen: RawBuilder<boolean> = sql`
    (${states.length} = 0 or state = any(${[...states]}::text[])) and (${since}::timestamptz is null or updated_on >= ${since})`
  yield* paged(async (after) => {
    const { rows } = await sql<Row>`
      select to_char(updated_on at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' ' || pull_requests.id as at,
             ${workspaceId} as workspace_id, ${workspace} as workspace, ${repositoryId} as repository_id,
             ${repository} as repository, raw_records.key, raw_records.payload
        from pull_requests
        join raw_records on raw_records.workspace_id = pull_requests.workspace_id
                        and raw_records.repository_id = pull_requests.repository_id
                        and raw_records.stream = 'pull_requests' and raw_records.key = pull_requests.id::text
                        and error is null
       where pull_requests.workspace_id = ${workspaceId} and pull_requests.repository_id = ${repositoryId}
         and pull_requests.removed_at is null and ${isChosen}
         and (${keys}::bigint[] is null or pull_requests.id = any(${keys}))
         and (${after}::text is null or (updated_on, pull_requests.id)
              < (split_part(${after}, ' ', 1)::timestamptz, split_part(${after}, ' ', 2)::bigint))
       order by updated_on desc, pull_requests.id desc limit ${perPage}`.execute(db)
    return rows
  })
}

async function* paged(read: (after: string | null) => Promise<Row[]>): AsyncGenerator<MappedRecord> {
  for (let after: string | null = null; ; ) {
    const rows = await read(after)
    for (const row of rows)
      yield {
        workspaceId: row.workspace_id,
        workspace: row.workspace,
        repositoryId: row.repository_id,
        repository: row.repository,
        key: row.key,
        item: inflate(row.payload) as Json,
      }
    const last = rows.at(-1)
    if (!last || rows.length < perPage) return
    after = last.at
  }
}
