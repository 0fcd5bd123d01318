/** From a repository's plan to its content. */

import { generateLife } from '../life/generate.ts'
import { growTrees, hashCommit, hashHistory, hashTags } from '../life/grow.ts'
import type { Account } from '../model.ts'
import type { RepositoryPlan } from '../plan/plan.ts'
import { chainPath, loadChain, storeChain } from './chain.ts'
import { Content } from './content.ts'
import { type CommitRecord, emptyState, type RepositoryState } from './state.ts'

export interface Making {
  accounts: readonly Account[]
  end: number
  reviewsTouch: boolean
  cacheDirectory: string
}

export function makeContent(plan: RepositoryPlan, making: Making): Content {
  const { state, nameCommits } = generateLife(plan, making.accounts, making.end, making.reviewsTouch)
  const generated = state.commits.slice()
  const grow = () => growTrees(plan, generated)
  const path = chainPath(making.cacheDirectory, plan.descriptor.uuid)
  if (loadChain(path, state.commits)) hashFromChain(state)
  else {
    grow()
    hashHistory(state)
    storeChain(path, state.commits)
  }
  nameCommits((index) => state.commits[index]?.hash ?? '')
  return new Content(state, grow)
}

function hashFromChain(state: RepositoryState): void {
  for (const [index, commit] of state.commits.entries()) {
    hashCommit(state, commit, commit.treeHash)
    state.byHash.set(commit.hash, index)
  }
  hashTags(state)
}

/** A fork knows its parent's commits; its main branch stands where the parent's stood, beside branches of its own. */
export function makeFork(plan: RepositoryPlan, parent: Content): Content {
  const state = emptyState(plan.descriptor.uuid, plan.ordinal)
  const source = parent.state
  state.commits = source.commits.slice()
  state.byHash = new Map(source.byHash)
  const main = plan.descriptor.mainBranch ?? 'main'
  state.branches.set(
    main,
    standingAt(source.commits, source.branches.get(main) ?? 0, plan.forkedFrom?.on ?? 0),
  )
  const prefix = `${plan.descriptor.uuid}/`
  for (const [name, index] of source.forkBranches) {
    if (name.startsWith(prefix)) state.branches.set(name.slice(prefix.length), index)
  }
  return new Content(state, () => parent.grow())
}

/** Back along the first parents to the branch's head of that time. */
function standingAt(commits: readonly CommitRecord[], head: number, on: number): number {
  let index = head
  while ((commits[index]?.committedOn ?? 0) > on) {
    const parent = commits[index]?.parents[0]
    if (parent === undefined) break
    index = parent
  }
  return index
}
