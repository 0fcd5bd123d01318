import { createHash } from 'node:crypto'
import type { Cloud } from '../cloud/cloud.ts'
import { accountStub } from '../cloud/shapes/account.ts'
import { commitStub } from '../cloud/shapes/commit.ts'
import { issueCommentShape, issueShape } from '../cloud/shapes/issue.ts'
import { rendered } from '../cloud/shapes/links.ts'
import { pipelineShape, statusShape } from '../cloud/shapes/pipeline.ts'
import { commentShape, pullRequestFull } from '../cloud/shapes/pullrequest.ts'
import { repositoryOrNull, repositoryStub } from '../cloud/shapes/repository.ts'
import { projectFull, projectStub, workspaceStub } from '../cloud/shapes/workspace.ts'
import type { Json } from '../query/fields.ts'
import type { Change } from '../world/change.ts'
import type { CommitStatus, Repository, Uuid } from '../world/model.ts'
import { isoMicros } from '../world/time.ts'
import { pushedHead, refChangeShape, syncStrategies } from './push.ts'

export type WebhookEvent = {
  readonly event: string
  readonly repository: Uuid | null
  readonly workspace: Uuid
  readonly payload: () => Json
}

type Where = { readonly cloud: Cloud; readonly repository: Repository }
type InRepository = Extract<Change, { repository: Uuid }>

// More than the condensed form and less than the full one.
function repositoryInPayload({ cloud, repository }: Where): Json {
  const stub = repositoryStub(cloud, repository)
  return {
    ...(typeof stub === 'object' && stub !== null ? stub : {}),
    scm: 'git',
    website: repository.website || null,
    owner: accountStub(cloud, repository.owner),
    workspace: workspaceStub(cloud, repository.workspace),
    is_private: repository.isPrivate,
    project: projectStub(cloud, repository.workspace, repository.project),
    parent: repositoryOrNull(cloud, repository.parent),
  }
}

function pullRequestPart(where: Where, id: number): Json {
  const pullRequest = where.cloud.world.content(where.repository.uuid).pullRequest(id)
  if (!pullRequest) return null
  const full = pullRequestFull(where, pullRequest, (member) => member === 'rendered' || member === 'queued')
  const { source } = full
  const branch = { name: pullRequest.source.branch, links: {}, sync_strategies: syncStrategies }
  return { ...full, source: { ...(typeof source === 'object' ? source : {}), branch } }
}

function commentPart(where: Where, pullRequest: number, id: number): Json {
  const content = where.cloud.world.content(where.repository.uuid)
  const one = content.pullRequest(pullRequest)
  const comment = content.comment(id)
  return one && comment ? commentShape(where, one, comment) : null
}

// The commit of a status is told whole, without its parents and its repository.
function statusPart(where: Where, status: CommitStatus): Json {
  const shape = statusShape(where, status)
  const commit = where.cloud.world.content(where.repository.uuid).commit(status.commit)
  if (!commit || typeof shape !== 'object') return shape
  return { ...shape, commit: pushedHead(where, commit) }
}

function issuePart(where: Where, id: number): Json {
  const issue = where.cloud.world.content(where.repository.uuid).issues.find((one) => one.id === id)
  return issue ? issueShape(where, issue) : null
}

function issueCommentPart(where: Where, id: number, comment: number): Json {
  const content = where.cloud.world.content(where.repository.uuid)
  const issue = content.issues.find((one) => one.id === id)
  const found = content.issueComments(id).find((one) => one.id === comment)
  return issue && found ? issueCommentShape(where, issue, found) : null
}

// An OpenTelemetry span of a pipeline run, cut down to what names the run.
function spanPart(where: Where, uuid: Uuid): Json {
  const pipeline = where.cloud.world.content(where.repository.uuid).pipeline(uuid)
  if (!pipeline) return null
  const hex = createHash('md5').update(uuid).digest('hex')
  return {
    schema_url: 'https://opentelemetry.io/schemas/1.27.0',
    spans: [
      {
        trace_id: hex,
        span_id: hex.slice(0, 16),
        name: 'bbc.pipeline_run',
        start_time: isoMicros(pipeline.createdOn),
        end_time: pipeline.completedOn === null ? null : isoMicros(pipeline.completedOn),
        attributes: {
          'pipeline.uuid': uuid,
          'pipeline.state.name': pipeline.state.name,
          'pipeline.state.result.name': 'result' in pipeline.state ? pipeline.state.result : null,
          'pipeline.target.commit.hash': pipeline.target.commit,
        },
      },
    ],
    pipeline: pipelineShape(where, pipeline),
  }
}

function commitCommentPart(
  where: Where,
  change: Extract<Change, { kind: 'repo:commit_comment_created' }>,
): Json {
  return {
    id: Number.parseInt(
      createHash('md5').update(`${change.commit} ${change.at}`).digest('hex').slice(0, 8),
      16,
    ),
    type: 'commit_comment',
    content: rendered(change.content),
    user: accountStub(where.cloud, change.actor),
    created_on: isoMicros(change.at),
    updated_on: isoMicros(change.at),
  }
}

function reviewPart({ cloud }: Where, change: { actor: Uuid; date: number }): Json {
  return { date: isoMicros(change.date), user: accountStub(cloud, change.actor) }
}

// What an event adds to actor and repository.
function detail(where: Where, change: InRepository): Record<string, Json> {
  const { cloud, repository } = where
  if ('pullRequest' in change && change.kind !== 'pullrequest:task_changed') {
    const pullrequest = pullRequestPart(where, change.pullRequest)
    if ('comment' in change)
      return { pullrequest, comment: commentPart(where, change.pullRequest, change.comment) }
    if (!('date' in change)) return { pullrequest }
    const name = change.kind.includes('changes_request') ? 'changes_request' : 'approval'
    return { pullrequest, [name]: reviewPart(where, change) }
  }
  switch (change.kind) {
    case 'repo:push':
      return { push: { changes: change.changes.map((one) => refChangeShape(where, one)) } }
    case 'repo:fork':
      return { fork: repositoryOrNull(cloud, change.fork) }
    case 'repo:updated':
      return { changes: change.changes }
    case 'repo:transfer':
      return { previous_owner: { full_name: change.previousFullName } }
    case 'repo:commit_comment_created':
      return {
        comment: commitCommentPart(where, change),
        commit: commitStub(cloud, repository, change.commit),
      }
    case 'repo:commit_status_created':
    case 'repo:commit_status_updated':
      return { commit_status: statusPart(where, change.status) }
    case 'issue:created':
    case 'issue:updated':
      return { issue: issuePart(where, change.issue) }
    case 'issue:comment_created':
      return {
        issue: issuePart(where, change.issue),
        comment: issueCommentPart(where, change.issue, change.comment),
      }
    case 'pipeline:span_created':
      return { pipeline_span: spanPart(where, change.pipeline) }
    default:
      return {}
  }
}

const silent: readonly string[] = ['deployment:changed', 'pullrequest:task_changed', 'repo:settings_changed']

// The webhook a change fires, or nothing. The payload is made when somebody wants it, and shows the world of that moment.
export function webhookOf(cloud: Cloud, change: Change): WebhookEvent | undefined {
  const actor = accountStub(cloud, change.actor)
  if (change.kind === 'project:updated') {
    const workspace = cloud.world.workspaces.find((one) => cloud.world.project(one.uuid, change.project))
    const project = workspace && cloud.world.project(workspace.uuid, change.project)
    if (!workspace || !project) return undefined
    const payload = () => ({ actor, project: projectFull(cloud, project) })
    return { event: change.kind, repository: null, workspace: workspace.uuid, payload }
  }
  if (
    !('repository' in change) ||
    silent.includes(change.kind) ||
    change.kind === 'repository:settings_changed'
  )
    return undefined
  const repository =
    change.kind === 'repo:deleted' ? change.descriptor : cloud.world.repository(change.repository)
  if (!repository) return undefined
  const where = { cloud, repository }
  const event = change.kind === 'pullrequest:superseded' ? 'pullrequest:rejected' : change.kind
  const payload = () => ({ ...detail(where, change), repository: repositoryInPayload(where), actor })
  return { event, repository: repository.uuid, workspace: repository.workspace, payload }
}
