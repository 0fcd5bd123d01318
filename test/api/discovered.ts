/** Rows that requests about discoveries need to be there. */
import { connection } from './connection.ts'
import type { TestServer } from './server.ts'

const component = {
  identifier: 'Component',
  title: 'Component',
  schema: {
    properties: {
      type: { type: 'string', enum: ['service', 'library'] },
      url: { type: 'string', format: 'url' },
      tier: { type: 'number' },
    },
  },
}

/** The discovery of the one workspace, newly set up. */
export async function discoveryOf(house: TestServer) {
  const { pool } = house.database
  await connection(house)
  await pool.query('delete from discoveries')
  await pool.query('delete from entities')
  await pool.query(
    `insert into blueprints (identifier, title, definition) values ('Component', 'Component', $1)
     on conflict (identifier) do update set definition = excluded.definition`,
    [JSON.stringify(component)],
  )
  const { rows } = await pool.query<{ id: string; workspace: string; event: string }>(
    `with made as (
       insert into discoveries (workspace_id, name, behaviour, kind, entity_type, ingested_path, operator, catalogue_path,
                                fields, tags_from, secondary_kinds, frequency_minutes)
       select id, 'Acme', 'register_and_merge', 'Component', 'service', 'name', 'equals', 'title',
              '{name,url}', 'project_key', '{commits}', 180
         from workspaces where connection_id is not null returning id, workspace_id)
     insert into discovery_events (discovery_id, type, status, description, ended_at)
     select id, 'created', 'success', 'It was set up.', now() from made
     returning discovery_id as id, (select workspace_id from made) as workspace, id as event`,
  )
  const { id = '', workspace = '', event = '' } = rows[0] ?? {}
  return { id, workspace, event }
}

/** With a repository that waits. */
export async function discoveredRepository(house: TestServer, name = 'Web shop') {
  const made = await discoveryOf(house)
  return { ...made, repository: await waitingRepository(house, made, name) }
}

/** One more that waits. */
export async function waitingRepository(
  { database: { pool } }: TestServer,
  { id, workspace }: { readonly id: string; readonly workspace: string },
  name: string,
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with made as (
       insert into repositories (workspace_id, uuid, slug, name)
       values ($1, gen_random_uuid(), lower(replace($2::text, ' ', '-')), $2) returning id)
     insert into discovered (discovery_id, repository_id) select $3::bigint, id from made returning repository_id as id`,
    [workspace, name, id],
  )
  return rows[0]?.id ?? ''
}

/** An entity of the kind that is registered. */
export async function entity(
  { database: { pool } }: TestServer,
  identifier: string,
  title: string,
  properties: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into entities (blueprint_id, identifier, title, properties, is_stub)
     select id, $1, $2, $3, false from blueprints where identifier = 'Component' returning id`,
    [identifier, title, JSON.stringify(properties)],
  )
  return rows[0]?.id ?? ''
}

/** With a repository that is merged into an entity. */
export async function linkedRepository(house: TestServer) {
  const made = await discoveredRepository(house)
  const entityId = await entity(house, 'shop', 'Shop')
  const { rows } = await house.database.pool.query<{ id: string }>(
    `insert into discovery_links (discovery_id, repository_id, entity_id, status, ingested)
     values ($1, $2, $3, 'merged', '{"name": "Web shop"}') returning id`,
    [made.id, made.repository, entityId],
  )
  return { ...made, entityId, link: rows[0]?.id ?? '' }
}
