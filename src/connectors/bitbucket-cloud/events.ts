import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Effect, EventReading, Events, StoreEffect } from '../../sync/events.ts'
import { commitStatuses } from './commit-statuses.ts'
import { deployments } from './deployments.ts'
import { issueComments } from './issue-comments.ts'
import { issues } from './issues.ts'
import { pipelineSteps } from './pipeline-steps.ts'
import { pipelines } from './pipelines.ts'
import { projects } from './projects.ts'
import { pullRequestActivity } from './pull-request-activity.ts'
import { pullRequestDetails } from './pull-request-details.ts'
import { pullRequestHistory } from './pull-request-history.ts'
import { pullRequests } from './pull-requests.ts'
import { bare, maybe, text, withHash } from './shape.ts'

const Place = Type.Object({
  repository: maybe(
    Type.Object({ uuid: Type.String(), workspace: maybe(Type.Object({ uuid: Type.String() })) }),
  ),
})
const Named = Type.Object({ repository: maybe(Type.Object({ full_name: text })) })
const PullRequest = Type.Object({
  pullrequest: Type.Object({ id: Type.Integer(), state: Type.String() }),
  comment: Type.Optional(Type.Unknown()),
  approval: Type.Optional(Type.Unknown()),
  changes_request: Type.Optional(Type.Unknown()),
})
const Ref = maybe(Type.Object({ name: text }))
const Push = Type.Object({ push: Type.Object({ changes: Type.Array(Type.Object({ new: Ref, old: Ref })) }) })
const Status = Type.Object({
  commit_status: Type.Object({
    commit: withHash,
    links: maybe(Type.Object({ commit: maybe(Type.Object({ href: text })) })),
  }),
})
const Issue = Type.Object({ issue: Type.Object({ id: Type.Integer() }) })
const Project = Type.Object({ project: Type.Object({ uuid: Type.String() }) })
const Span = Type.Object({
  pipeline_span: Type.Object({
    spans: maybe(Type.Array(Type.Object({ attributes: maybe(Type.Record(Type.String(), Type.Unknown())) }))),
  }),
})

type Read = (payload: unknown, event: string) => EventReading

/** By event; one that is not here tells nothing we collect. */
const readers: Readonly<Record<string, Read>> = {
  'repo:push': push,
  'repo:created': catalogue,
  'repo:imported': catalogue,
  'repo:updated': catalogue,
  'repo:transfer': catalogue,
  'repo:deleted': gone,
  'repo:commit_status_created': status,
  'repo:commit_status_updated': status,
  'pullrequest:created': changed,
  'pullrequest:updated': changed,
  'pullrequest:push': changed,
  'pullrequest:fulfilled': changed,
  'pullrequest:rejected': changed,
  // What was taken back is told by what the history lacks.
  'pullrequest:unapproved': changed,
  'pullrequest:changes_request_removed': changed,
  'pullrequest:approved': reviewed,
  'pullrequest:changes_request_created': reviewed,
  'pullrequest:comment_created': commented,
  'pullrequest:comment_updated': commented,
  'pullrequest:comment_deleted': commented,
  'pullrequest:comment_resolved': commented,
  'pullrequest:comment_reopened': commented,
  'issue:created': issue,
  'issue:updated': issue,
  'issue:comment_created': issueComment,
  'project:updated': project,
  'pipeline:span_created': span,
}

const ofWorkspace = ['repo:created', 'repo:imported', 'repo:updated', 'repo:transfer', 'repo:deleted']

/** Registered for all that a workspace offers, so that what is counted today can be collected tomorrow. */
const alsoWanted = ['repo:fork', 'repo:commit_comment_created']

export const events: Events = {
  wanted: [...Object.keys(readers), ...alsoWanted],
  place(event, payload) {
    if (!Object.hasOwn(readers, event)) return null
    const { repository } = part(Place, payload)
    return {
      workspaceUuid: repository?.workspace ? bare(repository.workspace.uuid) : null,
      repositoryUuid: repository ? bare(repository.uuid) : null,
      isOfWorkspace: !repository || ofWorkspace.includes(event),
    }
  },
  read(event, payload) {
    const read = Object.hasOwn(readers, event) ? readers[event] : undefined
    if (!read) throw new TypeError(`${event} tells nothing we collect.`)
    return read(payload, event)
  },
}

/** The fields that are read, whatever else there is; throws when one of them is not as documented. */
function part<T extends TSchema>(schema: T, payload: unknown): Static<T> {
  const problem = Value.Errors(schema, payload).First()
  if (problem) throw new TypeError(`${problem.path || 'The payload'}: ${problem.message}`)
  return payload as Static<T>
}

function push(payload: unknown): EventReading {
  const names = part(Push, payload).push.changes.map((one) => one.new?.name ?? one.old?.name)
  const [first, ...more] = names.filter((name) => typeof name === 'string')
  const others = more.length > 0 ? ` and ${more.length} more` : ''
  return {
    subject: first === undefined ? null : `push to ${first}${others}`,
    group: 'push',
    effects: [{ kind: 'read', streams: ['git', 'refs', 'commits', 'files'] }, { kind: 'contents' }],
  }
}

function catalogue(payload: unknown): EventReading {
  return { subject: named(payload), group: 'catalogue', effects: [{ kind: 'catalogue' }] }
}

function gone(payload: unknown): EventReading {
  return { subject: named(payload), group: 'gone', effects: [{ kind: 'gone' }] }
}

function named(payload: unknown): string | null {
  const { repository } = part(Named, payload)
  return repository?.full_name ? `repository ${repository.full_name}` : null
}

/** The history tells when and by whom; the record alone does not. */
function changed(payload: unknown): EventReading {
  const { pullrequest } = part(PullRequest, payload)
  const ask = history(pullrequest.id)
  const contents: Effect = { kind: 'contents' }
  const effects: Effect[] = [
    {
      ...record(pullrequest, { mayClose: true }),
      after: [ask, contents],
      // Told of before by a comment or a review, which asks for no contents.
      older: [ask, contents],
      unclear: unclear(pullrequest.id, contents),
    },
  ]
  return { ...ofPullRequest(pullrequest.id), effects }
}

/** A review carries its date, so that it is known as the history shows it. */
function reviewed(payload: unknown): EventReading {
  const { pullrequest, approval, changes_request } = part(PullRequest, payload)
  const review = approval === undefined ? { changes_requested: changes_request } : { approval }
  const item = { pull_request: { id: pullrequest.id }, ...review }
  const store: Effect = { kind: 'store', stream: pullRequestActivity.name, item }
  const ask = history(pullrequest.id)
  // A review that comes late may have been taken back since.
  const effects = [{ ...record(pullrequest), after: [store], older: [ask], unclear: unclear(pullrequest.id) }]
  return { ...ofPullRequest(pullrequest.id), effects }
}

/** A comment says when it was written and when it was changed last, and one that was deleted stays. */
function commented(payload: unknown, event: string): EventReading {
  const isNew = event === 'pullrequest:comment_created'
  const { pullrequest, comment } = part(PullRequest, payload)
  const item = { pull_request: { id: pullrequest.id }, comment: isNew ? asNew(comment) : comment }
  const store: Effect = { kind: 'store', stream: pullRequestActivity.name, item }
  const effects = [
    {
      ...record(pullrequest),
      after: [store],
      older: [store],
      unclear: [...unclear(pullrequest.id), store],
    },
  ]
  return { ...ofPullRequest(pullrequest.id), effects }
}

/** The feed alone says whether the line of a comment changed since; for one that was just written it did not. */
function asNew(comment: unknown): unknown {
  const { inline } = Object(comment) as { inline?: unknown }
  if (typeof inline !== 'object' || inline === null) return comment
  return { ...Object(comment), inline: { outdated: false, ...inline } }
}

/**
 * Some deliveries leave out what a listing can be asked for: then it is not the whole record. When it was closed is
 * missed only by the event that closes it: what is stored of it stays.
 */
function record(pullrequest: { readonly state: string }, { mayClose = false } = {}): StoreEffect {
  const { participants, reviewers, draft, closed_on } = pullrequest as Readonly<Record<string, unknown>>
  const isWhole =
    Array.isArray(participants) &&
    Array.isArray(reviewers) &&
    draft !== undefined &&
    (!mayClose || pullrequest.state === 'OPEN' || closed_on !== undefined)
  return { kind: 'store', stream: pullRequests.name, item: isWhole ? pullrequest : null }
}

function unclear(id: number, ...more: readonly Effect[]): Effect[] {
  const parent = String(id)
  return [
    { kind: 'ask', stream: pullRequestDetails.name, parent, force: true },
    { kind: 'ask', stream: pullRequestHistory.name, parent, force: true },
    ...more,
  ]
}

function history(id: number): Effect {
  return { kind: 'ask', stream: pullRequestHistory.name, parent: String(id) }
}

function ofPullRequest(id: number) {
  return { subject: `pull request ${id}`, group: `pull request ${id}` }
}

/** The short form of the record names its commit by a link alone. */
function status(payload: unknown): EventReading {
  const { commit_status } = part(Status, payload)
  const linked = /\/commit\/([0-9a-f]{12,40})$/.exec(commit_status.links?.commit?.href ?? '')?.[1]
  const hash = commit_status.commit?.hash ?? linked
  if (!hash) throw new TypeError('The status names no commit.')
  const item = { ...commit_status, commit: { hash } }
  const name = `commit ${hash.slice(0, 12)}`
  return { subject: name, group: name, effects: [{ kind: 'store', stream: commitStatuses.name, item }] }
}

function issue(payload: unknown): EventReading {
  const item = part(Issue, payload).issue
  const name = `issue ${item.id}`
  const read: Effect = { kind: 'read', streams: [issues.name] }
  return {
    subject: name,
    group: name,
    effects: [{ kind: 'store', stream: issues.name, item, unclear: [read] }],
  }
}

/** Comments are kept in the order of their listing, which one alone does not show. */
function issueComment(payload: unknown): EventReading {
  const { subject, group, effects } = issue(payload)
  const { id } = part(Issue, payload).issue
  const ask: Effect = { kind: 'ask', stream: issueComments.name, parent: String(id), force: true }
  return { subject, group, effects: [...effects, ask] }
}

function project(payload: unknown): EventReading {
  const item = part(Project, payload).project
  const read: Effect = { kind: 'read', streams: [projects.name] }
  return {
    subject: 'project',
    group: `project ${item.uuid}`,
    effects: [{ kind: 'store', stream: projects.name, item, unclear: [read] }],
  }
}

/** A span says that a pipeline came a step further, and is no record of it. */
function span(payload: unknown): EventReading {
  const { spans } = part(Span, payload).pipeline_span
  const uuid = spans
    ?.map(({ attributes }) => attributes?.['pipeline.uuid'])
    .find((one) => typeof one === 'string')
  return {
    subject: typeof uuid === 'string' ? `pipeline ${bare(uuid).slice(0, 8)}` : null,
    group: 'pipelines',
    effects: [{ kind: 'read', streams: [pipelines.name, deployments.name, pipelineSteps.name] }],
  }
}
