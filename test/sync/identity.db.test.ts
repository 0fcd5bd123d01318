/** What happens to the names of things: they change, are taken over, vanish; what is known of a thing stays its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Repository, Workspace } from '../../simulator/world/model.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let home: Workspace

beforeAll(async () => {
  stage = await openStage()
  const [first] = stage.simulator.world.workspaces
  if (!first) throw new Error('The world has no workspace.')
  home = first
  await stage.sync()
}, 180_000)
afterAll(() => stage?.close())

async function query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const { rows } = await stage.database.pool.query<Row>(text, [...values])
  return rows
}

interface Kept {
  readonly id: string
  readonly slug: string
  readonly workspace: string
  readonly project: string | null
  readonly is_removed: boolean
  readonly pull_requests: number
}

async function kept({ uuid }: Repository): Promise<Kept | undefined> {
  const [row] = await query<Kept>(
    `select repositories.id, repositories.slug, workspaces.slug as workspace, projects.key as project,
            repositories.removed_at is not null as is_removed,
            (select count(*)::integer from pull_requests where repository_id = repositories.id) as pull_requests
       from repositories join workspaces on workspaces.id = repositories.workspace_id
       left join projects on projects.id = repositories.project_id
      where repositories.uuid = $1`,
    [uuid],
  )
  return row
}

/** Lists that are asked for once a day are due again, and what is missing from two of them has gone. */
async function syncDaysLater(days = 1): Promise<void> {
  for (let passed = 0; passed < days; passed += 1) {
    await query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await syncHome()
  }
}

/** The connection of the workspace that changes. */
const syncHome = () => syncOnce(stage.engine, stage.connections[0] ?? '')

/** One with pull requests that may be read, each asked for once. */
const used = new Set<string>()
function repositoryWithHistory(): Repository {
  const found = stage.simulator.world
    .repositories(home.uuid)
    .find((one) => !used.has(one.uuid) && !one.isForbidden && !one.isEmpty && one.counts.pullRequests > 3)
  if (!found) throw new Error('The world has no such repository.')
  used.add(found.uuid)
  return found
}

const actor = () => stage.simulator.world.members(home.uuid)[0]?.account ?? ''

describe('a repository', () => {
  it('that is renamed stays itself, with its rows and the names it had', async () => {
    const repository = repositoryWithHistory()
    const before = await kept(repository)
    const oldSlug = repository.slug
    stage.simulator.world.mutate.renameRepository(repository.uuid, `${oldSlug}-anew`, actor())
    await syncHome()
    expect(await kept(repository)).toEqual({ ...before, slug: `${oldSlug}-anew` })
    expect(before?.pull_requests).toBeGreaterThan(3)
    const slugs = await query(`select slug from repository_slugs where repository_id = $1 order by slug`, [
      before?.id,
    ])
    expect(slugs).toEqual([{ slug: oldSlug }, { slug: `${oldSlug}-anew` }])
  })

  it('that moves to another project stays itself', async () => {
    const repository = repositoryWithHistory()
    const before = await kept(repository)
    const other = stage.simulator.world.projects(home.uuid).find(({ uuid }) => uuid !== repository.project)
    stage.simulator.world.mutate.moveRepository(repository.uuid, other?.uuid ?? '', actor())
    await syncHome()
    expect(await kept(repository)).toEqual({ ...before, project: other?.key })
  })

  it('that takes the name of one that was deleted is another, and leaves the rows of the old one alone', async () => {
    const repository = repositoryWithHistory()
    const before = await kept(repository)
    const { slug, workspace, project } = repository
    stage.simulator.world.mutate.deleteRepository(repository.uuid, actor())
    const made = stage.simulator.world.mutate.createRepository({
      workspace,
      project,
      slug,
      actor: actor(),
      withReadme: true,
    })
    await syncDaysLater(2)
    expect(await kept(repository)).toEqual({ ...before, is_removed: true })
    const after = await kept(made)
    expect(after).toMatchObject({ slug, is_removed: false, pull_requests: 0 })
    expect(after?.id).not.toBe(before?.id)
  }, 120_000)

  it('has pull requests of its own numbers, whatever numbers others have', async () => {
    const [row] = await query<{ shared: number }>(
      `select count(*)::integer as shared from (
         select id from pull_requests group by id having count(distinct repository_id) > 1) as numbers`,
    )
    expect(row?.shared).toBeGreaterThan(0)
  })

  it('owns the pull requests that come from its forks', async () => {
    const rows = await query<{ elsewhere: number }>(
      `select count(*)::integer as elsewhere
         from pull_requests join repositories on repositories.id = pull_requests.repository_id
        where source_repository_uuid <> repositories.uuid`,
    )
    expect(rows[0]?.elsewhere).toBeGreaterThan(0)
  })

  it('keeps pull requests whose fork or branch is gone', async () => {
    const [row] = await query<{ orphans: number }>(
      `select count(*)::integer as orphans from pull_requests
        where source_repository_uuid is null or source_commit_prefix is null`,
    )
    expect(row?.orphans).toBeGreaterThan(0)
  })
})

describe('a workspace', () => {
  it('that is renamed stays itself, and is read under its new name', async () => {
    const oldSlug = home.slug
    const [before] = await query<{ id: string }>(`select id from workspaces where uuid = $1`, [home.uuid])
    stage.simulator.world.mutate.renameWorkspace(home.uuid, `${oldSlug}-group`, actor())
    await syncDaysLater()
    expect(await query(`select id, slug from workspaces where uuid = $1`, [home.uuid])).toEqual([
      { id: before?.id, slug: `${oldSlug}-group` },
    ])
    const slugs = await query(`select slug from workspace_slugs where workspace_id = $1 order by slug`, [
      before?.id,
    ])
    expect(slugs).toEqual([{ slug: oldSlug }, { slug: `${oldSlug}-group` }])
  })
})

describe('a person', () => {
  it('whose account is closed stays the author of what they wrote', async () => {
    const [author] = await query<{ uuid: string; id: string; written: number }>(
      `select accounts.uuid, accounts.id, count(*)::integer as written from pull_requests
         join accounts on accounts.id = author_account_id
        where exists (select from members where account_id = accounts.id and removed_at is null)
        group by accounts.uuid, accounts.id order by written desc limit 1`,
    )
    stage.simulator.world.mutate.closeAccount(`{${author?.uuid}}`)
    await syncDaysLater(2)
    const [row] = await query(
      `select count(*)::integer as written from pull_requests where author_account_id = $1`,
      [author?.id],
    )
    expect(row).toEqual({ written: author?.written })
    const [member] = await query<{ gone: boolean }>(
      `select bool_and(removed_at is not null) as gone from members where account_id = $1`,
      [author?.id],
    )
    expect(member).toEqual({ gone: true })
    expect(await query('select display_name, account_id from accounts where id = $1', [author?.id])).toEqual([
      { display_name: 'Former user', account_id: null },
    ])
    const asked = () =>
      stage.simulator.ledger.entries().filter(({ template }) => template.startsWith('/users/'))
    expect(asked()).toHaveLength(1)
    await syncDaysLater()
    expect(asked()).toHaveLength(1)
  }, 120_000)

  it('who left and whom nobody may be asked about stays what they were, without a gap', async () => {
    const [author] = await query<{ uuid: string; display_name: string }>(
      `select uuid, display_name from members join accounts on accounts.id = members.account_id
        where removed_at is null and type = 'user' order by accounts.id desc limit 1`,
    )
    stage.simulator.world.mutate.closeAccount(`{${author?.uuid}}`)
    stage.simulator.simulation.faults.add([
      { match: { path: '/2.0/users/*' }, effect: { kind: 'answer', status: 403 } },
    ])
    await syncDaysLater(2)
    const state = await query(
      `select display_name, looked_up_at is not null as is_asked
           from members join accounts on accounts.id = members.account_id
        where uuid = $1`,
      [author?.uuid],
    )
    expect(state).toEqual([{ display_name: author?.display_name, is_asked: true }])
    expect(await query(`select from gaps where stream = 'former_members'`)).toEqual([])
  }, 120_000)

  it('is told by uuid and account id; no column holds a username', async () => {
    const columns = await query(
      `select table_name, column_name from information_schema.columns
        where table_schema = 'public' and column_name in ('username', 'user_name')`,
    )
    expect(columns).toEqual([])
  })

  it('who deleted a comment leaves its place in the thread', async () => {
    const [row] = await query<{ tombstones: number; answered: number }>(
      `select count(*)::integer as tombstones,
              count(*) filter (where exists (select from pull_request_comments answer
                where answer.repository_id = comment.repository_id and answer.parent_id = comment.id))::integer as answered
         from pull_request_comments comment where deleted`,
    )
    expect(row?.tombstones).toBeGreaterThan(0)
  })
})
