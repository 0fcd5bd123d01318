import type { Content } from '../world/content/content.ts'
import type { PullRequestRecord } from '../world/content/state.ts'
import type { Activity, PullRequestEnd, Repository } from '../world/model.ts'
import { headIsReachable } from '../world/shares.ts'
import { type Instant, isoMicros } from '../world/time.ts'
import type { ClosableWorld } from '../world/world.ts'

function when(at: Instant | null): string | null {
  return at === null ? null : isoMicros(at)
}

function end({ repository, branch, commit }: PullRequestEnd) {
  return { repository, branch, commit }
}

export function* pullRequests(content: Content, _repository: Repository, world: ClosableWorld) {
  for (const record of content.state.pullRequests) {
    const { shown: one } = record
    yield {
      id: one.id,
      title: one.title,
      description: one.description,
      state: one.state,
      draft: one.draft,
      author: one.author,
      source: end(one.source),
      destination: end(one.destination),
      reviewers: one.reviewers.toSorted(),
      close_source_branch: one.closeSourceBranch,
      merge_commit: one.mergeCommit,
      closed_by: one.closedBy,
      closed_on: when(one.closedOn),
      reason: one.reason,
      comment_count: one.commentCount,
      task_count: one.taskCount,
      created_on: isoMicros(one.createdOn),
      updated_on: isoMicros(one.updatedOn),
      first_commit_on: firstCommit(content, record),
      head_unreachable: !headIsReachable(world, content, record),
    }
  }
}

function firstCommit(content: Content, { commits }: PullRequestRecord): string | null {
  const dates = commits.map((index) => content.recordOf(index).date)
  return dates.length === 0 ? null : isoMicros(Math.min(...dates))
}

export function* participants(content: Content) {
  for (const { id, participants: all } of content.pullRequests) {
    for (const one of all.toSorted((a, b) => (a.account < b.account ? -1 : 1))) {
      const { account, role, state, participatedOn } = one
      yield {
        pull_request: id,
        account,
        role,
        state,
        approved: state === 'approved',
        participated_on: when(participatedOn),
      }
    }
  }
}

/** Newest first in each pull request; items of no known kind are left out, as every collector must. */
export function* activity(content: Content) {
  for (const { id } of content.pullRequests) {
    for (const entry of content.activityOf(id)) {
      if (entry.kind !== 'unknown') yield { pull_request: id, ...activityFact(entry) }
    }
  }
}

function activityFact(entry: Activity) {
  const base = { kind: entry.kind, actor: entry.actor, date: isoMicros(entry.date) }
  if (entry.kind === 'comment') return { ...base, comment: entry.comment }
  if (entry.kind !== 'update') return base
  const { state, title, draft, source, destination } = entry
  return { ...base, state, title, draft, source: end(source), destination: end(destination) }
}

export function* comments(content: Content) {
  for (const { id: pullRequest } of content.pullRequests) {
    for (const one of content.comments(pullRequest)) {
      yield {
        pull_request: pullRequest,
        id: one.id,
        author: one.author,
        content: one.content,
        deleted: one.deleted,
        parent: one.parent,
        inline: one.inline,
        resolved_by: one.resolution?.by ?? null,
        resolved_on: when(one.resolution?.on ?? null),
        created_on: isoMicros(one.createdOn),
        updated_on: isoMicros(one.updatedOn),
      }
    }
  }
}

export function* tasks(content: Content) {
  for (const { id: pullRequest } of content.pullRequests) {
    for (const { id, creator, state, comment, createdOn, resolvedOn } of content.tasks(pullRequest)) {
      const dates = { created_on: isoMicros(createdOn), resolved_on: when(resolvedOn) }
      yield { pull_request: pullRequest, id, creator, state, comment, ...dates }
    }
  }
}

/** Newest first. With `head_unreachable` no mirror shows them: only the deep lane may know. */
export function* pullRequestCommits(content: Content, _repository: Repository, world: ClosableWorld) {
  for (const record of content.state.pullRequests) {
    const unreachable = !headIsReachable(world, content, record)
    for (const [position, index] of record.commits.entries()) {
      const hash = content.recordOf(index).hash
      yield { pull_request: record.shown.id, position, hash, head_unreachable: unreachable }
    }
  }
}

/** Lines and files between the merge base and the head; null where no mirror has the head. */
export function* pullRequestSizes(content: Content, _repository: Repository, world: ClosableWorld) {
  for (const record of content.state.pullRequests) {
    const id = record.shown.id
    if (!headIsReachable(world, content, record)) {
      yield { pull_request: id, head_unreachable: true, files: null, lines_added: null, lines_removed: null }
      continue
    }
    const changes = content.pullRequestChanges(id)
    const sum = (key: 'linesAdded' | 'linesRemoved') => changes.reduce((total, one) => total + one[key], 0)
    const lines = { lines_added: sum('linesAdded'), lines_removed: sum('linesRemoved') }
    yield { pull_request: id, head_unreachable: false, files: changes.length, ...lines }
  }
}
