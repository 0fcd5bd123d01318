import type { WorldSize } from './interface.ts'

/** The world in figures; shares are measured over what was generated, not wished for. */
export interface WorldSummary {
  size: WorldSize
  seed: number
  today: string
  workspaces: number
  projects: number
  accounts: number
  members: number
  repositories: number
  emptyRepositories: number
  archivedRepositories: number
  forkedRepositories: number
  pullRequests: number
  /** Measured when first asked for: over every repository up to the size S, over forty beyond. */
  shares: WorldShares
}

export interface WorldShares {
  /** Of merges, by squash. */
  squash: number
  /** Source branches gone after the merge. */
  branchesDeleted: number
  /** Pull requests from forks. */
  forks: number
  /** Pull requests whose head no mirror reaches. */
  headsUnreachable: number
  /** How many pull requests the shares were measured over. */
  measuredOver: number
}
