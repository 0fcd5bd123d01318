import { sql } from 'kysely'
import type { SecondaryKind } from '../catalog/discovery/discoveries.ts'
import { type Reconciled, reconcile } from '../catalog/discovery/rhythm.ts'
import { changeConnection, lockConnection } from '../connections/connections.ts'
import type { Db } from '../db/pool.ts'
import type { Failure } from '../errors.ts'
import { invalidInput } from './problems.ts'

export interface Wish {
  readonly frequency_minutes: number
  readonly since?: string
}

/** What a discovery asks of the connection of its workspace, and which rule decides. */
export async function rhythmOf(db: Db, workspaceId: string, wish: Wish): Promise<Reconciled> {
  const connection = await db
    .selectFrom('connections')
    .innerJoin('workspaces', 'workspaces.connection_id', 'connections.id')
    .select(['frequency_minutes', 'cron', 'since', 'range_days'])
    .where('workspaces.id', '=', workspaceId)
    .executeTakeFirst()
  if (!connection) throw notRead()
  const now = new Date()
  const since = wish.since === undefined ? null : new Date(wish.since)
  if (since && since > now) throw invalidInput([{ path: 'since', message: 'lies in the future' }])
  return reconcile(connection, { frequency_minutes: wish.frequency_minutes, since }, now)
}

interface Asked extends Wish {
  readonly secondary_kinds: readonly SecondaryKind[]
}

/** Writes down with the connection what has to change of it; answers which it is, and what changed. */
export async function askOfConnection(tx: Db, workspaceId: string, asked: Asked) {
  const workspace = await tx
    .selectFrom('workspaces')
    .select('connection_id')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  if (!workspace?.connection_id) throw notRead()
  const connection = await lockConnection(tx, workspace.connection_id)
  const { change: rhythm } = await rhythmOf(tx, workspaceId, asked)
  const streams = uncollected(connection.streams, connection.source_access).filter((kind) =>
    asked.secondary_kinds.includes(kind),
  )
  const change = {
    ...rhythm,
    ...(streams.length > 0 ? { streams: [...(connection.streams ?? []), ...streams] } : {}),
  }
  if (Object.keys(change).length > 0) await changeConnection(tx, connection, change)
  return { connection, change }
}

function notRead(): Failure {
  return invalidInput([{ path: 'workspace', message: 'is none that a connection reads' }])
}

interface ReadWorkspace {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly connection: { readonly id: string; readonly alias: string }
  readonly discovery: string | null
  readonly by_api_token: boolean
  /** Streams that are collected; null for all that usually are. */
  readonly streams: readonly string[] | null
  readonly source_access: string
}

/** Workspaces that connections read, each with what is to be known before a discovery is set up. */
export async function readWorkspaces(db: Db) {
  const { rows } = await sql<ReadWorkspace>`
    select workspaces.id, workspaces.slug, workspaces.name,
           jsonb_build_object('id', connections.id::text, 'alias', connections.alias) as connection,
           discoveries.id as discovery, connections.streams, connections.source_access,
           coalesce((select bool_and(kind = 'api_token') from credentials where connection_id = connections.id), false)
             as by_api_token
      from workspaces
      join connections on connections.id = workspaces.connection_id
      left join discoveries on discoveries.workspace_id = workspaces.id
     where workspaces.removed_at is null
     order by connections.is_default desc, connections.alias, workspaces.slug`.execute(db)
  return rows.map(({ streams, source_access, ...workspace }) => ({
    ...workspace,
    uncollected: uncollected(streams, source_access),
  }))
}

/** A mirror has the commits, whatever else is collected. */
function uncollected(streams: readonly string[] | null, sourceAccess: string): SecondaryKind[] {
  if (streams === null) return []
  const hasCommits = sourceAccess === 'git' || streams.includes('commits')
  return [
    ...(streams.includes('pull_requests') ? [] : (['pull_requests'] as const)),
    ...(hasCommits ? [] : (['commits'] as const)),
  ]
}
