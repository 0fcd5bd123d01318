/** Pull requests and what happens to them. */
import type { Hash, MergeStrategy, Uuid } from './model.ts'
import type { Instant } from './time.ts'

export type PullRequestState = 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED'

export interface PullRequestEnd {
  /** Null when the fork was deleted. */
  repository: Uuid | null
  branch: string
  /** Null when the fork was deleted before its head was kept. */
  commit: Hash | null
}

export interface Participant {
  account: Uuid
  role: 'REVIEWER' | 'PARTICIPANT'
  state: 'approved' | 'changes_requested' | null
  participatedOn: Instant | null
}

export interface PullRequest {
  id: number
  title: string
  description: string
  state: PullRequestState
  draft: boolean
  author: Uuid
  source: PullRequestEnd
  destination: PullRequestEnd
  reviewers: Uuid[]
  /** Reviewers and everybody who commented, approved or requested changes; the author once he commented. */
  participants: Participant[]
  closeSourceBranch: boolean
  /** Set when merged: the merge, squash or last rebased/fast-forwarded commit. */
  mergeCommit: Hash | null
  mergeStrategy: MergeStrategy | null
  closedBy: Uuid | null
  closedOn: Instant | null
  /** Why it was declined; otherwise ''. */
  reason: string
  /** Comments not deleted. */
  commentCount: number
  /** Open tasks. */
  taskCount: number
  createdOn: Instant
  updatedOn: Instant
}

/** One field that an update changed, as `update.changes` shows it. */
export interface PullRequestChanges {
  title?: { old: string; new: string }
  description?: { old: string; new: string }
  status?: { old: 'new' | 'open' | 'fulfilled' | 'rejected' | 'superseded'; new: string }
  draft?: { old: boolean; new: boolean }
  reviewers?: { added: Uuid[]; removed: Uuid[] }
  destination?: { old: string; new: string }
}

export interface PullRequestUpdate {
  kind: 'update'
  pullRequest: number
  date: Instant
  actor: Uuid
  state: PullRequestState
  title: string
  description: string
  reason: string
  draft: boolean
  reviewers: Uuid[]
  source: PullRequestEnd
  destination: PullRequestEnd
  changes: PullRequestChanges
}

/** Taking an approval (or a request for changes) back removes its entry, as Bitbucket does: there is no "unapproval". */
interface PullRequestReview {
  kind: 'approval' | 'changes_requested'
  pullRequest: number
  date: Instant
  actor: Uuid
}

interface CommentActivity {
  kind: 'comment'
  pullRequest: number
  date: Instant
  actor: Uuid
  comment: number
}

/** A kind that no client knows: the item carries `pull_request` alone and must be skipped. */
interface UnknownActivity {
  kind: 'unknown'
  pullRequest: number
  date: Instant
  actor: Uuid
}

export type Activity = PullRequestUpdate | PullRequestReview | CommentActivity | UnknownActivity

export interface Comment {
  /** Unique in the whole world. */
  id: number
  pullRequest: number
  author: Uuid
  /** '' once deleted. */
  content: string
  createdOn: Instant
  updatedOn: Instant
  /** A deleted comment stays listed as a tombstone. */
  deleted: boolean
  pending: boolean
  /** The comment it answers. */
  parent: number | null
  inline: { path: string; from: number | null; to: number | null; outdated: boolean } | null
  resolution: { by: Uuid; on: Instant } | null
}

export interface Task {
  id: number
  pullRequest: number
  creator: Uuid
  content: string
  state: 'UNRESOLVED' | 'RESOLVED'
  comment: number | null
  createdOn: Instant
  updatedOn: Instant
  resolvedOn: Instant | null
  resolvedBy: Uuid | null
}
