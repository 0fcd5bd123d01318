import { sql } from 'kysely'
import { markDirty } from '../../db/dirty.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { FieldName, IngestedPath, TagSource } from './fields.ts'

export type Behaviour = 'register_and_merge' | 'register' | 'merge'
export type SecondaryKind = 'pull_requests' | 'commits'

/** What can be changed of a discovery once it is there. */
export interface DiscoverySettings {
  readonly name: string
  readonly behaviour: Behaviour
  /** Identifier of a blueprint. */
  readonly kind: string
  readonly entity_type: string | null
  readonly ingested_path: IngestedPath
  readonly operator: 'equals' | 'contains'
  readonly catalogue_path: string
  readonly fields: readonly FieldName[]
  readonly tags_from: TagSource
}

export interface NewDiscovery extends DiscoverySettings {
  readonly workspace_id: string
  readonly secondary_kinds: readonly SecondaryKind[]
  readonly frequency_minutes: number
  readonly since: Date | null
}

export interface Discovery extends NewDiscovery {
  readonly id: string
  readonly auto_import_since: Date | null
  readonly suspended_at: Date | null
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  readonly workspace: string
  readonly workspace_name: string
  readonly connection: { readonly id: string; readonly alias: string; readonly is_active: boolean } | null
  /** Repositories that wait to be imported, and those that are. */
  readonly discovered: number
  readonly imported: number
}

const select = sql`
  select discoveries.*, workspaces.slug as workspace, workspaces.name as workspace_name,
         case when connections.id is not null
              then jsonb_build_object('id', connections.id::text, 'alias', connections.alias,
                                      'is_active', connections.state = 'active') end as connection,
         (select count(*)::integer from discovered
           where discovery_id = discoveries.id
             and not exists (select from discovery_links links
                              where links.repository_id = discovered.repository_id and unlinked_at is null)) as discovered,
         (select count(*)::integer from discovery_links
           where discovery_id = discoveries.id and unlinked_at is null) as imported
    from discoveries
    join workspaces on workspaces.id = discoveries.workspace_id
    left join connections on connections.id = workspaces.connection_id`

/** Every discovery, by name. */
export async function listDiscoveries(db: Db): Promise<Discovery[]> {
  const { rows } = await sql<Discovery>`${select} order by lower(discoveries.name), discoveries.id`.execute(
    db,
  )
  return rows
}

/** Those of some workspaces. */
export async function listDiscoveriesOf(db: Db, workspaceIds: readonly string[]): Promise<Discovery[]> {
  if (workspaceIds.length === 0) return []
  const { rows } = await sql<Discovery>`
    ${select} where discoveries.workspace_id = any(${[...workspaceIds]}::bigint[]) order by discoveries.id`.execute(
    db,
  )
  return rows
}

export async function getDiscovery(db: Db, id: string): Promise<Discovery> {
  const { rows } = await sql<Discovery>`${select} where discoveries.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw new Failure('not_found')
  return row
}

/** As it is now; nobody else changes it until the transaction ends. */
export async function lockDiscovery(tx: Db, id: string): Promise<Discovery> {
  await sql`select from discoveries where id = ${id} for update`.execute(tx)
  return getDiscovery(tx, id)
}

/** Sets up the discovery of a workspace; its repositories are looked at as soon as this is committed. */
export async function addDiscovery(tx: Db, made: NewDiscovery): Promise<Discovery> {
  const { rows } = await sql<{ id: string }>`
    insert into discoveries (workspace_id, name, behaviour, kind, entity_type, ingested_path, operator, catalogue_path,
                             fields, tags_from, secondary_kinds, frequency_minutes, since)
    values (${made.workspace_id}, ${made.name}, ${made.behaviour}, ${made.kind}, ${made.entity_type},
            ${made.ingested_path}, ${made.operator}, ${made.catalogue_path}, ${[...made.fields]}, ${made.tags_from},
            ${[...made.secondary_kinds]}, ${made.frequency_minutes}, ${made.since})
    on conflict (workspace_id) do nothing
    returning id`.execute(tx)
  const [added] = rows
  if (!added) throw await alreadyThere(tx, made.workspace_id)
  await lookAgain(tx, made.workspace_id)
  return getDiscovery(tx, added.id)
}

/** Changes a discovery. The caller has locked it. */
export async function changeDiscovery(
  tx: Db,
  before: Discovery,
  change: Partial<DiscoverySettings>,
): Promise<Discovery> {
  const after = { ...before, ...change }
  await sql`
    update discoveries
       set name = ${after.name}, behaviour = ${after.behaviour}, kind = ${after.kind}, entity_type = ${after.entity_type},
           ingested_path = ${after.ingested_path}, operator = ${after.operator},
           catalogue_path = ${after.catalogue_path}, fields = ${[...after.fields]}, tags_from = ${after.tags_from},
           version = version + 1, updated_at = now()
     where id = ${before.id}`.execute(tx)
  await lookAgain(tx, before.workspace_id)
  return getDiscovery(tx, before.id)
}

/** Whether what is detected from now on is imported by itself. */
export async function setAutoImport(tx: Db, before: Discovery, on: boolean): Promise<Discovery> {
  if (on === (before.auto_import_since !== null)) return before
  await sql`
    update discoveries set auto_import_since = case when ${on} then now() end, version = version + 1, updated_at = now()
     where id = ${before.id}`.execute(tx)
  return getDiscovery(tx, before.id)
}

export async function suspendDiscovery(tx: Db, before: Discovery): Promise<Discovery> {
  if (before.suspended_at !== null) return before
  await sql`
    update discoveries set suspended_at = now(), version = version + 1, updated_at = now() where id = ${before.id}`.execute(
    tx,
  )
  return getDiscovery(tx, before.id)
}

/** What changed meanwhile is caught up with. */
export async function resumeDiscovery(tx: Db, before: Discovery): Promise<Discovery> {
  if (before.suspended_at === null) return before
  await sql`
    update discoveries set suspended_at = null, version = version + 1, updated_at = now() where id = ${before.id}`.execute(
    tx,
  )
  await lookAgain(tx, before.workspace_id)
  return getDiscovery(tx, before.id)
}

/** For the audit log. */
export function describeDiscovery(discovery: Discovery) {
  const { name, workspace, connection, behaviour, kind, entity_type, ingested_path, operator } = discovery
  const { catalogue_path, fields, tags_from, secondary_kinds, auto_import_since, suspended_at } = discovery
  return {
    ...{ name, workspace, behaviour, kind, entity_type, ingested_path, operator, catalogue_path, fields },
    ...{ tags_from, secondary_kinds, auto_import: auto_import_since !== null },
    ...{ suspended: suspended_at !== null, connection: connection?.alias ?? null },
  }
}

export function subjectOfDiscovery({ id, name }: Pick<Discovery, 'id' | 'name'>) {
  return { kind: 'discovery', id, name }
}

/** Key of all repositories of a workspace at once. */
export const workspaceKey = 'workspace '

async function lookAgain(tx: Db, workspaceId: string): Promise<void> {
  await markDirty(tx, 'discovery', [`${workspaceKey}${workspaceId}`])
}

async function alreadyThere(tx: Db, workspaceId: string): Promise<Failure> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from discoveries where workspace_id = ${workspaceId}`.execute(tx)
  const [first] = rows
  return new Failure('conflict', {
    detail: `The workspace has a discovery already${first ? `: ${first.name}` : ''}. There is one a workspace.`,
    data: {
      discovery: first?.id ?? null,
      problems: [{ path: 'workspace', message: 'has a discovery already' }],
    },
  })
}
