import type { SeenRepository } from './browse.ts'
import { asked, type Look } from './listing.ts'

export interface Amount {
  readonly repositories: number
  readonly requests: {
    /** Were every repository empty; a first sync never costs less. */
    readonly least: number
    /** By what a few of them hold; null when none could be asked. */
    readonly likely: number | null
  }
  /** Repositories that were asked what they hold. */
  readonly sampled: number
}

interface Plan {
  readonly since: Date
  /** Commits, branches and tags are read by the API too. */
  readonly withoutGit: boolean
  /** Files are listed by the API. */
  readonly withFiles: boolean
}

/** A page of pull requests or of their activity; everything else comes a hundred to a page. */
const perPage = 50
/** What happens to a pull request on the average: comments, approvals and updates. */
const activityPerPullRequest = 10
/** Two requests each, spent before anything is stored. */
const mostSampled = 10
/** Environments and branch restrictions are one page each, and so are deployments but for the busiest. */
const fixedPerRepository = 3

/**
 * What a first sync of a workspace costs: its own lists, and of each repository pull requests, activity, pipelines,
 * deployments, environments and branch restrictions. What is read of pull requests and pipelines depends on how many
 * there are, which a few repositories across the range of activity are asked.
 */
export async function estimate(
  look: Look,
  listed: number,
  wanted: readonly SeenRepository[],
  plan: Plan,
): Promise<Amount> {
  // The list of repositories, and one page each of projects and members.
  const lists = Math.max(1, Math.ceil(listed / 100)) + 2
  const sample = spread(wanted, mostSampled)
  const costs: number[] = []
  for (const repository of sample) costs.push(...(await costOf(look, repository, plan)))
  const mean = costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) / costs.length
  return {
    repositories: wanted.length,
    requests: {
      least: lists + wanted.length * costOfCounts(0, 0, plan),
      likely: mean === null ? null : Math.round(lists + wanted.length * mean),
    },
    sampled: costs.length,
  }
}

function costOfCounts(pullRequests: number, pipelines: number, { withoutGit, withFiles }: Plan): number {
  const pages = (count: number, length: number) => Math.max(1, Math.ceil(count / length))
  return (
    pages(pullRequests, perPage) +
    pages(pullRequests * activityPerPullRequest, perPage) +
    pages(pipelines, 100) +
    fixedPerRepository +
    (withoutGit ? 2 : 0) +
    (withFiles ? 1 : 0)
  )
}

/** Nothing when the repository cannot be read: it says nothing about the others. */
async function costOf(look: Look, { uuid }: SeenRepository, plan: Plan): Promise<number[]> {
  const path = `/repositories/%7B%7D/${encodeURIComponent(`{${uuid}}`)}`
  const q = `state IN ("OPEN", "MERGED", "DECLINED", "SUPERSEDED") AND updated_on >= ${plan.since.toISOString()}`
  const pullRequests = await sizeOf(look, `${path}/pullrequests`, { q })
  if (pullRequests === null) return []
  const pipelines = (await sizeOf(look, `${path}/pipelines`, {})) ?? 0
  return [costOfCounts(pullRequests, pipelines, plan)]
}

async function sizeOf(look: Look, path: string, query: Record<string, string>): Promise<number | null> {
  const answer = await look.get(path, { ...query, pagelen: '1' }, asked).catch(() => null)
  const { size } = Object(answer?.body) as { size?: unknown }
  return Number.isInteger(size) ? Number(size) : null
}

/** Evenly from the last changed to the one that sleeps longest. */
function spread(repositories: readonly SeenRepository[], most: number): SeenRepository[] {
  const sorted = [...repositories].sort((a, b) => Number(b.updated_on) - Number(a.updated_on))
  const count = Math.min(most, sorted.length)
  const middles = Array.from({ length: count }, (_, index) =>
    Math.floor(((index + 0.5) * sorted.length) / count),
  )
  return middles.flatMap((middle) => sorted[middle] ?? [])
}
