import { type Static, Type } from '@sinclair/typebox'
import { defineStream, type StreamRow } from '../../sync/stream.ts'
import { Comment, commentRow } from './pull-request-comment.ts'
import {
  Account,
  account,
  atlassian,
  bare,
  flag,
  instant,
  maybe,
  named,
  repositoryPath,
  text,
  uuidOf,
  withHash,
  withUuid,
} from './shape.ts'

const End = maybe(Type.Object({ branch: named, commit: withHash, repository: withUuid }))
const Review = maybe(Type.Object({ date: Type.String(), user: Account }))
const Update = Type.Object({
  date: Type.String(),
  author: Account,
  state: text,
  title: text,
  draft: flag,
  source: End,
  destination: End,
})
const Item = Type.Object({
  pull_request: Type.Object({ id: Type.Integer() }),
  update: maybe(Update),
  approval: Review,
  changes_requested: Review,
  comment: maybe(Comment),
})

export const pullRequestActivity = defineStream({
  name: 'pull_request_activity',
  doc: 'What happened to the pull requests of a repository, from the one feed that names them all: updates, approvals, requests for changes and comments.',
  documentation: atlassian('pullrequests/#api-repositories-workspace-repo-slug-pullrequests-activity-get'),
  per: 'repository',
  scopes: ['pullrequest'],
  cost: 'max(1, ⌈entries / 50⌉)',
  tables: ['pull_request_activity', 'pull_request_comments', 'accounts'],
  walk: 'newest-first',
  again: 'every-cycle',
  capability: 'repository_activity',
  follows: {
    table: 'pull_requests',
    pagelen: 50,
    position: 'updated_on',
    began: 'created_on',
    // How it began and ended, a review, and the comments.
    entries: 'record.comment_count + 3',
  },
  projectionVersion: 1,
  request: (at) => ({ path: `${repositoryPath(at)}/pullrequests/activity`, query: { pagelen: '50' } }),
  item: Item,
  key: (item) => `${item.pull_request.id} ${fact(item)?.key ?? 'unknown'}`,
  position: (item) => fact(item)?.date ?? null,
  version: (item) => item.comment?.updated_on ?? fact(item)?.date ?? null,
  rows(item) {
    const found = fact(item)
    if (!found) return {}
    const id = item.pull_request.id
    return {
      pull_request_activity: [
        { pull_request_id: id, ...found, date: instant(found.date), ...updated(item.update) },
      ],
      ...(item.comment && { pull_request_comments: [commentRow(item.comment, id)] }),
    }
  },
})

interface Fact {
  readonly key: string
  readonly kind: 'update' | 'approval' | 'changes_requested' | 'comment'
  readonly date: string
  readonly actor_account_id: ReturnType<typeof account>
  readonly comment_id: number | null
}

/** The feed gives no ids: a key is made of what never changes. Null for a kind that is not known. */
function fact(item: Static<typeof Item>): Fact | null {
  const { comment, update } = item
  if (comment)
    return {
      kind: 'comment',
      key: `comment ${comment.id}`,
      date: comment.created_on,
      actor_account_id: account(comment.user),
      comment_id: comment.id,
    }
  if (update) return dated('update', update.date, update.author)
  if (item.approval) return dated('approval', item.approval.date, item.approval.user)
  if (item.changes_requested)
    return dated('changes_requested', item.changes_requested.date, item.changes_requested.user)
  return null
}

function dated(kind: Fact['kind'], date: string, actor: Static<typeof Account> | undefined): Fact {
  const uuid = actor?.uuid ? bare(actor.uuid) : 'nobody'
  return { kind, date, key: `${kind} ${uuid} ${date}`, actor_account_id: account(actor), comment_id: null }
}

function updated(update: Static<typeof Item>['update']): StreamRow {
  return {
    state: update?.state ?? null,
    title: update?.title ?? null,
    draft: update?.draft ?? null,
    source_repository_uuid: uuidOf(update?.source?.repository),
    source_branch: update?.source?.branch?.name ?? null,
    source_commit_prefix: update?.source?.commit?.hash ?? null,
    destination_repository_uuid: uuidOf(update?.destination?.repository),
    destination_branch: update?.destination?.branch?.name ?? null,
    destination_commit_prefix: update?.destination?.commit?.hash ?? null,
  }
}
