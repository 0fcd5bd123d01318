/** The walk through a repository's history: actions in the order of time, each moving branches and leaving records. */
import { emptyState, type Identity, type RepositoryState, type TreeChange } from '../content/state.ts'
import type { Account, Hash } from '../model.ts'
import type { RepositoryPlan } from '../plan/plan.ts'
import { type Random, randomStream } from '../random.ts'
import type { Instant } from '../time.ts'
import { addCommit, identityOf } from './history.ts'
import { sourcePaths } from './layout.ts'
import { MAIN } from './outline.ts'

export interface Walk {
  plan: RepositoryPlan
  state: RepositoryState
  random: Random
  /** Deliveries draw from their own stream, so that they do not disturb the code's history. */
  delivery: Random
  bots: readonly Account[]
  mainName: string
  paths: string[][]
  /** Whether approvals move a pull request's `updatedOn`. */
  reviewsTouch: boolean
  /** Fills in hashes once they are known. */
  late: ((hash: (index: number) => Hash) => void)[]
  now: Instant
  end: Instant
}

export function startWalk(
  plan: RepositoryPlan,
  accounts: readonly Account[],
  end: Instant,
  reviewsTouch: boolean,
): Walk {
  const state = emptyState(plan.descriptor.uuid, plan.ordinal)
  return {
    plan,
    state,
    random: randomStream(plan.seed, 'life'),
    delivery: randomStream(plan.seed, 'delivery'),
    bots: accounts.filter((account) => account.isBot && account.kind !== 'team'),
    mainName: plan.descriptor.mainBranch ?? 'main',
    paths: sourcePaths(plan),
    reviewsTouch,
    late: [],
    now: plan.bornOn,
    end,
  }
}

export function branchNameOf(walk: Walk, name: string): string {
  return name === MAIN ? walk.mainName : name
}

export function headOf(walk: Walk, branch: string): number {
  const head = walk.state.branches.get(branchNameOf(walk, branch))
  if (head === undefined) throw new RangeError(`no branch ${branch}`)
  return head
}

/** A commit on top of a branch, which moves. */
export function commitOn(
  walk: Walk,
  branch: string,
  author: Account,
  at: Instant,
  message: string,
  change: TreeChange,
): number {
  const index = addCommit(walk.state, {
    parents: [headOf(walk, branch)],
    author: identityOf(walk.random, author, at),
    at,
    message,
    change,
  })
  walk.state.branches.set(branchNameOf(walk, branch), index)
  return index
}

/** A few files of one service; work stays together. */
export function pickPaths(walk: Walk, most: number): string[] {
  const group = walk.random.pick(walk.paths)
  const first = walk.random.int(0, group.length - 1)
  const count = Math.min(group.length, walk.random.int(1, most))
  return Array.from({ length: count }, (_, i) => group[(first + i) % group.length] ?? '')
}

export function committerOf(walk: Walk, account: Account, at: Instant): Identity {
  return identityOf(walk.random, account, at)
}

/** Once commits have hashes, this one's is handed on. */
export function nameLater(walk: Walk, commit: number, assign: (hash: Hash) => void): void {
  walk.late.push((hash) => assign(hash(commit)))
}
