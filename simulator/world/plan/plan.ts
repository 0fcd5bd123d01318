/** A repository before its content exists: everything that its listing shows and its history must keep to. */
import type { Account, Member, Project, Repository, Uuid, Workspace } from '../model.ts'
import type { Instant } from '../time.ts'
import type { Ecosystem } from '../tree/documents/packages.ts'
import type { Language } from '../tree/line.ts'

export interface ServicePlan {
  name: string
  /** '' when the service is the whole repository. */
  path: string
  language: Language
  ecosystem: Ecosystem | null
  team: string
  tier: number
}

export interface RepositoryPlan {
  /** The world's own descriptor; mutations change it, the generator reads only what it set itself. */
  descriptor: Repository
  ordinal: number
  seed: number
  /** `workspace/slug` as generated, for files that name their repository. */
  fullName: string
  services: ServicePlan[]
  contributors: Account[]
  ticketPrefix: string
  pullRequests: number
  bornOn: Instant
  /** The last push, at which generation always ends; equals the descriptor's `updatedOn`. */
  lastPushOn: Instant
  /** Nothing at all happens later. */
  endOn: Instant
  /** Live forks of this repository that pull requests come from. */
  forks: Uuid[]
  forkedFrom: { repository: Uuid; on: Instant } | null
  /** Long-lived branches beside the main one. */
  longLived: string[]
  deploys: boolean
  issues: number
  tagStyle: 'v' | 'plain' | 'release-date' | 'none'
}

export interface WorldPlan {
  workspaces: Workspace[]
  accounts: Account[]
  members: Member[]
  projects: Project[]
  repositories: RepositoryPlan[]
  end: Instant
}
