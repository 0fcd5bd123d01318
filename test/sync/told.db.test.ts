/** What each event costs, and what becomes of deliveries that are late, lost, repeated, strange or broken. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signature } from '../../simulator/webhooks/signature.ts'
import type { Repository } from '../../simulator/world/model.ts'
import { readStatuses } from '../../src/sync/run/statuses.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { untold } from '../oracle/untold.ts'
import { type Listening, listen } from './listening.ts'

let stage: Listening
let workspace: string
let repository: Repository
let open: number
const people: string[] = []

beforeAll(async () => {
  stage = await listen({ connection: { source_access: 'git' } })
  const { world } = stage.simulator
  workspace = world.workspaces[0]?.uuid ?? ''
  people.push(...world.members(workspace).map(({ account }) => account))
  await stage.sync()
  const chosen = world
    .repositories(workspace)
    .find((one) => !one.isForbidden && !one.isEmpty && openPullRequest(one) !== undefined)
  if (!chosen) throw new Error('The world has no repository with an open pull request.')
  repository = chosen
  open = openPullRequest(chosen) ?? 0
}, 180_000)
afterAll(() => stage?.close())

function openPullRequest({ uuid }: Repository): number | undefined {
  return stage.simulator.world.content(uuid).pullRequests.find(({ state }) => state === 'OPEN')?.id
}

/** The oldest of the main branch. */
function firstCommit(): string {
  return [...stage.simulator.world.content(repository.uuid).log({})].at(-1)?.hash ?? ''
}

const world = () => stage.simulator.world.mutate
const person = (index: number) => people[index] ?? ''

async function query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await stage.database.pool.query<Row>(text, [...values])).rows
}

/** Requests to the API that it took until something was known; git has an allowance of its own. */
async function costOf(change: () => void): Promise<Readonly<Record<string, number>>> {
  await stage.quiet()
  stage.requests()
  change()
  await stage.quiet()
  const entries = Object.entries(stage.requests())
  return Object.fromEntries(
    entries.map(([template, count]) => [
      template.replace('/repositories/{workspace}/{repo_slug}', ''),
      count,
    ]),
  )
}

const ofApi = (cost: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(cost).filter(([template]) => !template.includes('.git')))

async function expectEqual(leftOut: readonly string[] = []): Promise<void> {
  const entities = compared.filter((entity) => !entity.startsWith('issue') && !leftOut.includes(entity))
  const { database, simulator } = stage
  const differences = await compareWithOracle(database.kysely, simulator.world, {
    sourceAccess: 'git',
    entities,
  })
  expect(describeDifferences(differences)).toBe('')
}

describe('an event', () => {
  it('of a push is one fetch and no request', async () => {
    const cost = await costOf(() =>
      world().push(repository.uuid, { branch: 'main-of-events', actor: person(0), message: 'Told at once' }),
    )
    expect(ofApi(cost)).toEqual({})
    expect(Object.values(cost).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4)
    const rows = await query('select from commits where message like $1', ['Told at once%'])
    expect(rows).toHaveLength(1)
    await expectEqual(untold)
  })

  it('of a comment brings it along: no request, as often as it is edited and even when it is deleted', async () => {
    let comment = 0
    const cost = await costOf(() => {
      comment = world().comment(repository.uuid, open, { author: person(0), content: 'Looks well' }).id
    })
    expect(cost).toEqual({})
    const told = () => query(`select content, deleted from pull_request_comments where id = $1`, [comment])
    expect(await told()).toEqual([{ content: 'Looks well', deleted: false }])
    expect(
      await costOf(() => world().editComment(repository.uuid, comment, 'Looks very well', person(0))),
    ).toEqual({})
    expect(await told()).toEqual([{ content: 'Looks very well', deleted: false }])
    expect(await costOf(() => world().resolveComment(repository.uuid, comment, person(1)))).toEqual({})
    expect(await costOf(() => world().deleteComment(repository.uuid, comment, person(0)))).toEqual({})
    expect(await told()).toEqual([{ content: '', deleted: true }])
    await expectEqual(untold)
  })

  it('of a review brings it along; taken back, it is one request', async () => {
    expect(await costOf(() => world().approve(repository.uuid, open, person(2)))).toEqual({})
    const approvals = () =>
      query(
        `select from pull_request_activity where pull_request_id = $1 and kind = 'approval' and removed_at is null
           and repository_id = (select id from repositories where uuid = $2)`,
        [open, repository.uuid.slice(1, -1)],
      )
    const before = (await approvals()).length
    expect(before).toBeGreaterThan(0)
    const cost = await costOf(() => world().unapprove(repository.uuid, open, person(2)))
    expect(cost).toEqual({ 'GET /pullrequests/{pull_request_id}/activity': 1 })
    expect((await approvals()).length).toBe(before - 1)
    await expectEqual(untold)
  })

  it('of a pull request that was edited is one request, for its history', async () => {
    const cost = await costOf(() =>
      world().editPullRequest(repository.uuid, open, { title: 'Another title' }, person(0)),
    )
    expect(cost).toEqual({ 'GET /pullrequests/{pull_request_id}/activity': 1 })
    await expectEqual(untold)
  })

  it('of a pull request that was closed asks for what the delivery leaves out, too', async () => {
    const cost = ofApi(
      await costOf(() => world().declinePullRequest(repository.uuid, open, person(0), 'Not now')),
    )
    expect(cost).toEqual({
      'GET /pullrequests/{pull_request_id}': 1,
      'GET /pullrequests/{pull_request_id}/activity': 1,
    })
    const [row] = await query(
      `select state, reason from pull_requests where id = $1 and repository_id = (select id from repositories where uuid = $2)`,
      [open, repository.uuid.slice(1, -1)],
    )
    expect(row).toEqual({ state: 'DECLINED', reason: 'Not now' })
    await expectEqual(untold)
  })

  it('of a build brings the status of its commit along', async () => {
    const [commit] = [...stage.simulator.world.content(repository.uuid).log({})]
    const hash = commit?.hash ?? ''
    const cost = await costOf(() =>
      world().setStatus(repository.uuid, hash, { key: 'lint', state: 'FAILED', name: 'Lint' }, person(0)),
    )
    expect(cost).toEqual({})
    const told = () =>
      query(`select state, name from commit_statuses where commit_hash = $1 and key = 'lint'`, [hash])
    expect(await told()).toEqual([{ state: 'FAILED', name: 'Lint' }])
    await costOf(() =>
      world().setStatus(repository.uuid, hash, { key: 'lint', state: 'SUCCESSFUL', name: 'Lint' }, person(0)),
    )
    expect(await told()).toEqual([{ state: 'SUCCESSFUL', name: 'Lint' }])
  })

  it('that never came is made good for one commit by who asks for it', async () => {
    await stage.quiet()
    const content = stage.simulator.world.content(repository.uuid)
    const built = [...content.log({})].find((one) => content.statuses(one.hash).length > 0)
    const hash = built?.hash ?? ''
    await query('delete from commit_statuses where commit_hash = $1', [hash])
    await query(`delete from raw_records where stream = 'commit_statuses' and key like $1`, [`${hash}%`])
    stage.requests()
    const workspaceSlug = stage.simulator.world.workspaces[0]?.slug
    const read = await readStatuses(stage.engine, `${workspaceSlug}/${repository.slug}`, hash.slice(0, 12))
    expect(stage.requests()).toEqual({
      'GET /repositories/{workspace}/{repo_slug}/commit/{commit}/statuses': 1,
    })
    expect(read.commit).toBe(hash)
    const theirs = content.statuses(hash)
    expect(read.statuses.map(({ key, state }) => [key, state]).sort()).toEqual(
      theirs.map(({ key, state }) => [key, state]).sort(),
    )
  })

  it('of a pipeline reads the newest of them', async () => {
    const cost = await costOf(() =>
      world().runPipeline(repository.uuid, { creator: person(0), branch: 'main-of-events' }),
    )
    expect(Object.values(ofApi(cost)).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4)
    await expectEqual(untold)
  })

  it('of a project brings it along', async () => {
    const [project] = stage.simulator.world.projects(workspace)
    const cost = await costOf(() =>
      world().updateProject(project?.uuid ?? '', { name: 'Another name' }, person(0)),
    )
    expect(cost).toEqual({})
    await expectEqual(untold)
  })

  it('of a new repository has it read whole, at once', async () => {
    const [project] = stage.simulator.world.projects(workspace)
    let made: Repository | undefined
    await costOf(() => {
      made = world().createRepository({
        workspace,
        name: 'Born while we listened',
        slug: 'born-while-we-listened',
        project: project?.uuid ?? '',
        actor: person(0),
      })
      world().push(made.uuid, { branch: 'main', actor: person(0), message: 'First words' })
    })
    const rows = await query('select from commits where message like $1', ['First words%'])
    expect(rows).toHaveLength(1)
    await expectEqual(untold)
  })

  it('of a repository that was deleted reads the whole list twice, and believes it', async () => {
    const gone = stage.simulator.world
      .repositories(workspace)
      .find((one) => one.name === 'Born while we listened')
    const cost = await costOf(() => world().deleteRepository(gone?.uuid ?? '', person(0)))
    expect(cost).toEqual({ 'GET /repositories/{workspace}': 2 })
    const [row] = await query<{ removed_at: Date | null }>(
      'select removed_at from repositories where uuid = $1',
      [gone?.uuid.slice(1, -1)],
    )
    expect(row?.removed_at).not.toBeNull()
    await expectEqual(untold)
  })
})

describe('deliveries', () => {
  const changes = (seed: number) => stage.simulator.world.move(20, seed)

  it('that come three times are dealt with once', async () => {
    stage.simulator.simulation.faults.add([{ effect: { kind: 'webhook-repeat', times: 3 } }])
    changes(11)
    await stage.quiet()
    stage.simulator.simulation.faults.clear()
    await expectEqual(untold)
  })

  it('that come in another order never take anything back', async () => {
    stage.simulator.simulation.faults.add([{ effect: { kind: 'webhook-shuffle', window: 20 } }])
    changes(12)
    stage.simulator.simulation.faults.clear()
    // The next one takes along those that are still held.
    world().push(repository.uuid, { branch: 'main-of-events', actor: person(0), message: 'And the last' })
    await stage.quiet()
    await expectEqual(untold)
  })

  it('that come after a comment on what they tell of bring its commits and sizes all the same, and another destination its own', async () => {
    const { faults } = stage.simulator.simulation
    faults.add([{ match: { event: 'pullrequest:created' }, effect: { kind: 'webhook-late', ms: 1_500 } }])
    const branch = 'told-late'
    world().push(repository.uuid, { branch, actor: person(0), message: 'Told late' })
    const { id } = world().openPullRequest(repository.uuid, {
      source: branch,
      title: 'Late',
      author: person(0),
    })
    world().comment(repository.uuid, id, { content: 'Before its time', author: person(1) })
    await stage.quiet()
    faults.clear()
    const order = await query<{ event: string }>(
      `select event from deliveries where subject = $1 order by settled_at`,
      [`pull request ${id}`],
    )
    expect(order.map(({ event }) => event)).toEqual(['pullrequest:comment_created', 'pullrequest:created'])
    await expectEqual(untold)
    // Elsewhere it brings what that branch lacks, with the head it has.
    world().createBranch(repository.uuid, 'told-elsewhere', firstCommit(), person(0))
    world().editPullRequest(repository.uuid, id, { destination: 'told-elsewhere' }, person(0))
    await stage.quiet()
    const [{ commits } = { commits: 0 }] = await query<{ commits: number }>(
      `select count(*)::integer as commits from pull_request_commits
         join repositories on repositories.id = repository_id where '{' || uuid || '}' = $1 and pull_request_id = $2`,
      [repository.uuid, id],
    )
    expect(commits).toBeGreaterThan(1)
    await expectEqual(untold)
  })

  it('that are older than what is known change nothing', async () => {
    const before = await rowsOfDomain()
    const rows = await query<{ id: string }>(`select id from deliveries where state = 'done' order by id`)
    await query(`update deliveries set state = 'waiting', settled_at = null, tries = 0 where state = 'done'`)
    await stage.quiet()
    expect(rows.length).toBeGreaterThan(50)
    expect(await rowsOfDomain()).toEqual(before)
    await expectEqual(untold)
  })

  it('that never came are made good by the next cycle where the repository moved, and by the audit everywhere', async () => {
    stage.simulator.simulation.faults.add([{ effect: { kind: 'webhook-drop' } }])
    changes(13)
    stage.simulator.simulation.faults.clear()
    await query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await stage.sync()
    await expectEqual()
  })

  it('of events that nobody knows are kept and counted', async () => {
    await deliver('repo:something_new', { repository: { uuid: repository.uuid } })
    await deliver('repo:commit_comment_created', { repository: { uuid: repository.uuid } })
    await stage.quiet()
    const rows = await query(
      `select event from deliveries where state = 'unknown' and event like 'repo:%' order by event`,
    )
    expect(rows).toContainEqual({ event: 'repo:something_new' })
    expect(rows).toContainEqual({ event: 'repo:commit_comment_created' })
  })

  it('that are poison end as dead letters while all others flow', async () => {
    const poison = [
      '{"broken',
      '[]',
      'null',
      '{"repository":{"uuid":7}}',
      JSON.stringify({ repository: { uuid: repository.uuid }, pullrequest: null }),
      JSON.stringify({
        repository: { uuid: repository.uuid },
        pullrequest: { id: 'seventeen', state: 'OPEN' },
      }),
    ]
    for (const body of poison) await deliver('pullrequest:updated', body)
    const cost = await costOf(() => changes(14))
    expect(cost).toBeDefined()
    const dead = await query<{ error: string; tries: number }>(
      `select error, tries from deliveries where state = 'dead'`,
    )
    expect(dead.length).toBe(poison.length)
    expect(dead.every(({ error }) => error.length > 0)).toBe(true)
    const stuck = await query(`select from deliveries where state in ('waiting', 'placed')`)
    expect(stuck).toEqual([])
    // What no delivery told is read, what was told stays.
    await query(`update cursors set complete_at = complete_at - interval '1 day'`)
    await stage.sync()
    await expectEqual()
  })
})

/** Rows that deliveries may change, by content; when something was heard of is no content. */
async function rowsOfDomain(): Promise<unknown> {
  const tables = [
    'pull_requests',
    'pull_request_participants',
    'pull_request_activity',
    'pull_request_comments',
    'commit_statuses',
    'pipelines',
    'projects',
  ]
  const sums = tables.map(
    (table) =>
      `select '${table}' as name, count(*), md5(string_agg(t::text, '' order by t::text)) from ${table} t`,
  )
  return query(sums.join(' union all '))
}

async function deliver(event: string, payload: unknown): Promise<void> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const answer = await fetch(stage.address, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-event-key': event,
      'x-request-uuid': randomUUID(),
      'x-hub-signature': signature(stage.secrets[0] ?? '', Buffer.from(body)),
    },
  })
  expect(answer.status).toBe(200)
}
