import { randomUUID } from 'node:crypto'
import type { Database } from '../src/db/pool.ts'

/** A workspace that a connection of its own reads; suspended, so that nothing is asked of anybody. Answers its id. */
export async function addReadWorkspace({ pool }: Database, alias: string, slug: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with connection as (
       insert into connections (connector, alias, api_url, state)
       values ('bitbucket-cloud', $1, 'https://' || $1 || '.example/2.0', 'suspended') returning id)
     insert into workspaces (uuid, slug, name, connection_id) select $2, $3, initcap($3), id from connection returning id`,
    [alias, randomUUID(), slug],
  )
  return rows[0]?.id ?? ''
}

interface Met {
  readonly name: string
  readonly nickname?: string
  /** The workspace it is a member of. */
  readonly workspace: string
  /** What Bitbucket says is its address there. */
  readonly email?: string
}

/** An account as a sync leaves it. Answers its id. */
export async function addAccount(
  database: Database,
  { name, nickname, workspace, email }: Met,
): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    `with account as (
       insert into accounts (uuid, type, display_name, nickname, account_status)
       values ($1, 'user', $2, $3, 'active') returning id),
     member as (insert into members (workspace_id, account_id) select $4, id from account)
     select id from account`,
    [randomUUID(), name, nickname ?? null, workspace],
  )
  const id = rows[0]?.id ?? ''
  if (email !== undefined) await sayAddress(database, workspace, email, id)
  return id
}

/** What Bitbucket says of whose an address of commits is. */
export async function sayAddress(
  { pool }: Database,
  workspace: string,
  email: string,
  account: string | null,
): Promise<void> {
  await pool.query(
    `insert into emails (workspace_id, email, account_id, looked_up_at) values ($1, $2, $3, now())
     on conflict (workspace_id, email) do update set account_id = excluded.account_id`,
    [workspace, email, account],
  )
}
