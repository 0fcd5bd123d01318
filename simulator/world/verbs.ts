/**
 * The verbs that change a world. Each takes effect at once at `world.now()` (which it first moves on by a second), tells
 * every subscriber and returns what it made. Impossible ones throw `Impossible` with a sentence fit for a 400.
 */
import type * as m from './model.ts'

export class Impossible extends Error {}

interface Edit {
  path: string
  /** Null deletes the file. */
  content: string | Buffer | null
}

export interface PushOptions {
  branch: string
  actor: m.Uuid
  message: string
  /** Absent: a believable edit is made up. */
  edits?: Edit[]
  /** Where a new branch starts (default: the main branch), or where a force push restarts. */
  from?: m.Hash
  force?: boolean
  /** How many commits; more than one only with made-up edits. Default 1. */
  commits?: number
  /** Overrides the author taken from `actor`, e.g. an address that resolves to nobody. */
  authorRaw?: string
}

export interface OpenPullRequestOptions {
  title: string
  description?: string
  author: m.Uuid
  source: string
  sourceRepository?: m.Uuid
  destination?: string
  reviewers?: m.Uuid[]
  draft?: boolean
  closeSourceBranch?: boolean
}

export interface PullRequestEdit {
  title?: string
  description?: string
  draft?: boolean
  reviewers?: m.Uuid[]
  /** Re-target. */
  destination?: string
}

export interface CommentOptions {
  author: m.Uuid
  content: string
  parent?: number
  inline?: { path: string; from: number | null; to: number | null }
}

export interface PipelineOptions {
  creator: m.Uuid
  branch?: string
  pullRequest?: number
  commit?: m.Hash
  trigger?: m.Pipeline['trigger']
  /** Name of an environment that the last step deploys to. */
  deployTo?: string
  result?: 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | 'ERROR' | 'EXPIRED'
  /** Leave it running; `finishPipeline` ends it. */
  running?: boolean
}

export interface CreateRepositoryOptions {
  workspace: m.Uuid
  project?: m.Uuid
  slug: string
  name?: string
  description?: string
  isPrivate?: boolean
  actor: m.Uuid
  /** Forks of another repository start with its main branch. */
  parent?: m.Uuid
  /** Start with one commit; otherwise empty. */
  withReadme?: boolean
}

type R = m.Uuid

export interface Verbs {
  createRepository(options: CreateRepositoryOptions): m.Repository
  /** A new slug leaves a redirect behind. */
  renameRepository(repository: R, name: string, actor: m.Uuid): m.Repository
  /** To another project of the same workspace. */
  moveRepository(repository: R, project: m.Uuid, actor: m.Uuid): m.Repository
  transferRepository(repository: R, workspace: m.Uuid, project: m.Uuid, actor: m.Uuid): m.Repository
  updateRepository(
    repository: R,
    edit: Partial<
      Pick<m.Repository, 'description' | 'website' | 'language' | 'isPrivate' | 'hasIssues' | 'isArchived'>
    >,
    actor: m.Uuid,
  ): m.Repository
  deleteRepository(repository: R, actor: m.Uuid): void

  push(repository: R, options: PushOptions): m.Commit[]
  createBranch(repository: R, name: string, target: m.Hash, actor: m.Uuid): m.Branch
  deleteBranch(repository: R, name: string, actor: m.Uuid): void
  createTag(repository: R, name: string, target: m.Hash, actor: m.Uuid, message?: string): m.Tag
  deleteTag(repository: R, name: string, actor: m.Uuid): void

  openPullRequest(repository: R, options: OpenPullRequestOptions): m.PullRequest
  editPullRequest(repository: R, id: number, edit: PullRequestEdit, actor: m.Uuid): m.PullRequest
  approve(repository: R, id: number, actor: m.Uuid): m.Participant
  unapprove(repository: R, id: number, actor: m.Uuid): void
  requestChanges(repository: R, id: number, actor: m.Uuid): m.Participant
  removeChangeRequest(repository: R, id: number, actor: m.Uuid): void
  mergePullRequest(
    repository: R,
    id: number,
    actor: m.Uuid,
    strategy?: m.MergeStrategy,
    closeSource?: boolean,
  ): m.PullRequest
  declinePullRequest(repository: R, id: number, actor: m.Uuid, reason?: string): m.PullRequest
  comment(repository: R, id: number, options: CommentOptions): m.Comment
  editComment(repository: R, comment: number, content: string, actor: m.Uuid): m.Comment
  deleteComment(repository: R, comment: number, actor: m.Uuid): void
  resolveComment(repository: R, comment: number, actor: m.Uuid): m.Comment
  reopenComment(repository: R, comment: number, actor: m.Uuid): m.Comment
  addTask(repository: R, id: number, content: string, actor: m.Uuid): m.Task
  resolveTask(repository: R, task: number, actor: m.Uuid): m.Task

  runPipeline(repository: R, options: PipelineOptions): m.Pipeline
  finishPipeline(repository: R, pipeline: m.Uuid, result: NonNullable<PipelineOptions['result']>): m.Pipeline
  rollBack(repository: R, environment: string, actor: m.Uuid): m.Deployment
  setStatus(
    repository: R,
    commit: m.Hash,
    status: Pick<m.CommitStatus, 'key' | 'state'> & Partial<m.CommitStatus>,
    actor: m.Uuid,
  ): m.CommitStatus
  commentOnCommit(repository: R, commit: m.Hash, content: string, actor: m.Uuid): void

  openIssue(repository: R, title: string, actor: m.Uuid, edit?: Partial<m.Issue>): m.Issue
  editIssue(repository: R, id: number, edit: Partial<m.Issue>, actor: m.Uuid): m.Issue
  commentOnIssue(repository: R, id: number, content: string, actor: m.Uuid): m.IssueComment

  renameAccount(account: m.Uuid, displayName: string, nickname?: string): m.Account
  /** The account closes: name `Former user`, no account id in payloads, membership gone. */
  closeAccount(account: m.Uuid): m.Account
  addMember(workspace: m.Uuid, displayName: string, emails: string[]): m.Account
  renameWorkspace(workspace: m.Uuid, slug: string, actor: m.Uuid): m.Workspace
  updateProject(
    project: m.Uuid,
    edit: Partial<Pick<m.Project, 'key' | 'name' | 'description'>>,
    actor: m.Uuid,
  ): m.Project
}
