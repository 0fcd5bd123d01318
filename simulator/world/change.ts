/** What happened, named as the webhook that Bitbucket would send, with the objects as they are after the change. */
import type * as m from './model.ts'
import type { Instant } from './time.ts'

interface Happened {
  at: Instant
  actor: m.Uuid
}

interface InRepository extends Happened {
  repository: m.Uuid
}

interface OnPullRequest extends InRepository {
  pullRequest: number
}

/** One ref of a push. `old` null: created; `new` null: deleted. */
export interface RefChange {
  type: 'branch' | 'tag'
  name: string
  old: m.Hash | null
  new: m.Hash | null
  forced: boolean
  /** Newest first, those the ref gained; the server cuts to five. */
  commits: m.Hash[]
}

export type Change =
  | (InRepository & { kind: 'repo:push'; changes: RefChange[] })
  | (InRepository & { kind: 'repo:created' | 'repo:imported' })
  | (InRepository & { kind: 'repo:fork'; fork: m.Uuid })
  | (InRepository & {
      kind: 'repo:updated'
      changes: Partial<
        Record<'name' | 'full_name' | 'description' | 'language' | 'website', { old: string; new: string }>
      >
    })
  | (InRepository & { kind: 'repo:transfer'; previousFullName: string })
  /** The descriptor as it was: the world no longer knows it. */
  | (InRepository & { kind: 'repo:deleted'; descriptor: m.Repository })
  | (InRepository & { kind: 'repo:commit_comment_created'; commit: m.Hash; content: string })
  | (InRepository & {
      kind: 'repo:commit_status_created' | 'repo:commit_status_updated'
      status: m.CommitStatus
    })
  | (OnPullRequest & {
      kind:
        | 'pullrequest:created'
        | 'pullrequest:updated'
        /** New commits on the source, or a force push; comes with `repo:push`. */
        | 'pullrequest:push'
        | 'pullrequest:fulfilled'
        | 'pullrequest:rejected'
        /** Another pull request of the same source was merged; Bitbucket sends `pullrequest:rejected`. */
        | 'pullrequest:superseded'
    })
  | (OnPullRequest & {
      kind:
        | 'pullrequest:approved'
        | 'pullrequest:unapproved'
        | 'pullrequest:changes_request_created'
        | 'pullrequest:changes_request_removed'
      /** When the approval or request was made, also for one that was just taken back. */
      date: Instant
    })
  | (OnPullRequest & {
      kind:
        | 'pullrequest:comment_created'
        | 'pullrequest:comment_updated'
        | 'pullrequest:comment_deleted'
        | 'pullrequest:comment_resolved'
        | 'pullrequest:comment_reopened'
      comment: number
    })
  | (InRepository & { kind: 'issue:created' | 'issue:updated'; issue: number })
  | (InRepository & { kind: 'issue:comment_created'; issue: number; comment: number })
  | (Happened & { kind: 'project:updated'; project: m.Uuid })
  | (InRepository & { kind: 'pipeline:span_created'; pipeline: m.Uuid })
  /** Those below fire no webhook; they exist so that caches can be dropped. */
  | (InRepository & { kind: 'deployment:changed'; deployment: m.Uuid })
  | (InRepository & { kind: 'pullrequest:task_changed'; pullRequest: number; task: number })
  | (InRepository & { kind: 'repository:settings_changed' })
  | (Happened & { kind: 'account:changed' | 'account:closed'; account: m.Uuid })
  | (Happened & { kind: 'workspace:changed' | 'workspace:members_changed'; workspace: m.Uuid })
