import { Refusal, redirect } from '../http/answer.ts'
import { type Identity, unauthorized } from '../identity/authenticate.ts'
import type { RepositoryContent } from '../world/interface.ts'
import type { Account, PullRequest, Repository, Workspace } from '../world/model.ts'
import type { Call, Cloud } from './cloud.ts'
import { badRequest, forbidden, notFound, pullRequestNotFound } from './errors.ts'

export type Permission = 'none' | 'read' | 'write' | 'admin'

export function membership(cloud: Cloud, identity: Identity, workspace: Workspace) {
  if (identity.account === null) return undefined
  return cloud.world.members(workspace.uuid).find((member) => member.account === identity.account)
}

function reaches(identity: Identity, repository: Repository): boolean {
  const { reach } = identity
  if (!reach || reach.workspace !== repository.workspace) return false
  if (reach.repository !== undefined) return reach.repository === repository.uuid
  return reach.project === undefined || reach.project === repository.project
}

// Collaborators see what they were given; members read everything of their workspace and owners administer it.
export function permissionOn(cloud: Cloud, identity: Identity, repository: Repository): Permission {
  const open: Permission = repository.isPrivate ? 'none' : 'read'
  if (identity.reach) return reaches(identity, repository) ? 'admin' : open
  const workspace = cloud.world.workspace(repository.workspace)
  const member = workspace && membership(cloud, identity, workspace)
  if (!member) return open
  if (member.permission === 'owner') return 'admin'
  const own = repository.permissions.find((one) => one.account === identity.account)
  if (own) return own.permission
  return member.permission === 'member' ? 'read' : open
}

// Its public repositories are listed for everybody, whoever asks.
export function anyWorkspace({ cloud, params }: Call): Workspace {
  const key = params.workspace ?? ''
  const workspace = cloud.world.workspace(key)
  if (!workspace) throw notFound(`No workspace with identifier '${key}'.`)
  return workspace
}

export function workspaceOf(call: Call): Workspace {
  const { cloud, identity } = call
  const workspace = anyWorkspace(call)
  const token = identity.reach?.workspace === workspace.uuid
  if (token || membership(cloud, identity, workspace) || identity.kind === 'anonymous') return workspace
  throw forbidden('You do not have access to view this workspace.')
}

export function memberOnly(call: Call): Workspace {
  if (call.identity.kind === 'anonymous') throw unauthorized()
  return workspaceOf(call)
}

// Access tokens may neither read nor change permissions, and are no member themselves.
export function permissionReader(call: Call): Workspace {
  if (call.identity.reach) throw forbidden('Access tokens cannot be used to read permissions.')
  return memberOnly(call)
}

function located(call: Call): { repository: Repository; moved: boolean } | undefined {
  const { workspace = '', repo_slug: slug = '' } = call.params
  const { world } = call.cloud
  if (workspace !== '{}') return world.findRepository(workspace, slug)
  const repository = world.repository(slug)
  return repository && { repository, moved: false }
}

function movedTo(call: Call, repository: Repository): Refusal {
  const link = new URL(call.url)
  const rest = link.pathname.split('/').slice(5).join('/')
  link.pathname = `/2.0/repositories/${call.cloud.world.fullName(repository)}${rest ? `/${rest}` : ''}`
  return new Refusal(redirect(301, link.href))
}

export function repositoryOf(call: Call): Repository {
  const { workspace = '', repo_slug: slug = '' } = call.params
  const found = located(call)
  if (!found) throw notFound(`Repository ${workspace}/${slug} not found`)
  const { repository, moved } = found
  if (permissionOn(call.cloud, call.identity, repository) === 'none') {
    if (call.identity.kind === 'anonymous') throw unauthorized()
    throw forbidden('You do not have access to this repository.')
  }
  // Seen in the field: listed like any other, and every request for it answers 403 for ever.
  if (repository.isForbidden) throw forbidden('Access denied. You must have write or admin access.')
  if (moved) throw movedTo(call, repository)
  return repository
}

export type Here = {
  readonly cloud: Cloud
  readonly repository: Repository
  readonly content: RepositoryContent
}

export function here(call: Call): Here {
  const repository = repositoryOf(call)
  return { cloud: call.cloud, repository, content: call.cloud.world.content(repository.uuid) }
}

export type HerePullRequest = Here & { readonly pullRequest: PullRequest }

export function pullRequestOf(call: Call): HerePullRequest {
  const place = here(call)
  const id = call.params.pull_request_id ?? ''
  const pullRequest = /^\d{1,9}$/.test(id) ? place.content.pullRequest(Number(id)) : undefined
  if (!pullRequest) throw pullRequestNotFound()
  return { ...place, pullRequest }
}

export function accountOf(call: Call, key: string): Account {
  const account = call.cloud.world.account(key)
  if (!account) throw notFound(`${key} does not exist or is not accessible.`)
  return account
}

export function jsonBody(call: Call): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    throw badRequest('Bad request')
  }
  throw badRequest('Bad request')
}
