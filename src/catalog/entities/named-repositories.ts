import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { JsonObject } from '../jq/json.ts'

/** More of them would be a list of repositories and not an entity. */
export const mostNamed = 50

/** What is named without a connection is meant of the default one, whichever that is now. */
const meant = sql`coalesce(named.connection_id, (select id from connections where is_default))`

/**
 * The repository that a row of named_repositories means: among what the connection reads, by its name or one it had before.
 * What has the name now comes before what had it.
 */
const found = sql`
  lateral (
    select r.workspace_id, r.id as repository_id, w.slug || '/' || r.slug as full_name
      from workspaces w
      join workspace_slugs on workspace_slugs.workspace_id = w.id and workspace_slugs.slug = named.workspace
      join repository_slugs on repository_slugs.workspace_id = w.id and repository_slugs.slug = named.repository
      join repositories r on r.id = repository_slugs.repository_id and r.workspace_id = w.id and r.removed_at is null
     where w.connection_id = ${meant} and w.removed_at is null
     order by w.slug = named.workspace desc, r.slug = named.repository desc, r.id desc
     limit 1) as found`

/** Those of an entity, as a table of workspace_id and repository_id. */
export function namedRepositoriesOf(entityId: string): RawBuilder<unknown> {
  return sql`
    select found.workspace_id, found.repository_id from named_repositories named cross join ${found}
     where named.entity_id = ${entityId}`
}

export interface NamedRepository {
  readonly id: string
  readonly repository: string
  /** Alias; null for the default. */
  readonly connection: string | null
  /** The connection that is meant; null when there is none. */
  readonly read_by: string | null
  /** What it is called now; null when the connection reads none of that name. */
  readonly found: string | null
}

/** By name, each with what it is found to mean. */
export async function listNamedRepositories(db: Db, entityId: string): Promise<NamedRepository[]> {
  const { rows } = await sql<NamedRepository>`
    select named.id, named.workspace || '/' || named.repository as repository, connections.alias as connection,
           (select alias from connections where id = ${meant}) as read_by, found.full_name as found
      from named_repositories named
      left join connections on connections.id = named.connection_id
      left join ${found} on true
     where named.entity_id = ${entityId}
     order by repository, connection nulls first`.execute(db)
  return rows
}

/** As files say it: by its name alone where the default connection is meant. */
export function inFile({ repository, connection }: NamedRepository): JsonObject | string {
  return connection === null ? repository : { repository, connection }
}

export interface Named {
  readonly workspace: string
  readonly repository: string
  readonly connectionId: string | null
}

/** None of them is removed before the names are stored. */
async function holdConnections(tx: Db, named: readonly Named[]): Promise<void> {
  const ids = [...new Set(named.flatMap(({ connectionId }) => connectionId ?? []))]
  const { rows } = await sql`select from connections where id = any(${ids}::bigint[]) for key share`.execute(
    tx,
  )
  if (rows.length < ids.length)
    throw new Failure('not_found', { detail: 'The connection is not there any more.' })
}

/** Names a repository for an entity; answers the id. */
export async function nameRepository(tx: Db, entityId: string, named: Named): Promise<string> {
  const { workspace, repository, connectionId } = named
  await holdConnections(tx, [named])
  // One after the other, so that the bound holds and a second of the same is told.
  await sql`select from entities where id = ${entityId} for update`.execute(tx)
  const held = await sql<{ count: number }>`
    select count(*)::integer as count from named_repositories where entity_id = ${entityId}`.execute(tx)
  if ((held.rows[0]?.count ?? 0) >= mostNamed)
    throw new Failure('conflict', {
      detail: `An entity has at most ${mostNamed} repositories that people name.`,
    })
  const { rows } = await sql<{ id: string }>`
    insert into named_repositories (entity_id, workspace, repository, connection_id)
    values (${entityId}, ${workspace}, ${repository}, ${connectionId}) on conflict do nothing
    returning id`.execute(tx)
  if (rows[0]) return rows[0].id
  throw new Failure('conflict', { detail: `${workspace}/${repository} is named already.` })
}

/** Its name is not said of the entity any more. */
export async function unnameRepository(tx: Db, entityId: string, id: string): Promise<void> {
  await sql`delete from named_repositories where entity_id = ${entityId} and id = ${id}`.execute(tx)
}

/** Names these for an entity, and takes back the names of all others. */
export async function nameExactly(tx: Db, entityId: string, named: readonly Named[]): Promise<void> {
  await holdConnections(tx, named)
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
    as wanted (workspace text, repository text, "connectionId" bigint)`
  await sql`select from entities where id = ${entityId} for update`.execute(tx)
  await sql`
    delete from named_repositories held where entity_id = ${entityId} and not exists (
      select from ${wanted} where wanted.workspace = held.workspace and wanted.repository = held.repository
         and wanted."connectionId" is not distinct from held.connection_id)`.execute(tx)
  await sql`
    insert into named_repositories (entity_id, workspace, repository, connection_id)
    select ${entityId}, wanted.* from ${wanted} on conflict do nothing`.execute(tx)
}
