import { deflate } from '../src/db/payload.ts'
import type { Database } from '../src/db/pool.ts'

const project = { uuid: '{11111111-0000-4000-8000-000000000001}', key: 'SEA', name: 'Sea' }
const repository = {
  ...{ uuid: '{11111111-0000-4000-8000-000000000002}', name: 'Tide tables', slug: 'tide-tables' },
  ...{ full_name: 'harbour/tide-tables', language: 'typescript', mainbranch: { name: 'main' }, project },
  description: '<img src=x onerror="document.title=1"> and <script>document.title=2</script>',
}
const pullRequest = (id: number, title: string) => ({
  ...{
    id,
    title,
    state: 'OPEN',
    created_on: '2026-11-01T08:00:00.1+00:00',
    updated_on: '2026-11-02T08:00:00.1+00:00',
  },
  ...{ author: { display_name: 'Jonas', uuid: '{11111111-0000-4000-8000-000000000003}' } },
  ...{ reviewers: [], participants: [], destination: { repository, branch: { name: 'main' } } },
})

/** What a sync would have stored of one small workspace. */
export async function collected({ pool }: Database): Promise<void> {
  const bare = ({ uuid }: { uuid: string }) => uuid.slice(1, -1)
  await pool.query(
    `with connected as (
       insert into connections (connector, alias, api_url, cron)
       values ('bitbucket-cloud', 'Harbour', 'https://example.com/2.0', '0 0 1 1 *') returning id),
     read as (
       insert into workspaces (connection_id, uuid, slug, name)
       select id, gen_random_uuid(), 'harbour', 'Harbour' from connected returning id)
     insert into projects (workspace_id, uuid, key, name) select id, $1, 'SEA', 'Sea' from read`,
    [bare(project)],
  )
  await pool.query(
    `insert into repositories (workspace_id, uuid, slug, name) select id, $1, 'tide-tables', 'Tide tables' from workspaces`,
    [bare(repository)],
  )
  await pool.query(
    `insert into pull_requests (workspace_id, repository_id, id, title, state, created_on, updated_on)
     select workspace_id, id, n, 'Spring tides ' || n, 'OPEN', now(), now() from repositories, generate_series(1, 2) n`,
  )
  const stored = `insert into raw_records (workspace_id, repository_id, stream, key, shape, projection_version, payload, hash)
    select workspace_id, case when $1 = 'pull_requests' then id end, $1, $2, 'list', 1, $3, '' from repositories`
  await pool.query(stored, ['projects', bare(project), deflate(JSON.stringify(project))])
  await pool.query(stored, ['repositories', bare(repository), deflate(JSON.stringify(repository))])
  for (const n of [1, 2])
    await pool.query(stored, [
      'pull_requests',
      String(n),
      deflate(JSON.stringify(pullRequest(n, `Spring tides ${n}`))),
    ])
}
