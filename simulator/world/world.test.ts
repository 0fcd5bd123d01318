import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exportOracle, oracleEntities } from '../oracle/export.ts'
import type { Change } from './change.ts'
import type { WorldOptions } from './interface.ts'
import type * as m from './model.ts'
import { type ClosableWorld, createWorld } from './world.ts'

const opened: ClosableWorld[] = []
const scratch = mkdtempSync(join(tmpdir(), 'world-test-'))

afterAll(() => {
  for (const world of opened) world.close()
  rmSync(scratch, { recursive: true, force: true })
})

function open(options: Partial<WorldOptions> = {}): ClosableWorld {
  const world = createWorld({ size: 'XS', seed: 7, today: '2026-11-21', ...options })
  opened.push(world)
  return world
}

function repositories(world: ClosableWorld): m.Repository[] {
  return world.workspaces.flatMap((workspace) => world.repositories(workspace.uuid))
}

function fingerprint(world: ClosableWorld): string {
  const hash = createHash('sha1')
  for (const entity of oracleEntities)
    for (const line of exportOracle(world, entity)) hash.update(`${line}\n`)
  return hash.digest('hex')
}

describe('a world', () => {
  it('is the same for the same seed and size, down to the last byte', () => {
    expect(fingerprint(open())).toBe(fingerprint(open()))
  })

  it('is another one for another seed', () => {
    expect(fingerprint(open())).not.toBe(fingerprint(open({ seed: 8 })))
  })

  it('does not depend on the order in which its repositories are looked at', () => {
    const backwards = open()
    for (const repository of repositories(backwards).reverse()) backwards.content(repository.uuid).activity()
    expect(fingerprint(backwards)).toBe(fingerprint(open()))
  })

  it('does not depend on changes made before a repository was first looked at', () => {
    const [changed, fresh] = [open(), open()]
    const [first, second] = repositories(changed)
    const actor = changed.accounts[0]?.uuid ?? ''
    changed.mutate.renameAccount(actor, 'Somebody Else')
    changed.mutate.renameRepository(second?.uuid ?? '', 'other name', actor)
    changed.mutate.push(first?.uuid ?? '', { branch: 'topic', actor, message: 'x' })
    const head = (world: ClosableWorld) => world.content(second?.uuid ?? '').resolve('HEAD')?.hash
    expect(head(changed)).toBe(head(fresh))
  })

  it('moves the same way for the same seed', () => {
    const [one, two] = [open(), open()]
    expect(one.move(120, 5)).toEqual(two.move(120, 5))
    expect(fingerprint(one)).toBe(fingerprint(two))
  })

  it('shows in its listing what its content holds', () => {
    const world = open()
    for (const repository of repositories(world)) {
      const content = world.inner(repository.uuid)
      expect(repository.counts.pullRequests).toBe(content.pullRequests.length)
      const moments = content.pullRequests
        .flatMap((one) => one.closedOn ?? [])
        .filter((at) => at > world.now())
      expect(moments).toEqual([])
      if (repository.isEmpty || repository.parent !== null) continue
      const last = Math.max(...content.state.commits.map((one) => one.committedOn))
      expect(Math.abs(last - repository.updatedOn)).toBeLessThan(60_000_000)
    }
  })

  it('keeps its hashes when they come from the cache, and grows its trees on demand', () => {
    const options = { size: 'S', seed: 2, cacheDirectory: scratch } as const
    const uuid = repositories(open(options))[0]?.uuid ?? ''
    const grown = open(options).inner(uuid)
    const cached = open(options).inner(uuid)
    expect(cached.state.commits[5]?.tree).toBeNull()
    expect(cached.state.commits.map((one) => one.hash)).toEqual(grown.state.commits.map((one) => one.hash))
    expect(cached.pullRequestChanges(3)).toEqual(grown.pullRequestChanges(3))
    expect(cached.activity()).toEqual(grown.activity())
  }, 30_000)
})

describe('a repository', () => {
  it('logs every reachable commit once, newest first, and no parent before its child', () => {
    const world = open()
    for (const repository of repositories(world)) {
      const content = world.inner(repository.uuid)
      const log = [...content.log({})]
      const seen = new Set<m.Hash>()
      for (const [i, commit] of log.entries()) {
        expect(commit.parents.some((parent) => seen.has(parent))).toBe(false)
        expect(commit.committedOn).toBeLessThanOrEqual(log[i - 1]?.committedOn ?? commit.committedOn)
        seen.add(commit.hash)
      }
      expect(seen.size).toBe(content.reachable().reduce((sum, mark) => sum + mark, 0))
    }
  })

  it('narrows its log to ranges and to what touched a path', () => {
    const world = open()
    const repository = repositories(world).find((one) => one.slug === 'platform-core')
    const content = world.content(repository?.uuid ?? '')
    const merged = content.pullRequests.find((one) => one.mergeStrategy === 'merge_commit')
    const hash = merged?.mergeCommit ?? ''
    const [target = '', head = ''] = content.commit(hash)?.parents ?? []
    const range = [...content.log({ include: [head], exclude: [target] })].map((one) => one.hash)
    expect(range.sort()).toEqual(
      content
        .pullRequestCommits(merged?.id ?? 0)
        .map((one) => one.hash)
        .sort(),
    )
    const touching = [...content.log({ path: 'CHANGELOG.md' })]
    expect(touching.length).toBeGreaterThan(0)
    for (const one of touching) expect(one.message).toMatch(/Release|Merge/)
  })

  it('that is a fork holds the heads of its open pull requests', () => {
    const world = open({ size: 'demo' })
    const fromForks = repositories(world).flatMap((one) =>
      world
        .content(one.uuid)
        .pullRequests.filter((pr) => pr.source.repository !== null && pr.source.repository !== one.uuid),
    )
    expect(fromForks.length).toBeGreaterThan(2)
    for (const { state, source } of fromForks) {
      const fork = world.content(source.repository ?? '')
      expect(fork.commit(source.commit ?? '')).toBeDefined()
      if (state === 'OPEN') expect(fork.branch(source.branch)?.target).toBe(source.commit)
    }
  }, 20_000)
})

describe('large worlds', () => {
  it('open at once, and touch repositories within a bound of memory', () => {
    const before = process.cpuUsage()
    const world = open({ size: 'M', seed: 1 })
    const all = repositories(world)
    expect(all).toHaveLength(500)
    expect(all.reduce((sum, one) => sum + one.counts.pullRequests, 0)).toBe(100_000)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3_000)
    const start = performance.now()
    const rss = process.memoryUsage().rss
    let commits = 0
    for (const repository of all.slice(2)) {
      commits += world.inner(repository.uuid).state.commits.length
      if (performance.now() - start > 4_000) break
    }
    expect(commits).toBeGreaterThan(1_000)
    expect((process.memoryUsage().rss - rss) / 1e6).toBeLessThan(700)
  }, 20_000)

  it('plan three thousand repositories in moments', () => {
    const before = process.cpuUsage()
    const world = open({ size: 'L', seed: 1 })
    expect(repositories(world)).toHaveLength(3_000)
    expect(repositories(world).reduce((sum, one) => sum + one.counts.pullRequests, 0)).toBe(600_000)
    const names = repositories(world).map((one) => world.fullName(one))
    expect(new Set(names).size).toBe(3_000)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000)
  }, 20_000)
})

describe('the shares of a world', () => {
  it('are near what they should be: 30 % squashed, 60 % deleted, 3 % from forks', () => {
    const { shares } = open({ size: 'demo' }).summary()
    expect(shares.measuredOver).toBe(2500)
    expect(Math.abs(shares.squash - 0.3)).toBeLessThan(0.02)
    expect(Math.abs(shares.branchesDeleted - 0.6)).toBeLessThan(0.03)
    expect(Math.abs(shares.forks - 0.03)).toBeLessThan(0.012)
    expect(shares.headsUnreachable).toBeGreaterThan(0.15)
  }, 20_000)

  it('come with working hours: few commits at night or on Sundays, more each year', () => {
    const world = open({ size: 'demo' })
    const openings = repositories(world).flatMap((one) =>
      world.content(one.uuid).pullRequests.map((pr) => pr.createdOn / 1000),
    )
    const sundays = openings.filter((at) => new Date(at).getUTCDay() === 0).length
    const nights = openings.filter((at) => new Date(at).getUTCHours() < 4).length
    expect(sundays / openings.length).toBeLessThan(0.05)
    expect(nights / openings.length).toBeLessThan(0.12)
    const end = world.now() / 1000
    const inYear = (n: number) =>
      openings.filter((at) => at > end - (n + 1) * 365 * 864e5 && at <= end - n * 365 * 864e5).length
    expect(inYear(0)).toBeGreaterThan(inYear(1))
    expect(inYear(1)).toBeGreaterThan(inYear(2))
  }, 20_000)
})

/** What must hold in every repository at any time. */
function expectSound(world: ClosableWorld): void {
  for (const repository of repositories(world)) {
    const content = world.inner(repository.uuid)
    for (const branch of content.branches) expect(content.commit(branch.target)).toBeDefined()
    for (const [i, record] of content.state.pullRequests.entries()) {
      const { shown, comments, tasks, activity } = record
      expect(shown.id).toBe(i + 1)
      expect(shown.commentCount).toBe(comments.filter((one) => !one.deleted).length)
      expect(comments.map((one) => one.createdOn)).toEqual(
        comments.map((one) => one.createdOn).toSorted((a, b) => a - b),
      )
      for (const one of comments) if (one.parent !== null) expect(one.parent).toBeLessThan(one.id)
      expect(shown.taskCount).toBe(tasks.filter((one) => one.state === 'UNRESOLVED').length)
      expect(shown.updatedOn).toBeGreaterThanOrEqual(activity[0]?.date ?? 0)
      expect(activity.map((one) => one.date)).toEqual(
        activity.map((one) => one.date).toSorted((a, b) => b - a),
      )
      expect(shown.state === 'MERGED').toBe(shown.mergeCommit !== null)
      expect(shown.state === 'OPEN').toBe(shown.closedOn === null)
      if (shown.mergeCommit !== null) expect(content.commit(shown.mergeCommit)).toBeDefined()
      if (shown.source.commit !== null) expect(content.recordOf(record.head).hash).toBe(shown.source.commit)
      for (const reviewer of shown.reviewers)
        expect(shown.participants.some((one) => one.account === reviewer)).toBe(true)
      for (const one of shown.participants) {
        if (one.state === null) continue
        const kind = one.state === 'approved' ? 'approval' : 'changes_requested'
        expect(activity.some((entry) => entry.kind === kind && entry.actor === one.account)).toBe(true)
      }
    }
  }
}

describe('a world that moves', () => {
  it('is sound before and after every kind of move', () => {
    const world = open({ seed: 11 })
    expectSound(world)
    const changes = world.move(500, 3)
    expectSound(world)
    const kinds = new Set(changes.map((one) => one.kind))
    for (const kind of EXPECTED_KINDS) expect([...kinds]).toContain(kind)
  }, 20_000)

  it('tells of a merge with its push, its end and its branch', () => {
    const world = open({ seed: 12 })
    const repository = repositories(world).find((one) => one.slug === 'identity-service')
    const uuid = repository?.uuid ?? ''
    const [author, reviewer] = world.accounts.map((one) => one.uuid)
    if (author === undefined || reviewer === undefined) throw new Error('people')
    const { mutate } = world
    mutate.push(uuid, { branch: 'feature/x', actor: author, message: 'Work', commits: 2 })
    const { id } = mutate.openPullRequest(uuid, {
      title: 'Work',
      author,
      source: 'feature/x',
      reviewers: [reviewer],
    })
    const heard: Change[] = []
    const stop = world.subscribe((change) => heard.push(change))
    mutate.approve(uuid, id, reviewer)
    mutate.unapprove(uuid, id, reviewer)
    mutate.mergePullRequest(uuid, id, author, 'squash', true)
    stop()
    expect(heard.map((one) => one.kind)).toEqual([
      'pullrequest:approved',
      'pullrequest:unapproved',
      'repo:push',
      'pullrequest:fulfilled',
      'repo:push',
    ])
    const content = world.content(uuid)
    expect(content.activityOf(id).map((one) => one.kind)).toEqual(['update', 'update'])
    expect(content.pullRequest(id)).toMatchObject({
      state: 'MERGED',
      closedBy: author,
      mergeStrategy: 'squash',
    })
    expect(content.branch('feature/x')).toBeUndefined()
    expect(content.isReachable(content.pullRequest(id)?.source.commit ?? '')).toBe(false)
    expect(content.pullRequestCommits(id)).toHaveLength(2)
  })

  it('gives a name that was deleted to a new identity', () => {
    const world = open({ seed: 13 })
    const workspace = world.workspaces[0]?.uuid ?? ''
    const actor = world.accounts[0]?.uuid ?? ''
    const first = world.mutate.createRepository({ workspace, slug: 'phoenix', actor, withReadme: true })
    world.mutate.deleteRepository(first.uuid, actor)
    expect(world.findRepository('harbourline', 'phoenix')).toBeUndefined()
    const second = world.mutate.createRepository({ workspace, slug: 'phoenix', actor })
    expect(second.uuid).not.toBe(first.uuid)
    expect(world.findRepository('harbourline', 'phoenix')?.repository.uuid).toBe(second.uuid)
    expect(() => world.mutate.createRepository({ workspace, slug: 'phoenix', actor })).toThrow(
      'already exists',
    )
  })

  it('redirects from the old name after a rename, until somebody takes the name', () => {
    const world = open({ seed: 13 })
    const workspace = world.workspaces[0]?.uuid ?? ''
    const actor = world.accounts[0]?.uuid ?? ''
    const one = world.mutate.createRepository({ workspace, slug: 'before', actor })
    world.mutate.renameRepository(one.uuid, 'After', actor)
    expect(world.findRepository('harbourline', 'before')).toMatchObject({
      moved: true,
      repository: { slug: 'after' },
    })
    const other = world.mutate.createRepository({ workspace, slug: 'before', actor })
    expect(world.findRepository('harbourline', 'before')).toEqual({ repository: other, moved: false })
  })
})

const EXPECTED_KINDS = [
  'repo:push',
  'pullrequest:created',
  'pullrequest:push',
  'pullrequest:updated',
  'pullrequest:approved',
  'pullrequest:unapproved',
  'pullrequest:changes_request_created',
  'pullrequest:comment_created',
  'pullrequest:comment_deleted',
  'pullrequest:fulfilled',
  'pullrequest:rejected',
  'repo:commit_status_created',
  'pipeline:span_created',
  'deployment:changed',
  'issue:created',
  'repo:updated',
]
