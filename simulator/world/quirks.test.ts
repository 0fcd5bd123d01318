import { afterAll, describe, expect, it } from 'vitest'
import type { Content } from './content/content.ts'
import type * as m from './model.ts'
import { type ClosableWorld, createWorld } from './world.ts'

/** The smallest world has every quirk, whatever its seed. */
const SEEDS = [1, 2, 3, 42, 1234]

const worlds = new Map(SEEDS.map((seed) => [seed, createWorld({ size: 'XS', seed, today: '2026-11-21' })]))

afterAll(() => {
  for (const world of worlds.values()) world.close()
})

function repositories(world: ClosableWorld): m.Repository[] {
  return world.workspaces.flatMap((workspace) => world.repositories(workspace.uuid))
}

function contents(world: ClosableWorld): Content[] {
  return repositories(world).map((one) => world.inner(one.uuid))
}

function pullRequests(world: ClosableWorld): m.PullRequest[] {
  return contents(world).flatMap((content) => content.pullRequests)
}

function activities(world: ClosableWorld): m.Activity[] {
  return contents(world).flatMap((content) => content.activity())
}

function comments(world: ClosableWorld): m.Comment[] {
  return contents(world).flatMap((content) => content.state.pullRequests.flatMap((one) => one.comments))
}

function commits(world: ClosableWorld): m.Commit[] {
  return contents(world).flatMap((content) =>
    content.state.commits.map((_, index) => content.commitAt(index)),
  )
}

function updates(world: ClosableWorld): m.PullRequestUpdate[] {
  return activities(world).filter((one) => one.kind === 'update')
}

function headPaths(world: ClosableWorld): string[] {
  return contents(world).flatMap((content) => {
    const head = content.resolve('HEAD')
    return head === undefined ? [] : content.files(head.hash).map((file) => file.path)
  })
}

function has<T>(items: readonly T[], test: (item: T) => boolean): void {
  expect(items.some(test)).toBe(true)
}

/** A participant who took part and holds no opinion, without having commented: an approval was taken back. */
function tookBack(world: ClosableWorld): boolean {
  const commented = new Set(comments(world).map((one) => `${one.pullRequest} ${one.author}`))
  return pullRequests(world).some((one) =>
    one.participants.some(
      (p) => p.state === null && p.participatedOn !== null && !commented.has(`${one.id} ${p.account}`),
    ),
  )
}

const QUIRKS: Readonly<Record<string, (world: ClosableWorld) => void>> = {
  'twelve repositories and two hundred pull requests': (world) => {
    expect(repositories(world)).toHaveLength(12)
    expect(pullRequests(world)).toHaveLength(200)
  },
  'an empty repository': (w) => has(repositories(w), (one) => one.isEmpty && one.mainBranch === null),
  'an archived repository': (w) => has(repositories(w), (one) => one.isArchived),
  'a fork': (w) => has(repositories(w), (one) => one.parent !== null),
  'a repository that answers 403': (w) => has(repositories(w), (one) => one.isForbidden),
  'a public repository': (w) => has(repositories(w), (one) => !one.isPrivate),
  'a renamed repository whose old name leads on': (world) => {
    expect(world.findRepository('harbourline', 'infrastructure')).toMatchObject({
      moved: true,
      repository: { slug: 'infra-live' },
    })
  },
  'a monorepo of several services': (w) =>
    has(headPaths(w), (path) => path.startsWith('services/orders/src/')),
  'one huge repository': (w) => has(repositories(w), (one) => one.counts.pullRequests >= 70),
  'a renamed person': (w) => has(w.accounts, (one) => one.previousNames.length > 0),
  'a person who left': (w) => has(w.accounts, (one) => one.status === 'closed' && one.accountId === null),
  'two accounts of one human': (world) => {
    const humans = world.accounts.map((one) => one.human)
    expect(new Set(humans).size).toBeLessThan(humans.length)
  },
  'a bot, an app and a team': (world) => {
    has(world.accounts, (one) => one.isBot && one.kind === 'user')
    has(world.accounts, (one) => one.kind === 'app' && one.nickname === null)
    has(world.accounts, (one) => one.kind === 'team')
  },
  'the app among the authors of comments': (world) => {
    const apps = new Set(world.accounts.filter((one) => one.kind === 'app').map((one) => one.uuid))
    has(comments(world), (one) => apps.has(one.author))
  },
  'commits by addresses that do and do not resolve': (world) => {
    has(commits(world), (one) => one.author.account !== null)
    has(commits(world), (one) => one.author.account === null && one.author.raw.endsWith('.local>'))
  },
  'pull requests in all four states, and drafts': (world) => {
    for (const state of ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'])
      has(pullRequests(world), (one) => one.state === state)
    has(pullRequests(world), (one) => one.state === 'OPEN' && one.draft)
  },
  'merges by all four strategies': (world) => {
    for (const strategy of ['merge_commit', 'squash', 'fast_forward', 'rebase_fast_forward']) {
      has(pullRequests(world), (one) => one.mergeStrategy === strategy)
    }
  },
  'an approval taken back': (world) => expect(tookBack(world)).toBe(true),
  'changes requested, still and earlier': (world) => {
    has(pullRequests(world), (one) => one.participants.some((p) => p.state === 'changes_requested'))
    has(activities(world), (one) => one.kind === 'changes_requested')
  },
  'comments inline on both sides, deleted, edited, answered and resolved': (world) => {
    has(comments(world), (one) => one.inline !== null && one.inline.from === null)
    has(comments(world), (one) => one.inline !== null && one.inline.to === null)
    has(comments(world), (one) => one.deleted && one.content === '')
    has(comments(world), (one) => !one.deleted && one.updatedOn > one.createdOn)
    has(comments(world), (one) => one.parent !== null)
    has(comments(world), (one) => one.resolution !== null)
  },
  'tasks open and done': (world) => {
    const tasks = contents(world).flatMap((content) => content.state.pullRequests.flatMap((one) => one.tasks))
    has(tasks, (one) => one.state === 'RESOLVED')
    has(tasks, (one) => one.state === 'UNRESOLVED')
  },
  'updates: pushes, titles, reviewers, drafts ended, re-targets': (world) => {
    has(updates(world), (one) => one.state === 'OPEN' && Object.keys(one.changes).length === 0)
    for (const field of ['title', 'reviewers', 'draft', 'destination'] as const) {
      has(updates(world), (one) => one.changes[field] !== undefined)
    }
  },
  'force pushes that left commits behind': (world) => {
    const abandoned = contents(world).some((content) => {
      const known = new Set(content.state.pullRequests.flatMap((one) => one.commits))
      return content.state.commits.some((_, index) => content.reachable()[index] !== 1 && !known.has(index))
    })
    expect(abandoned).toBe(true)
  },
  'activity of an unknown kind': (w) => has(activities(w), (one) => one.kind === 'unknown'),
  'pull requests from a fork, and from forks that are gone, with and without their head': (world) => {
    const live = new Set(repositories(world).map((one) => one.uuid))
    has(
      pullRequests(world),
      (one) => one.source.repository !== one.destination.repository && live.has(one.source.repository ?? ''),
    )
    has(pullRequests(world), (one) => one.source.repository === null && one.source.commit !== null)
    has(pullRequests(world), (one) => one.source.repository === null && one.source.commit === null)
  },
  'merged branches deleted and kept': (world) => {
    for (const kept of [true, false]) {
      const found = contents(world).some((content) =>
        content.pullRequests.some(
          (one) => one.state === 'MERGED' && content.state.branches.has(one.source.branch) === kept,
        ),
      )
      expect(found).toBe(true)
    }
  },
  'heads that no mirror reaches': (w) => expect(w.summary().shares.headsUnreachable).toBeGreaterThan(0.1),
  'a back-dated commit': (world) => {
    has(commits(world), (one) => one.date < one.committedOn - 86_400_000_000)
  },
  'a branch that took its destination in': (w) =>
    has(commits(w), (one) => one.message.includes("' into ") && one.parents.length === 2),
  'tags of versions and not, annotated, light and oddly named': (world) => {
    const tags = contents(world).flatMap((content) => content.tags)
    has(tags, (one) => /^v?\d+\.\d+\.\d+$/.test(one.name))
    has(tags, (one) => !/\d+\.\d+/.test(one.name))
    has(tags, (one) => one.object !== null)
    has(tags, (one) => one.object === null)
    has(tags, (one) => one.name.includes('&'))
  },
  'package files of all nine formats': (world) => {
    const names = new Set(headPaths(world).map((path) => path.slice(path.lastIndexOf('/') + 1)))
    const nine =
      'package.json package-lock.json yarn.lock pnpm-lock.yaml requirements.txt Pipfile.lock packages.lock.json pom.xml go.sum'
    for (const name of nine.split(' ')) expect(names).toContain(name)
  },
  'descriptors of every kind': (world) => {
    const names = new Set(headPaths(world).map((path) => path.slice(path.lastIndexOf('/') + 1)))
    for (const name of [
      'README.md',
      'CODEOWNERS',
      'cortex.yaml',
      'catalog-info.yaml',
      'port.yml',
      'bitbucket-pipelines.yml',
    ]) {
      expect(names).toContain(name)
    }
  },
  'binary files, executable ones and names beyond ASCII': (world) => {
    has(headPaths(world), (path) => path.endsWith('.png'))
    has(headPaths(world), (path) => path === 'docs/übersicht.md')
    const content = contents(world)[1]
    const head = content?.resolve('HEAD')?.hash ?? ''
    expect(content?.file(head, 'bin/run')?.entry.mode).toBe('100755')
  },
  'pipelines of every state and target': (world) => {
    const all = contents(world).flatMap((content) => content.pipelines)
    for (const result of ['SUCCESSFUL', 'FAILED', 'STOPPED', 'ERROR', 'EXPIRED']) {
      has(all, (one) => one.state.name === 'COMPLETED' && one.state.result === result)
    }
    has(all, (one) => one.state.name === 'PENDING')
    has(all, (one) => one.state.name === 'IN_PROGRESS' && one.state.stage === 'RUNNING')
    has(all, (one) => one.state.name === 'IN_PROGRESS' && one.state.stage === 'PAUSED')
    has(all, (one) => one.target.kind === 'pullrequest')
    has(all, (one) => one.target.kind === 'ref' && one.target.refType === 'tag')
    has(all, (one) => one.trigger === 'SCHEDULE')
  },
  'a step that carries a secret no collector may keep': (world) => {
    const steps = contents(world).flatMap((content) => [...content.state.steps.values()].flat())
    has(steps, (one) => one.registryPassword !== null)
  },
  'deployments done, failed, stopped, rolled back, under way and waiting': (world) => {
    const all = contents(world).flatMap((content) => content.deployments)
    for (const status of ['SUCCESSFUL', 'FAILED', 'STOPPED'])
      has(all, (one) => one.state.name === 'COMPLETED' && one.state.status === status)
    has(all, (one) => one.isRollback)
    has(all, (one) => one.state.name === 'IN_PROGRESS')
    has(all, (one) => one.state.name === 'UNDEPLOYED')
  },
  'environments of each type, one hidden': (world) => {
    const all = contents(world).flatMap((content) => content.environments)
    for (const type of ['Test', 'Staging', 'Production']) has(all, (one) => one.type === type)
    has(all, (one) => one.hidden)
  },
  'statuses of pipelines and of other build servers': (world) => {
    const all = contents(world).flatMap((content) =>
      [...content.log({})].flatMap((commit) => content.statuses(commit.hash)),
    )
    has(all, (one) => one.key.startsWith('ci/'))
    has(all, (one) => one.name.startsWith('Pipeline #'))
  },
  'restrictions by pattern and by branching model, reviewers of repository and project': (world) => {
    const all = contents(world).flatMap((content) => content.restrictions)
    has(all, (one) => one.matchKind === 'glob')
    has(all, (one) => one.matchKind === 'branching_model')
    has(contents(world), (one) => one.defaultReviewers.length > 0)
    has(
      world.workspaces.flatMap((one) => world.projects(one.uuid)),
      (one) => one.defaultReviewers.length > 0,
    )
  },
  'issues with comments and without assignee': (world) => {
    const issues = contents(world).flatMap((content) => content.issues)
    has(issues, (one) => one.assignee === null)
    has(contents(world), (one) => [...one.state.issueComments.values()].some((list) => list.length > 0))
  },
}

describe.each(SEEDS)('the smallest world of seed %i has', (seed) => {
  const world = worlds.get(seed)
  if (world === undefined) throw new Error('made above')
  it.each(Object.entries(QUIRKS))('%s', (_, check) => check(world))
})
