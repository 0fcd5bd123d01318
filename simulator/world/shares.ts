/** The world's summary, with the shares that decide how many heads no mirror reaches. */
import type { Content } from './content/content.ts'
import type { PullRequestRecord } from './content/state.ts'
import type { WorldOptions } from './interface.ts'
import type { Uuid } from './model.ts'
import type { WorldPlan } from './plan/plan.ts'
import type { WorldShares, WorldSummary } from './summary.ts'
import type { ClosableWorld, Ground } from './world.ts'

/** Worlds of more repositories than this are measured by a sample: measuring makes content. */
const WHOLE = 100
const SAMPLE = 40

export function summarize(
  ground: Ground,
  measure: () => WorldShares,
  { size, seed, today }: WorldOptions,
): WorldSummary {
  const repositories = [...ground.repositories.values()]
  return {
    size,
    seed,
    today,
    workspaces: ground.workspaces.length,
    projects: ground.projects.length,
    accounts: ground.accounts.length,
    members: ground.members.length,
    repositories: repositories.length,
    emptyRepositories: repositories.filter((one) => one.isEmpty).length,
    archivedRepositories: repositories.filter((one) => one.isArchived).length,
    forkedRepositories: repositories.filter((one) => one.parent !== null).length,
    pullRequests: repositories.reduce((sum, one) => sum + one.counts.pullRequests, 0),
    // Measuring makes content, seconds of it in large worlds: only for whoever looks.
    get shares() {
      return measure()
    },
  }
}

export function measureShares(ground: Ground, plan: WorldPlan): WorldShares {
  // The huge repository comes first and would weigh too much in a sample.
  const candidates = plan.repositories
    .map((one) => one.descriptor.uuid)
    .filter((uuid) => ground.repositories.has(uuid))
  const chosen = candidates.length <= WHOLE ? candidates : candidates.slice(1, SAMPLE + 1)
  const counts = { all: 0, merged: 0, squash: 0, deleted: 0, forks: 0, unreachable: 0 }
  for (const uuid of chosen) count(ground, ground.shelf.get(uuid), uuid, counts)
  const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000)
  return {
    squash: share(counts.squash, counts.merged),
    branchesDeleted: share(counts.deleted, counts.merged),
    forks: share(counts.forks, counts.all),
    headsUnreachable: share(counts.unreachable, counts.all),
    measuredOver: counts.all,
  }
}

function count(ground: Ground, content: Content, uuid: Uuid, counts: Record<string, number>): void {
  const add = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1
  }
  for (const record of content.state.pullRequests) {
    const { shown } = record
    add('all')
    if (shown.source.repository !== uuid) add('forks')
    if (!headIsReachable(ground.world, content, record)) add('unreachable')
    if (shown.state !== 'MERGED') continue
    add('merged')
    if (shown.mergeStrategy === 'squash') add('squash')
    if (shown.closeSourceBranch) add('deleted')
  }
}

/** Whether some mirror has the head: the repository's own, or that of the fork it came from. */
export function headIsReachable(
  world: ClosableWorld,
  content: Content,
  { head, shown }: PullRequestRecord,
): boolean {
  if (content.reachable()[head] === 1) return true
  const { repository } = shown.source
  const fork =
    repository === null || repository === content.repository ? undefined : world.repository(repository)
  if (fork === undefined || fork.isForbidden) return false
  return world.inner(fork.uuid).isReachable(content.recordOf(head).hash)
}
