/** What one repository holds, as generated and as mutations change it. Commits are referred to by index. */
import type * as m from '../model.ts'
import type { Instant } from '../time.ts'
import type { Directory } from '../tree/node.ts'

export interface Identity {
  raw: string
  account: m.Uuid | null
  /** Minutes east of UTC. */
  offset: number
}

/** How a commit's tree follows from others; kept so that trees can be left out until somebody looks. */
export type TreeChange =
  | { kind: 'root' }
  | { kind: 'edit'; paths: readonly string[]; extra: ExtraEdit | null }
  /** The first parent's tree with what changed between two commits. */
  | { kind: 'merge'; base: number; theirs: number }
  /** Made by a mutation; its tree is there already. */
  | { kind: 'given' }

export type ExtraEdit =
  | { kind: 'bump'; service: number }
  | { kind: 'release'; version: string }
  | { kind: 'create'; path: string }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; path: string }
  | { kind: 'binary'; path: string }

export interface CommitRecord {
  /** '' until hashed. */
  hash: m.Hash
  treeHash: m.Hash
  tree: Directory | null
  parents: readonly number[]
  author: Identity
  committer: Identity
  date: Instant
  committedOn: Instant
  message: string
  change: TreeChange
}

export interface TagRecord {
  name: string
  target: number
  /** Null for a lightweight tag. */
  annotation: { object: m.Hash; message: string; date: Instant; tagger: Identity } | null
}

/** What a pull request needs beside what it shows. */
export interface PullRequestRecord {
  shown: m.PullRequest
  /** Newest first. */
  commits: number[]
  /** Merge base with the destination. */
  base: number
  head: number
  activity: m.Activity[]
  comments: m.Comment[]
  tasks: m.Task[]
}

export interface RepositoryState {
  uuid: m.Uuid
  commits: CommitRecord[]
  byHash: Map<m.Hash, number>
  branches: Map<string, number>
  /** Branches of forks whose commits this repository knows, by `fork uuid/branch`: only where they still exist. */
  forkBranches: Map<string, number>
  tags: TagRecord[]
  pullRequests: PullRequestRecord[]
  pipelines: m.Pipeline[]
  steps: Map<m.Uuid, m.PipelineStep[]>
  environments: m.Environment[]
  deployments: m.Deployment[]
  statuses: Map<m.Hash, m.CommitStatus[]>
  restrictions: m.BranchRestriction[]
  defaultReviewers: m.Uuid[]
  branchingModel: m.BranchingModel
  issues: m.Issue[]
  issueComments: Map<number, m.IssueComment[]>
  downloads: m.Download[]
  /** The next free number for comments and tasks, unique in the world by the repository's ordinal. */
  nextId: number
}

export function emptyState(uuid: m.Uuid, ordinal: number): RepositoryState {
  return {
    uuid,
    commits: [],
    byHash: new Map(),
    branches: new Map(),
    forkBranches: new Map(),
    tags: [],
    pullRequests: [],
    pipelines: [],
    steps: new Map(),
    environments: [],
    deployments: [],
    statuses: new Map(),
    restrictions: [],
    defaultReviewers: [],
    branchingModel: {
      developmentBranch: null,
      developmentUsesMain: true,
      productionBranch: null,
      branchTypes: [],
    },
    issues: [],
    issueComments: new Map(),
    downloads: [],
    // 400,000 per repository: the largest has about 12,000 pull requests of four comments.
    nextId: 100_000_000 + ordinal * 400_000,
  }
}
