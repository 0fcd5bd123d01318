import type { Definition } from '../src/catalog/blueprints/blueprint.ts'
import { loadBlueprints } from '../src/catalog/blueprints/stored.ts'
import { saveByHand } from '../src/catalog/entities/by-hand.ts'
import type { Said } from '../src/catalog/entities/said.ts'
import type { Database } from '../src/db/pool.ts'

export const ship: Definition = {
  identifier: 'ship',
  title: 'Ship',
  schema: { properties: { flag: { type: 'string', title: 'Flag' } } },
}

/** A blueprint with something of everything that a property can be. */
export const crew: Definition = {
  identifier: 'crew',
  title: 'Crew',
  icon: 'Service',
  schema: {
    properties: {
      language: { type: 'string', title: 'Language', enum: ['go', 'python', 'typescript'] },
      lines: { type: 'number', title: 'Lines' },
      is_public: { type: 'boolean', title: 'Public' },
      tags: { type: 'array', title: 'Tags' },
      notes: { type: 'string', title: 'Notes', format: 'markdown' },
      home: { type: 'string', title: 'Home', format: 'url' },
      setup: { type: 'object', title: 'Set-up' },
    },
  },
  relations: {
    ship: { title: 'Ship', target: 'ship' },
    mates: { title: 'Mates', target: 'crew', many: true },
  },
  mirrorProperties: { flag: { title: 'Flag of the ship', path: 'ship.flag' } },
  calculationProperties: { long: { title: 'Long', type: 'boolean', calculation: '.properties.lines > 100' } },
}

export async function addBlueprints(
  { pool }: Database,
  definitions: readonly Definition[] = [ship, crew],
): Promise<void> {
  for (const definition of definitions)
    await pool.query(
      `insert into blueprints (identifier, title, definition) values ($1, $2, $3)
       on conflict (identifier) do update set definition = excluded.definition`,
      [definition.identifier, definition.title, JSON.stringify(definition)],
    )
}

/** Says something of an entity by hand; answers its id. */
export async function addEntity(
  { kysely }: Database,
  blueprint: string,
  identifier: string,
  said: Partial<Said> = {},
): Promise<string> {
  const found = (await loadBlueprints(kysely, [blueprint])).get(blueprint)
  if (!found) throw new Error(`there is no blueprint ${blueprint}`)
  const nothing: Said = { title: null, icon: null, team: null, properties: {}, relations: {} }
  return saveByHand(kysely, found, identifier, { ...nothing, ...said })
}

interface Placed {
  readonly workspaceId: string
  readonly repositoryId: string
}

/** A repository with something of all that the page of an entity shows. */
export async function addRepository({ pool }: Database, slug: string): Promise<Placed> {
  const { rows } = await pool.query<Placed>(
    `with home as (
       insert into workspaces (uuid, slug, name) values (gen_random_uuid(), 'harbour', 'Harbour') returning id)
     insert into repositories (workspace_id, uuid, slug, name, language, main_branch, description)
     select id, gen_random_uuid(), $1, $1, 'python', 'main', 'What it is for.' from home
     returning workspace_id as "workspaceId", id as "repositoryId"`,
    [slug],
  )
  const [placed] = rows
  if (!placed) throw new Error('no repository was made')
  for (const statement of contents) await pool.query(statement, [placed.workspaceId, placed.repositoryId])
  return placed
}

/** Makes a mapping say the entity, from the record of the repository. */
export async function mapRepository(
  { pool }: Database,
  entityId: string,
  { workspaceId, repositoryId }: Placed,
  properties: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await pool.query(
    `with mapping as (
       insert into mappings (name, version) values ('main', 1)
       on conflict (name) do update set version = 1 returning id),
     mapped as (
       insert into mapped_records (mapping_id, resource, kind, workspace_id, repository_id, stream, unit, key, outcome)
       select id, 0, 'repository', $2::bigint, $3::bigint, 'repositories', $3::bigint::text, $3::bigint::text, 'mapped' from mapping returning id)
     insert into entity_sources (entity_id, origin, mapped_record_id, properties)
     select $1, 'mapping', id, $4 from mapped`,
    [entityId, workspaceId, repositoryId, JSON.stringify(properties)],
  )
}

/** Makes a discovery of its workspace import the repository as the entity. */
export async function importRepository(
  { pool }: Database,
  entityId: string,
  { workspaceId, repositoryId }: Placed,
  ingested: Readonly<Record<string, unknown>>,
): Promise<void> {
  await pool.query(
    `with discovery as (
       insert into discoveries (workspace_id, name, behaviour, kind, ingested_path, operator, catalogue_path, fields,
                                tags_from, secondary_kinds, frequency_minutes)
       values ($1, 'Harbour', 'merge', 'crew', 'name', 'equals', 'title', '{name,url}', 'project_key', '{commits}', 180)
       returning id)
     insert into discovery_links (discovery_id, repository_id, entity_id, status, ingested)
     select id, $2, $3, 'merged', $4 from discovery`,
    [workspaceId, repositoryId, entityId, JSON.stringify(ingested)],
  )
}

const hash = (n: string) => `lpad(to_hex(${n}), 40, '0')`

const contents = [
  `insert into commits (workspace_id, repository_id, hash, parents, author_raw, date, message)
   select $1::bigint, $2::bigint, ${hash('n')}, case when n = 1 then array[]::text[] else array[${hash('n - 1')}] end,
          case when n % 3 = 0 then 'Jonas <jonas@example.com>' else 'Mara <mara@example.com>' end,
          now() - make_interval(hours => 30 - n), 'Change ' || n || E'\\n\\nWhy it was needed.'
     from generate_series(1, 25) n`,
  `insert into branches (workspace_id, repository_id, name, target) values ($1::bigint, $2::bigint, 'main', ${hash('25')})`,
  `insert into tags (workspace_id, repository_id, name, target)
   select $1::bigint, $2::bigint, 'v1.' || n, ${hash('n * 3')} from generate_series(1, 7) n`,
  `insert into repository_files (workspace_id, repository_id, path, oid, mode, size)
   values ($1::bigint, $2::bigint, 'src/main.py', 'a', '100644', 7000), ($1::bigint, $2::bigint, 'src/page.ts', 'b', '100644', 3000),
          ($1::bigint, $2::bigint, 'README.md', 'c', '100644', 90000), ($1::bigint, $2::bigint, 'src/other.py', 'd', '100644', null)`,
  `insert into pull_requests (workspace_id, repository_id, id, title, state, created_on, updated_on, merged_on, merged_on_source,
                              source_branch, destination_branch)
   select $1::bigint, $2::bigint, n, 'Pull ' || n, case when n % 2 = 0 then 'MERGED' else 'OPEN' end, now() - make_interval(days => n),
          now() - make_interval(hours => n), case when n % 2 = 0 then now() - make_interval(hours => n) end,
          case when n % 2 = 0 then 'activity' end, 'branch-' || n, 'main'
     from generate_series(1, 5) n`,
  `insert into environments (workspace_id, repository_id, uuid, name, rank)
   select $1::bigint, $2::bigint, md5($2::bigint::text || name)::uuid, name, rank from (values ('Test', 1), ('Production', 2)) as e (name, rank)`,
  `insert into pipelines (workspace_id, repository_id, uuid, build_number, state, result, ref_type, ref_name, commit_hash,
                          created_on, completed_on, duration_in_seconds)
   select $1::bigint, $2::bigint, md5($2::bigint::text || n)::uuid, n, 'COMPLETED', case when n = 2 then 'FAILED' else 'SUCCESSFUL' end, 'branch',
          'main', ${hash('n')}, now() - make_interval(hours => 10 - n), now() - make_interval(hours => 10 - n, mins => -4), 240
     from generate_series(1, 4) n`,
  `insert into deployments (workspace_id, repository_id, uuid, environment_uuid, pipeline_uuid, release_name, commit_hash,
                            state, status, started_on, completed_on, created_on)
   select $1::bigint, $2::bigint, md5('deployment' || $2::bigint::text || n)::uuid,
          md5($2::bigint::text || case when n % 2 = 0 then 'Production' else 'Test' end)::uuid, md5($2::bigint::text || n)::uuid, '#' || n,
          ${hash('n')}, 'COMPLETED', case when n = 2 then 'FAILED' else 'SUCCESSFUL' end,
          now() - make_interval(hours => 10 - n), now() - make_interval(hours => 10 - n, mins => -2), now()
     from generate_series(1, 4) n`,
] as const
