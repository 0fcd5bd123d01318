import type { WorldSize } from '../interface.ts'
import { DAY } from '../time.ts'

export const HISTORY = 3 * 365 * DAY

export interface SizePlan {
  workspaces: number
  repositories: number
  pullRequests: number
  humans: number
  projects: number
  /** Share of all pull requests that the one huge repository holds. */
  hugeShare: number
}

/** Repositories and pull requests are fixed by the definition of the sizes; people follow at 10 to 300 pull requests each. */
export const SIZES: Readonly<Record<WorldSize, SizePlan>> = {
  XS: { workspaces: 2, repositories: 12, pullRequests: 200, humans: 14, projects: 4, hugeShare: 0.35 },
  demo: { workspaces: 2, repositories: 40, pullRequests: 2_500, humans: 46, projects: 8, hugeShare: 0.12 },
  S: { workspaces: 2, repositories: 100, pullRequests: 5_000, humans: 80, projects: 12, hugeShare: 0.1 },
  M: { workspaces: 2, repositories: 500, pullRequests: 100_000, humans: 420, projects: 40, hugeShare: 0.05 },
  L: {
    workspaces: 3,
    repositories: 3_000,
    pullRequests: 600_000,
    humans: 2_600,
    projects: 180,
    hugeShare: 0.02,
  },
}
