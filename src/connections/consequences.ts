import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Connection } from './connections.ts'
import { listWorkspaces } from './workspaces.ts'

/** What people think of as theirs; the tables beside them come and go with these. */
const counted = [
  'members',
  'projects',
  'repositories',
  'commits',
  'pull_requests',
  'pull_request_comments',
  'pipelines',
  'deployments',
  'issues',
] as const

/** What suspending or removing a connection, or making it the default, does to what is there. */
export async function consequencesOf(db: Db, connection: Connection) {
  const workspaces = (await listWorkspaces(db, connection.id)).map(({ slug }) => slug)
  const { credentials, runs, running, webhooks } = await countOwn(db, connection.id)
  return {
    rows: await countRows(db, connection.id),
    suspend: { running, workspaces, webhooks },
    remove: {
      ...{ workspaces, credentials, runs, webhooks },
      named_repositories: await countNamed(db, connection.id),
      next_default: await nextDefault(db, connection),
    },
    make_default: {
      in_place_of: connection.is_default ? null : await defaultAlias(db),
      named_repositories: await countNamed(db, null),
    },
  }
}

async function countRows(db: Db, connectionId: string): Promise<{ table: string; count: number }[]> {
  const parts = counted.map(
    (table) => sql`
      select ${table}::text as table, count(*)::integer as count from ${sql.table(table)} as counted
       where counted.workspace_id in (select id from workspaces where connection_id = ${connectionId})`,
  )
  const { rows } = await sql<{ table: string; count: number }>`${sql.join(parts, sql` union all `)}`.execute(
    db,
  )
  return rows
}

async function countOwn(db: Db, connectionId: string) {
  const { rows } = await sql<{
    credentials: number
    runs: number
    running: boolean
    webhooks: number
  }>`
    select (select count(*)::integer from credentials where connection_id = ${connectionId}) as credentials,
           (select count(*)::integer from sync_runs where connection_id = ${connectionId}) as runs,
           (select count(*)::integer from webhooks
             where connection_id = ${connectionId} and uuid is not null) as webhooks,
           exists (select from sync_runs where connection_id = ${connectionId} and state = 'running') as running`.execute(
    db,
  )
  return rows[0] ?? { credentials: 0, runs: 0, running: false, webhooks: 0 }
}

/** Repositories that people named for entities as read by it, or without a connection. */
async function countNamed(db: Db, connectionId: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from named_repositories named join entities on entities.id = entity_id
     where named.connection_id is not distinct from ${connectionId} and removed_at is null`.execute(db)
  return rows[0]?.count ?? 0
}

async function defaultAlias(db: Db): Promise<string | null> {
  const row = await db
    .selectFrom('connections')
    .select('alias')
    .where('is_default', '=', true)
    .executeTakeFirst()
  return row?.alias ?? null
}

/** The oldest of the others follows a default that is removed. */
async function nextDefault(db: Db, { id, is_default }: Connection): Promise<string | null> {
  if (!is_default) return null
  const row = await db
    .selectFrom('connections')
    .select('alias')
    .where('id', '!=', id)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.alias ?? null
}
