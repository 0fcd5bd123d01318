/**
 * What the rest of the simulator sees of a world: cheap lists of everything that a catalogue shows, the content of one
 * repository at a time, a stream of changes, and the verbs that cause them.
 *
 * Made by `createWorld(options): ClosableWorld` in `world.ts`. Beside it:
 *   `git/store.ts`     `openGitStore(world): GitStore` (with `close()`), the bare repositories
 *   `git/http.ts`      `handleGit(store, repository, path, request, response): Promise<GitExchange>`, where `path` is what
 *                      follows `….git` with its query (`/info/refs?service=git-upload-pack`); answers with what was sent
 *   `oracle/export.ts` `oracleEntities`, `exportOracle(world, entity): Iterable<string>`, one canonical JSON line each
 *   `oracle/floor.ts`  `floor(world, options): Floor`
 */
import type { Change } from './change.ts'
import type * as m from './model.ts'
import type { WorldSummary } from './summary.ts'
import type { Instant } from './time.ts'
import type { Verbs } from './verbs.ts'

export type WorldSize = 'XS' | 'demo' | 'S' | 'M' | 'L'

export interface WorldOptions {
  size: WorldSize
  seed: number
  /** The last day of the generated history, `2026-11-21`. */
  today: string
  /** Where hash chains and bare repositories are kept; a temporary directory of its own when absent. */
  cacheDirectory?: string
  /** Whether approvals and their taking back move a pull request's `updatedOn`; nobody has proved it. Default true. */
  reviewsTouch?: boolean
  /** How much of the contents of repositories is kept at a time; the world M stays within a gigabyte when absent. */
  contentsKilobytes?: number
}

export interface World {
  readonly size: WorldSize
  readonly seed: number
  readonly cacheDirectory: string
  /** The world's clock: starts at the end of `today` minus a little, and moves on with every change. */
  now(): Instant
  /** Moves the clock without changing anything else. */
  setNow(at: Instant): void

  readonly workspaces: readonly m.Workspace[]
  /** By slug or uuid. */
  workspace(key: string): m.Workspace | undefined
  readonly accounts: readonly m.Account[]
  /** By uuid or account id; closed accounts too. */
  account(key: string): m.Account | undefined
  members(workspace: m.Uuid): readonly m.Member[]
  projects(workspace: m.Uuid): readonly m.Project[]
  project(workspace: m.Uuid, keyOrUuid: string): m.Project | undefined

  /** Live repositories of a workspace in order of creation; the array is fresh, its members are the world's own. */
  repositories(workspace: m.Uuid): readonly m.Repository[]
  repository(uuid: m.Uuid): m.Repository | undefined
  /** By slug, uuid or an earlier name; `moved` when an earlier name matched (answer with a redirect). */
  findRepository(workspaceKey: string, key: string): { repository: m.Repository; moved: boolean } | undefined
  /** `{workspace slug}/{repository slug}`. */
  fullName(repository: m.Repository): string
  /** Generates the repository on first use; keep no reference across requests, it may be evicted and made again. */
  content(repository: m.Uuid): RepositoryContent

  /** Called after each change, in order; the world already shows it. Returns how to stop. */
  subscribe(listener: (change: Change) => void): () => void
  readonly mutate: Verbs
  /**
   * Plays `count` random changes, the same ones for the same seed and history, and returns them. They happen `at` that
   * moment when it is given; else time passes between them.
   */
  move(count: number, seed: number, at?: Instant): Change[]
  summary(): WorldSummary
}

/** Everything inside one repository. Lists are the content's own: read them, never change them. */
export interface RepositoryContent {
  readonly repository: m.Uuid

  /** Sorted by name, plainly. */
  readonly branches: readonly m.Branch[]
  readonly tags: readonly m.Tag[]
  branch(name: string): m.Branch | undefined
  tag(name: string): m.Tag | undefined
  /** Any commit ever made here, also of deleted branches; full hash or a prefix of at least seven characters. */
  commit(hash: string): m.Commit | undefined
  /** A branch, tag, full or short hash, or `HEAD`. */
  resolve(revision: string): m.Commit | undefined
  /** Reachable from a branch or tag today, hence present in a mirror. */
  isReachable(hash: m.Hash): boolean
  /** As `git log --date-order`: newest first, never a parent before its child. No `include` means every branch and tag. */
  log(range: LogRange): Iterable<m.Commit>

  /** Ascending by id. */
  readonly pullRequests: readonly m.PullRequest[]
  pullRequest(id: number): m.PullRequest | undefined
  /** Descending by `updatedOn`, then by id; kept sorted across changes. */
  pullRequestsByUpdate(): readonly m.PullRequest[]
  /** The whole repository's stream, newest first. */
  activity(): readonly m.Activity[]
  activityOf(pullRequest: number): readonly m.Activity[]
  /** Ascending by id, tombstones included. */
  comments(pullRequest: number): readonly m.Comment[]
  comment(id: number): m.Comment | undefined
  tasks(pullRequest: number): readonly m.Task[]
  /** Newest first: the commits of the source that the destination did not have. Known also when no ref reaches them. */
  pullRequestCommits(pullRequest: number): readonly m.Commit[]
  /** The comparison Bitbucket shows: merge base against the source head. */
  pullRequestChanges(pullRequest: number): readonly m.FileChange[]

  /** Descending by build number. */
  readonly pipelines: readonly m.Pipeline[]
  /** By uuid or build number. */
  pipeline(key: string): m.Pipeline | undefined
  steps(pipeline: m.Uuid): readonly m.PipelineStep[]
  stepLog(step: m.Uuid): string | undefined
  /** By rank. */
  readonly environments: readonly m.Environment[]
  /** Newest first by `createdOn`. */
  readonly deployments: readonly m.Deployment[]
  statuses(commit: m.Hash): readonly m.CommitStatus[]

  readonly restrictions: readonly m.BranchRestriction[]
  /** Of the repository alone; the project's are on the project. */
  readonly defaultReviewers: readonly m.Uuid[]
  readonly branchingModel: m.BranchingModel
  /** Ascending by id. */
  readonly issues: readonly m.Issue[]
  issueComments(issue: number): readonly m.IssueComment[]
  readonly downloads: readonly m.Download[]

  /** One directory ('' is the root), as git sorts it; undefined when there is none. */
  directory(commit: m.Hash, path: string): readonly m.TreeEntry[] | undefined
  /** Every file of the commit, sorted by path. */
  files(commit: m.Hash): readonly m.TreeEntry[]
  file(commit: m.Hash, path: string): { entry: m.TreeEntry; content: Buffer } | undefined
  /** `from` null compares with the empty tree. Sorted by path. */
  changes(from: m.Hash | null, to: m.Hash): readonly m.FileChange[]
  /** Text in git's unified form of the same comparison. */
  diff(from: m.Hash | null, to: m.Hash): string
  mergeBase(left: m.Hash, right: m.Hash): m.Commit | undefined
}

export interface LogRange {
  include?: readonly m.Hash[]
  exclude?: readonly m.Hash[]
  /** Only commits that touch this file or anything under this directory. */
  path?: string
}
