import type { Database } from '../../src/db/pool.ts'

export const entities = 100_000
export const relationsEach = 10

const words = [
  ...[
    'payment',
    'invoice',
    'ledger',
    'search',
    'basket',
    'shipping',
    'pricing',
    'identity',
    'catalogue',
    'review',
  ],
  ...[
    'gateway',
    'worker',
    'console',
    'adapter',
    'report',
    'import',
    'export',
    'mailer',
    'monitor',
    'planner',
  ],
]

const property = (type: string, more = {}) => ({ type, ...more })
const definitionOf = (identifier: string) => ({
  identifier,
  schema: {
    properties: {
      language: property('string', { enum: ['go', 'java', 'python', 'typescript', 'kotlin'] }),
      lines: property('number'),
      is_private: property('boolean'),
      lifecycle: property('string', { enum: ['experimental', 'production', 'deprecated'] }),
      description: property('string'),
      url: property('string', { format: 'url' }),
      tags: property('array'),
    },
  },
  relations: {
    depends_on: { target: 'service', many: true },
    owned_by: { target: 'group' },
  },
  mirrorProperties: { owner_url: { path: 'owned_by.url' } },
})

/** 100,000 entities of five blueprints, each with ten relations: some are referred to by a thousand, most by a few. */
export async function fillCatalogue({ pool }: Database): Promise<void> {
  for (const identifier of ['service', 'repository', 'library', 'resource', 'group'])
    await pool.query(
      `insert into blueprints (identifier, title, definition) values ($1, initcap($1), $2)
       on conflict (identifier) do update set definition = excluded.definition`,
      [identifier, JSON.stringify(definitionOf(identifier))],
    )
  await pool.query(
    `insert into entities (blueprint_id, identifier, title, team, properties, is_stub, updated_at)
     select b.id, b.identifier || '/' || w[1 + n % 20] || '-' || n, w[1 + n % 20] || ' ' || w[1 + (n / 20) % 20] || ' ' || n,
            to_jsonb('team-' || n % 100),
            jsonb_build_object('language', (array['go', 'java', 'python', 'typescript', 'kotlin'])[1 + n % 5], 'lines', n * 7 % 90000,
              'is_private', n % 3 = 0, 'lifecycle', (array['experimental', 'production', 'deprecated'])[1 + n % 3],
              'description', repeat('What it is for and who asks for it. ', 6), 'url', 'https://example.com/' || n,
              'tags', jsonb_build_array('tier-' || n % 4, 'zone-' || n % 7)),
            false, now() - make_interval(mins => n)
       from generate_series(1, $1::integer) n
       join blueprints b on b.identifier = (array['service', 'service', 'service', 'repository', 'repository', 'library', 'library',
                                                  'resource', 'resource', 'group'])[1 + n % 10],
            (select $2::text[] as w) as words`,
    [entities, words],
  )
  // Nine to others, a tenth of them to a few that many depend on, and one to a group.
  await pool.query(
    `with numbered as (select id, identifier, blueprint_id, row_number() over (order by id) as n from entities),
     wanted as (
       select one.id, 'depends_on' as name,
              case when k = 1 then 1 + (one.n * 7919) % 90 else 1 + (one.n * 31 + k * 104729) % $1 end as target
         from numbered one, generate_series(1, $2::integer - 1) k)
     insert into relations (entity_id, name, target_identifier, target_blueprint_id, target_id)
     select wanted.id, wanted.name, numbered.identifier, numbered.blueprint_id, numbered.id
       from wanted join numbered on numbered.n = wanted.target
     on conflict do nothing`,
    [entities, relationsEach],
  )
  await pool.query(
    `with groups as (select e.id, e.identifier, blueprint_id, row_number() over (order by e.id) as n
                       from entities e join blueprints b on b.id = blueprint_id and b.identifier = 'group')
     insert into relations (entity_id, name, target_identifier, target_blueprint_id, target_id)
     select e.id, 'owned_by', groups.identifier, groups.blueprint_id, groups.id
       from entities e join groups on groups.n = 1 + e.id % (select count(*) from groups)
     on conflict do nothing`,
  )
}

/** A thousand entities that are a repository each: of 200 commits, 20 tags, 50 pull requests and 60 files. */
export async function fillRepositories({ pool }: Database): Promise<void> {
  await pool.query(`insert into workspaces (uuid, slug, name) values (gen_random_uuid(), 'acme', 'Acme')`)
  await pool.query(
    `insert into repositories (workspace_id, uuid, slug, name, main_branch)
     select id, gen_random_uuid(), 'repository-' || n, 'Repository ' || n, 'main' from workspaces, generate_series(1, 1000) n`,
  )
  const hash = (n: string) => `lpad(to_hex(id * 1000 + ${n}), 40, '0')`
  await pool.query(
    `insert into commits (workspace_id, repository_id, hash, parents, author_raw, date, message)
     select workspace_id, id, ${hash('n')}, case when n = 1 then array[]::text[] else array[${hash('n - 1')}] end,
            'Person ' || n % 9 || ' <person' || n % 9 || '@example.com>', now() - make_interval(hours => 400 - n), 'Change ' || n
       from repositories, generate_series(1, 200) n`,
  )
  await pool.query(
    `insert into branches (workspace_id, repository_id, name, target) select workspace_id, id, 'main', ${hash('200')} from repositories`,
  )
  await pool.query(
    `insert into tags (workspace_id, repository_id, name, target)
     select workspace_id, id, 'v1.' || n, ${hash('n * 10')} from repositories, generate_series(1, 20) n`,
  )
  await pool.query(
    `insert into pull_requests (workspace_id, repository_id, id, title, state, created_on, updated_on, merged_on, merged_on_source)
     select workspace_id, id, n, 'Change ' || n, 'MERGED', now() - make_interval(hours => n), now() - make_interval(hours => n),
            now() - make_interval(hours => n), 'activity'
       from repositories, generate_series(1, 50) n`,
  )
  await pool.query(
    `insert into repository_files (workspace_id, repository_id, path, oid, mode, size)
     select workspace_id, id, 'src/part-' || n || (array['.ts', '.py', '.md'])[1 + n % 3], n::text, '100644', n * 100
       from repositories, generate_series(1, 60) n`,
  )
  await pool.query(
    `with mapping as (insert into mappings (name, version) values ('measured', 1) returning id),
     mapped as (
       insert into mapped_records (mapping_id, resource, kind, workspace_id, repository_id, stream, unit, key, outcome)
       select mapping.id, 0, 'repository', workspace_id, repositories.id, 'repositories', repositories.id::text,
              repositories.id::text, 'mapped'
         from mapping, repositories returning id, repository_id),
     repositories as (select id, row_number() over (order by id) as n from repositories),
     kind as (select entities.id, row_number() over (order by entities.id) as n from entities
                join blueprints on blueprints.id = blueprint_id and blueprints.identifier = 'repository' order by entities.id limit 1000)
     insert into entity_sources (entity_id, origin, mapped_record_id)
     select kind.id, 'mapping', mapped.id from mapped
       join repositories on repositories.id = mapped.repository_id join kind on kind.n = repositories.n`,
  )
}
