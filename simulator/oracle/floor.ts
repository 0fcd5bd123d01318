/**
 * The fewest requests a sync of the present world can cost: every object must appear in at least one page, pull requests
 * and activity come fifty to a page, everything else a hundred, and e-mail addresses are resolved ninety at a time.
 */
import type { PullRequestRecord, RepositoryState } from '../world/content/state.ts'
import { reach } from '../world/life/history.ts'
import type { Repository } from '../world/model.ts'
import { headIsReachable } from '../world/shares.ts'
import type { Instant } from '../world/time.ts'
import type { ClosableWorld } from '../world/world.ts'

export interface FloorOptions {
  /** Start of the time range: older pull requests, activity, pipelines and deployments are not wanted. */
  since?: Instant
  steps?: boolean
  deep?: boolean
  /** Issues and their comments, where there is a tracker. */
  issues?: boolean
  metadataOnly?: boolean
}

/** Requests by what they are for. */
interface FloorTerms {
  repositoryLists: number
  projectLists: number
  memberLists: number
  emailLookups: number
  issueProbes: number
  pullRequests: number
  activity: number
  pipelines: number
  deployments: number
  environments: number
  branchRestrictions: number
  /** One attempt at each repository that answers 403. */
  forbidden: number
}

export interface Floor {
  terms: FloorTerms
  full: number
  idle: { withWebhooksPerCycle: number; auditPerHour: number; pollingPerCycle: number }
  extras: { steps: number; deep: number; issues: number; metadataOnly: number }
  /** `full` and the extras asked for. */
  total: number
  /** What was counted. */
  counts: Record<string, number>
}

interface Tally {
  terms: FloorTerms
  extras: Floor['extras']
  counts: Record<string, number>
}

export function floor(world: ClosableWorld, options: FloorOptions = {}): Floor {
  const tally = emptyTally()
  for (const workspace of world.workspaces)
    countWorkspace(world, workspace.uuid, tally, options.since ?? -Infinity)
  const { terms, extras, counts } = tally
  const full = Object.values(terms).reduce((sum, term) => sum + term, 0)
  const repositories = counts.repositories ?? 0
  const wanted = (['steps', 'deep', 'issues', 'metadataOnly'] as const).filter(
    (extra) => options[extra] === true,
  )
  return {
    terms,
    full,
    idle: {
      withWebhooksPerCycle: world.workspaces.length,
      auditPerHour: repositories / 24,
      pollingPerCycle: world.workspaces.length + 2 * repositories,
    },
    extras,
    total: wanted.reduce((sum, extra) => sum + extras[extra], full),
    counts,
  }
}

function emptyTally(): Tally {
  return {
    terms: {
      repositoryLists: 0,
      projectLists: 0,
      memberLists: 0,
      emailLookups: 0,
      issueProbes: 0,
      pullRequests: 0,
      activity: 0,
      pipelines: 0,
      deployments: 0,
      environments: 0,
      branchRestrictions: 0,
      forbidden: 0,
    },
    extras: { steps: 0, deep: 0, issues: 0, metadataOnly: 0 },
    counts: {},
  }
}

/** Even an empty list is known only after one request. */
function pages(items: number, size: number): number {
  return Math.max(1, Math.ceil(items / size))
}

function countWorkspace(world: ClosableWorld, workspace: string, tally: Tally, since: Instant): void {
  const repositories = world.repositories(workspace)
  const { terms } = tally
  terms.repositoryLists += pages(repositories.length, 100)
  terms.projectLists += pages(world.projects(workspace).length, 100)
  terms.memberLists += pages(world.members(workspace).length, 100)
  terms.issueProbes += 1
  const emails = new Set<string>()
  for (const repository of repositories) {
    add(tally, 'repositories', 1)
    if (repository.isForbidden) terms.forbidden += 1
    else countRepository(world, repository, tally, emails, since)
  }
  add(tally, 'emails', emails.size)
  terms.emailLookups += Math.ceil(emails.size / 90)
}

function add({ counts }: Tally, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count
}

function countRepository(
  world: ClosableWorld,
  repository: Repository,
  tally: Tally,
  emails: Set<string>,
  since: Instant,
): void {
  const { terms, extras } = tally
  const state = world.life(repository.uuid)
  const pullRequests = state.pullRequests.filter((one) => one.shown.updatedOn >= since)
  const activity = state.pullRequests.reduce(
    (sum, one) => sum + one.activity.filter((entry) => entry.date >= since).length,
    0,
  )
  const pipelines = state.pipelines.filter((one) => one.createdOn >= since)
  const deployments = state.deployments.filter((one) => one.createdOn >= since)
  terms.pullRequests += pages(pullRequests.length, 50)
  terms.activity += pages(activity, 50)
  terms.pipelines += pages(pipelines.length, 100)
  terms.deployments += pages(deployments.length, 100)
  terms.environments += 1
  terms.branchRestrictions += 1
  const deploying = new Set(deployments.map((one) => one.pipeline))
  extras.steps += pipelines.filter((one) => deploying.has(one.uuid)).length
  extras.deep += deepRequests(world, repository, state, pullRequests)
  if (repository.hasIssues) extras.issues += issueRequests(world, repository, since)
  const commits = reachableCommits(state, emails)
  extras.metadataOnly += Math.ceil(commits / 100) + Math.ceil((state.branches.size + state.tags.length) / 100)
  const found = { pullRequests, pipelines, deployments }
  for (const [name, list] of Object.entries(found)) add(tally, name, list.length)
  add(tally, 'activity', activity)
  add(tally, 'commits', commits)
}

function reachableCommits({ commits, branches, tags }: RepositoryState, emails: Set<string>): number {
  const marks = reach(commits, [...branches.values(), ...tags.map((tag) => tag.target)])
  let count = 0
  for (const [index, commit] of commits.entries()) {
    if (marks[index] !== 1) continue
    count++
    for (const { raw } of [commit.author, commit.committer]) emails.add(/<([^>]*)>/.exec(raw)?.[1] ?? '')
  }
  return count
}

/** The list, and the comments of each. */
function issueRequests(world: ClosableWorld, repository: Repository, since: Instant): number {
  const content = world.inner(repository.uuid)
  const issues = content.issues.filter((one) => one.updatedOn >= since)
  const comments = issues.map(({ id }) => pages(content.issueComments(id).length, 100))
  return comments.reduce((sum, one) => sum + one, pages(issues.length, 100))
}

/** Commit lists of pull requests whose head no mirror reaches, a hundred to a page. */
function deepRequests(
  world: ClosableWorld,
  repository: Repository,
  state: RepositoryState,
  pullRequests: readonly PullRequestRecord[],
): number {
  const marks = reach(state.commits, [...state.branches.values(), ...state.tags.map((tag) => tag.target)])
  let requests = 0
  for (const record of pullRequests) {
    if (marks[record.head] === 1) continue
    const source = record.shown.source.repository
    const elsewhere = source !== null && source !== repository.uuid
    if (elsewhere && headIsReachable(world, world.inner(repository.uuid), record)) continue
    requests += pages(record.commits.length, 100)
  }
  return requests
}
