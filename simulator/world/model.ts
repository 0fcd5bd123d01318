/**
 * The nouns of a simulated Bitbucket Cloud, free of any JSON representation.
 *
 * Objects refer to each other by key, never by object: accounts, workspaces, projects, repositories, pipelines by
 * `Uuid`, commits by full `Hash`, pull requests and issues by number inside their repository. Shortening hashes to
 * twelve characters, links, rendering and dates as text belong to the server. `null` means what Bitbucket's null means.
 */
import type { Instant } from './time.ts'

export type * from './model-delivery.ts'
export type * from './model-review.ts'

/** Lower-case hexadecimal in braces, `{…}`, as Bitbucket writes it. */
export type Uuid = string
/** Forty hexadecimal characters; the hash that real git gives the same object. */
export type Hash = string

export interface Workspace {
  uuid: Uuid
  slug: string
  name: string
  isPrivate: boolean
  isPrivacyEnforced: boolean
  forkingMode: 'allow_forks' | 'internal_only'
  createdOn: Instant
  updatedOn: Instant | null
  /** Earlier slugs; Bitbucket does not redirect workspaces, but git links in old documents use them. */
  previousSlugs: string[]
}

export type AccountKind =
  | 'user'
  /** An app or a repository/project/workspace access token: `type: "app_user"`, no nickname. */
  | 'app'
  /** A workspace acting as author or owner: `type: "team"`. */
  | 'team'

export interface Account {
  uuid: Uuid
  kind: AccountKind
  /** Null for teams and for accounts closed before identifiers were unified. */
  accountId: string | null
  displayName: string
  /** Not unique and may change; null for apps and teams. */
  nickname: string | null
  status: 'active' | 'inactive' | 'closed'
  /** Bots are ordinary users (or apps) run by a machine; nothing in the API says so. Oracle and generator only. */
  isBot: boolean
  /** Key of the human behind the account; two accounts with the same key are one human. Oracle only. */
  human: string
  /** Addresses that Bitbucket resolves to this account: commit authors, and `members?q=user.email IN (…)`. */
  emails: string[]
  /** Addresses this human also commits with which Bitbucket does not know: such authors have no `user`. */
  unresolvedEmails: string[]
  createdOn: Instant
  /** Display names and nicknames of the past, oldest first. */
  previousNames: { displayName: string; nickname: string | null; until: Instant }[]
  /** Minutes east of UTC, for the dates in commits. */
  utcOffset: number
}

type WorkspacePermission = 'owner' | 'collaborator' | 'member'
type RepositoryPermission = 'admin' | 'write' | 'read'

export interface Member {
  workspace: Uuid
  account: Uuid
  permission: WorkspacePermission
  addedOn: Instant
  lastAccessed: Instant | null
}

export interface Project {
  uuid: Uuid
  workspace: Uuid
  key: string
  name: string
  description: string
  isPrivate: boolean
  hasPubliclyVisibleRepos: boolean
  createdOn: Instant
  updatedOn: Instant
  /** Inherited by the project's repositories: `effective-default-reviewers` says `reviewer_type: "project"`. */
  defaultReviewers: Uuid[]
}

/** A repository as its listing shows it; known without generating its content. */
export interface Repository {
  uuid: Uuid
  workspace: Uuid
  project: Uuid
  slug: string
  name: string
  /** `{workspace slug}/{repository slug}` pairs that redirect here, after renames and transfers. */
  previousFullNames: string[]
  description: string
  website: string
  isPrivate: boolean
  /** Read-only by restriction and by name; Bitbucket has no archived flag of its own before 2026. */
  isArchived: boolean
  isEmpty: boolean
  forkPolicy: 'allow_forks' | 'no_public_forks' | 'no_forks'
  /** The repository it was forked from, even when that one was deleted since (then unknown to the world). */
  parent: Uuid | null
  owner: Uuid
  /** Null for an empty repository. */
  mainBranch: string | null
  language: string
  size: number
  hasIssues: boolean
  hasWiki: boolean
  createdOn: Instant
  /** Moved by pushes, merges and settings, not by reviews and comments. */
  updatedOn: Instant
  /** Listed, but every request for its content answers 403. */
  isForbidden: boolean
  /** Explicit permissions beside what the workspace grants. */
  permissions: { account: Uuid; permission: RepositoryPermission }[]
  pipelinesEnabled: boolean
  /** Counts known from the plan, and kept true by mutations. */
  counts: RepositoryCounts
}

interface RepositoryCounts {
  pullRequests: number
  /** Exact once the content was generated, an estimate of the plan before. */
  commits: number
}

export type MergeStrategy =
  | 'merge_commit'
  | 'squash'
  | 'fast_forward'
  | 'squash_fast_forward'
  | 'rebase_fast_forward'
  | 'rebase_merge'

export interface Branch {
  name: string
  target: Hash
  mergeStrategies: MergeStrategy[]
  defaultMergeStrategy: MergeStrategy
}

export interface Tag {
  name: string
  /** The commit tagged. */
  target: Hash
  /** The tag object itself when annotated; a lightweight tag has null here and in the next three. */
  object: Hash | null
  message: string | null
  date: Instant | null
  tagger: CommitAuthor | null
}

export interface CommitAuthor {
  /** `Name <address>`, as in git. */
  raw: string
  /** The account the address resolves to, or null. */
  account: Uuid | null
}

export interface Commit {
  hash: Hash
  tree: Hash
  parents: Hash[]
  author: CommitAuthor
  committer: CommitAuthor
  /** Author date: Bitbucket's `date`. */
  date: Instant
  /** Committer date; later than `date` after a rebase. Decides the order of logs. */
  committedOn: Instant
  message: string
}

export interface BranchRestriction {
  id: number
  kind:
    | 'push'
    | 'delete'
    | 'force'
    | 'restrict_merges'
    | 'require_approvals_to_merge'
    | 'require_default_reviewer_approvals_to_merge'
    | 'require_no_changes_requested'
    | 'require_passing_builds_to_merge'
    | 'require_tasks_to_be_completed'
    | 'reset_pullrequest_approvals_on_change'
  matchKind: 'glob' | 'branching_model'
  /** '' when matched by the branching model. */
  pattern: string
  branchType: 'development' | 'production' | 'release' | 'hotfix' | null
  value: number | null
  users: Uuid[]
  groups: string[]
}

export interface BranchingModel {
  developmentBranch: string | null
  developmentUsesMain: boolean
  productionBranch: string | null
  branchTypes: { kind: 'feature' | 'bugfix' | 'release' | 'hotfix'; prefix: string }[]
}

export interface Issue {
  id: number
  title: string
  content: string
  reporter: Uuid
  assignee: Uuid | null
  state:
    | 'submitted'
    | 'new'
    | 'open'
    | 'resolved'
    | 'on hold'
    | 'invalid'
    | 'duplicate'
    | 'wontfix'
    | 'closed'
  kind: 'bug' | 'enhancement' | 'proposal' | 'task'
  priority: 'trivial' | 'minor' | 'major' | 'critical' | 'blocker'
  votes: number
  watches: number
  createdOn: Instant
  updatedOn: Instant
  editedOn: Instant | null
}

export interface IssueComment {
  id: number
  issue: number
  author: Uuid
  /** '' for a comment that only records a change of state. */
  content: string
  createdOn: Instant
  updatedOn: Instant | null
}

export interface Download {
  name: string
  size: number
  downloads: number
  user: Uuid
  createdOn: Instant
}

/** A file or directory of a tree. Modes as in git. */
export interface TreeEntry {
  path: string
  name: string
  kind: 'file' | 'directory'
  mode: '100644' | '100755' | '40000'
  hash: Hash
  /** Bytes of a file; 0 for a directory. */
  size: number
}

/** One file of a comparison, with the line counts that `git diff --numstat -M` gives. */
export interface FileChange {
  status: 'added' | 'modified' | 'removed' | 'renamed'
  oldPath: string | null
  newPath: string | null
  linesAdded: number
  linesRemoved: number
  /** Null on both sides for a binary file. */
  binary: boolean
}
