import type { Json } from '../../query/fields.ts'
import type {
  Activity,
  Comment,
  Participant,
  PullRequest,
  PullRequestEnd,
  PullRequestUpdate,
  Repository,
  Task,
} from '../../world/model.ts'
import { isoMicros } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import type { Asks } from '../collection.ts'
import { accountOrNull, accountStub } from './account.ts'
import { shortCommit } from './commit.ts'
import { api, rendered, web } from './links.ts'
import { repositoryOrNull, repositoryPath, repositoryWeb } from './repository.ts'

type Where = { readonly cloud: Cloud; readonly repository: Repository }

function selfLinks({ cloud, repository }: Where, id: number) {
  return {
    self: api(cloud, `${repositoryPath(cloud, repository)}/pullrequests/${id}`),
    html: web(cloud, `${repositoryWeb(cloud, repository)}/pull-requests/${id}`),
  }
}

function links(where: Where, id: number): Json {
  const path = `${repositoryPath(where.cloud, where.repository)}/pullrequests/${id}`
  const below = (name: string) => api(where.cloud, `${path}/${name}`)
  return {
    ...selfLinks(where, id),
    commits: below('commits'),
    approve: below('approve'),
    'request-changes': below('request-changes'),
    diff: below('diff'),
    diffstat: below('diffstat'),
    comments: below('comments'),
    activity: below('activity'),
    merge: below('merge'),
    decline: below('decline'),
    statuses: below('statuses'),
  }
}

function end({ cloud, repository }: Where, side: PullRequestEnd, branch: Record<string, Json>): Json {
  const home = (side.repository === null ? undefined : cloud.world.repository(side.repository)) ?? repository
  return {
    branch: { name: side.branch, ...branch },
    commit: shortCommit(cloud, home, side.commit),
    repository: repositoryOrNull(cloud, side.repository),
  }
}

function strategies({ cloud, repository }: Where, branch: string): Record<string, Json> {
  const known = cloud.world.content(repository.uuid).branch(branch)
  if (!known) return {}
  return { merge_strategies: [...known.mergeStrategies], default_merge_strategy: known.defaultMergeStrategy }
}

function participantShape(cloud: Cloud, participant: Participant): Json {
  return {
    type: 'participant',
    user: accountStub(cloud, participant.account),
    role: participant.role,
    approved: participant.state === 'approved',
    state: participant.state,
    participated_on: participant.participatedOn === null ? null : isoMicros(participant.participatedOn),
  }
}

export function pullRequestStub(where: Where, pullRequest: PullRequest): Record<string, Json> {
  return {
    type: 'pullrequest',
    id: pullRequest.id,
    title: pullRequest.title,
    draft: pullRequest.draft,
    links: selfLinks(where, pullRequest.id),
  }
}

function reviewed({ cloud }: Where, pullRequest: PullRequest): Record<string, Json> {
  return {
    reviewers: pullRequest.reviewers.map((uuid) => accountStub(cloud, uuid)),
    participants: pullRequest.participants.map((one) => participantShape(cloud, one)),
  }
}

// What a listing leaves out until `fields` asks.
function asked(where: Where, pullRequest: PullRequest, asks: Asks): Record<string, Json> {
  const more: Record<string, Json> = {}
  const people = asks('reviewers') || asks('participants') ? reviewed(where, pullRequest) : {}
  for (const [name, value] of Object.entries(people)) if (asks(name)) more[name] = value
  if (asks('rendered')) {
    more.rendered = {
      title: rendered(pullRequest.title),
      description: rendered(pullRequest.description),
      ...(pullRequest.reason === '' ? {} : { reason: rendered(pullRequest.reason) }),
    }
  }
  if (asks('closed_on'))
    more.closed_on = pullRequest.closedOn === null ? null : isoMicros(pullRequest.closedOn)
  if (asks('queued')) more.queued = false
  return more
}

export function pullRequestShape(where: Where, pullRequest: PullRequest, asks: Asks): Record<string, Json> {
  const { cloud, repository } = where
  const destination = asks('destination') ? strategies(where, pullRequest.destination.branch) : {}
  return {
    comment_count: pullRequest.commentCount,
    task_count: pullRequest.taskCount,
    type: 'pullrequest',
    id: pullRequest.id,
    title: pullRequest.title,
    description: pullRequest.description,
    state: pullRequest.state,
    draft: pullRequest.draft,
    merge_commit: shortCommit(cloud, repository, pullRequest.mergeCommit),
    close_source_branch: pullRequest.closeSourceBranch,
    closed_by: accountOrNull(cloud, pullRequest.closedBy),
    author: accountStub(cloud, pullRequest.author),
    reason: pullRequest.reason,
    created_on: isoMicros(pullRequest.createdOn),
    updated_on: isoMicros(pullRequest.updatedOn),
    destination: end(where, pullRequest.destination, destination),
    source: end(where, pullRequest.source, { links: {} }),
    links: links(where, pullRequest.id),
    summary: rendered(pullRequest.description),
    ...asked(where, pullRequest, asks),
  }
}

export function pullRequestFull(where: Where, pullRequest: PullRequest, asks: Asks): Record<string, Json> {
  return { ...pullRequestShape(where, pullRequest, asks), ...reviewed(where, pullRequest) }
}

function inlineShape(comment: Comment, inFeed: boolean): Record<string, Json> {
  if (!comment.inline) return {}
  const { path, from, to, outdated } = comment.inline
  return { inline: { from, to, path, ...(inFeed ? { context_lines: '', outdated } : {}) } }
}

export function commentShape(
  where: Where,
  pullRequest: PullRequest,
  comment: Comment,
  inFeed = false,
): Record<string, Json> {
  const { cloud, repository } = where
  const path = `${repositoryPath(cloud, repository)}/pullrequests/${pullRequest.id}`
  const page = `${repositoryWeb(cloud, repository)}/pull-requests/${pullRequest.id}/_/diff#comment-${comment.id}`
  const self = (id: number) => ({ self: api(cloud, `${path}/comments/${id}`), html: web(cloud, page) })
  const code = comment.inline ? { code: api(cloud, `${path}/diff?path=${comment.inline.path}`) } : {}
  return {
    id: comment.id,
    created_on: isoMicros(comment.createdOn),
    updated_on: isoMicros(comment.updatedOn),
    content: rendered(comment.content),
    user: accountStub(cloud, comment.author),
    deleted: comment.deleted,
    ...(comment.parent === null ? {} : { parent: { id: comment.parent, links: self(comment.parent) } }),
    ...inlineShape(comment, inFeed),
    ...(comment.resolution
      ? {
          resolution: {
            type: 'comment_resolution',
            user: accountStub(cloud, comment.resolution.by),
            created_on: isoMicros(comment.resolution.on),
          },
        }
      : {}),
    ...(comment.pending ? { pending: true } : {}),
    type: 'pullrequest_comment',
    links: { ...self(comment.id), ...code },
    pullrequest: pullRequestStub(where, pullRequest),
  }
}

function changesShape({ cloud }: Where, update: PullRequestUpdate): Json {
  const { reviewers, ...plain } = update.changes
  if (!reviewers) return { ...plain }
  const stubs = (uuids: readonly string[]) => uuids.map((uuid) => accountStub(cloud, uuid))
  return { ...plain, reviewers: { added: stubs(reviewers.added), removed: stubs(reviewers.removed) } }
}

function updateShape(where: Where, update: PullRequestUpdate): Json {
  return {
    state: update.state,
    draft: update.draft,
    title: update.title,
    description: update.description,
    reviewers: update.reviewers.map((uuid) => accountStub(where.cloud, uuid)),
    changes: changesShape(where, update),
    reason: update.reason,
    author: accountStub(where.cloud, update.actor),
    date: isoMicros(update.date),
    destination: end(where, update.destination, {}),
    source: end(where, update.source, {}),
  }
}

export function activityShape(
  where: Where,
  activity: Activity,
  pullRequest: PullRequest,
  comment: Comment | undefined,
): Json {
  const stub = pullRequestStub(where, pullRequest)
  if (activity.kind === 'update') return { pull_request: stub, update: updateShape(where, activity) }
  if (activity.kind === 'comment' && comment)
    return { pull_request: stub, comment: commentShape(where, pullRequest, comment, true) }
  if (activity.kind !== 'approval' && activity.kind !== 'changes_requested') return { pull_request: stub }
  const review = {
    date: isoMicros(activity.date),
    user: accountStub(where.cloud, activity.actor),
    pullrequest: stub,
  }
  return { pull_request: stub, [activity.kind]: review }
}

export function taskShape(where: Where, task: Task): Json {
  const { self, html } = selfLinks(where, task.pullRequest)
  return {
    id: task.id,
    state: task.state,
    content: rendered(task.content),
    creator: accountStub(where.cloud, task.creator),
    created_on: isoMicros(task.createdOn),
    updated_on: isoMicros(task.updatedOn),
    resolved_on: task.resolvedOn === null ? null : isoMicros(task.resolvedOn),
    resolved_by: accountOrNull(where.cloud, task.resolvedBy),
    ...(task.comment === null ? {} : { comment: { id: task.comment } }),
    links: { self: { href: `${self.href}/tasks/${task.id}` }, html },
  }
}
