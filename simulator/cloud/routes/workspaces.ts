import type { Fields } from '../../query/match.ts'
import type { Condition } from '../../query/parse.ts'
import { parseQuery, QueryError } from '../../query/parse.ts'
import type { Member, Repository } from '../../world/model.ts'
import {
  accountOf,
  memberOnly,
  type Permission,
  permissionOn,
  permissionReader,
  workspaceOf,
} from '../access.ts'
import { type Call, type Cloud, get, type Route } from '../cloud.ts'
import { list, paging, single } from '../collection.ts'
import { badRequest, notFound } from '../errors.ts'
import { memberFields, projectFields } from '../filters.ts'
import { accountStub, memberShape, permissionShape } from '../shapes/account.ts'
import { repositoryName } from '../shapes/repository.ts'
import { projectFull, workspaceFull } from '../shapes/workspace.ts'

const mostEmails = 90

function emailsIn(condition: Condition): string[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.parts.flatMap(emailsIn)
  if (condition.path !== 'user.email') return []
  const values = condition.kind === 'in' ? condition.values : [condition.value]
  return values.filter((value): value is string => typeof value === 'string')
}

function emailsAsked(call: Call): string[] {
  const query = call.query.get('q')
  if (!query) return []
  try {
    return emailsIn(parseQuery(query))
  } catch (error) {
    if (error instanceof QueryError) throw badRequest(error.message)
    throw error
  }
}

function members(call: Call) {
  const workspace = memberOnly(call)
  const emails = emailsAsked(call)
  if (emails.length > mostEmails)
    throw badRequest(`You can query up to ${mostEmails} email addresses at a time.`)
  const asked = emails.map((email) => email.toLowerCase())
  return list(call, {
    items: call.cloud.world.members(workspace.uuid),
    paging: paging.numbered,
    fields: memberFields(call.cloud),
    present: (member, asks) => memberShape(call.cloud, member, asks, asked),
  })
}

function member(call: Call) {
  const workspace = memberOnly(call)
  const account = accountOf(call, call.params.member ?? '')
  const known = call.cloud.world.members(workspace.uuid).find((one) => one.account === account.uuid)
  if (!known) throw notFound(`${account.uuid} is not a member of ${workspace.slug}.`)
  return single(call, (asks) => memberShape(call.cloud, known, asks, []))
}

function permissions(call: Call) {
  const workspace = permissionReader(call)
  const fields: Fields<Member> = memberFields(call.cloud)
  return list(call, {
    items: call.cloud.world.members(workspace.uuid),
    paging: paging.numbered,
    fields,
    present: (one) => permissionShape(call.cloud, one),
  })
}

type Grant = {
  readonly repository: Repository
  readonly account: string
  readonly permission: Exclude<Permission, 'none'>
}

// Repositories times members: read one by one, since nobody asks for all of them.
function* grants(cloud: Cloud, workspace: string, repositories: readonly Repository[]): Generator<Grant> {
  const members = cloud.world.members(workspace)
  for (const repository of repositories) {
    for (const { account, permission: role } of members) {
      const own = repository.permissions.find((one) => one.account === account)?.permission
      const permission = role === 'owner' ? 'admin' : (own ?? (role === 'member' ? 'read' : undefined))
      if (permission) yield { repository, account, permission }
    }
  }
}

function repositoryPermissions(call: Call) {
  const workspace = permissionReader(call)
  const { world } = call.cloud
  const slug = call.params.repo_slug
  const repositories = world
    .repositories(workspace.uuid)
    .filter((repository) => slug === undefined || slug === repository.slug || slug === repository.uuid)
    .filter((repository) => permissionOn(call.cloud, call.identity, repository) !== 'none')
  return list(call, {
    items: grants(call.cloud, workspace.uuid, repositories),
    paging: paging.numbered,
    fields: {
      permission: { kind: 'text', get: (item) => item.permission },
      'repository.name': { kind: 'text', get: (item) => item.repository.name },
      'repository.uuid': { kind: 'text', get: (item) => item.repository.uuid },
      'user.uuid': { kind: 'text', get: (item) => item.account },
    },
    present: (item) => ({
      type: 'repository_permission',
      user: accountStub(call.cloud, item.account),
      repository: repositoryName(call.cloud, item.repository),
      permission: item.permission,
    }),
  })
}

function projects(call: Call) {
  const workspace = memberOnly(call)
  const { reach } = call.identity
  return list(call, {
    items: call.cloud.world.projects(workspace.uuid),
    paging: paging.numbered,
    fields: projectFields,
    filter: (project) => reach?.project === undefined || reach.project === project.uuid,
    present: (project) => projectFull(call.cloud, project),
  })
}

function project(call: Call) {
  const workspace = memberOnly(call)
  const key = call.params.project_key ?? ''
  const known = call.cloud.world.project(workspace.uuid, key)
  if (!known) throw notFound(`No project with identifier '${key}'.`)
  return single(call, () => projectFull(call.cloud, known))
}

function projectReviewers(call: Call) {
  const workspace = memberOnly(call)
  const key = call.params.project_key ?? ''
  const known = call.cloud.world.project(workspace.uuid, key)
  if (!known) throw notFound(`No project with identifier '${key}'.`)
  return list(call, {
    items: known.defaultReviewers,
    paging: paging.numbered,
    present: (uuid) => ({
      type: 'default_reviewer',
      reviewer_type: 'project',
      user: accountStub(call.cloud, uuid),
    }),
  })
}

export const workspaceRoutes: readonly Route[] = [
  get('/workspaces/{workspace}', [], (call) => {
    const workspace = workspaceOf(call)
    return single(call, () => workspaceFull(call.cloud, workspace))
  }),
  get('/workspaces/{workspace}/members', ['account'], members),
  get('/workspaces/{workspace}/members/{member}', ['account'], member),
  get('/workspaces/{workspace}/permissions', ['account'], permissions),
  get('/workspaces/{workspace}/permissions/repositories', ['account'], repositoryPermissions, {
    apiTokenScopes: ['read:repository:bitbucket'],
  }),
  get('/workspaces/{workspace}/permissions/repositories/{repo_slug}', ['repository'], repositoryPermissions),
  get('/workspaces/{workspace}/projects', ['project'], projects),
  get('/workspaces/{workspace}/projects/{project_key}', ['project'], project),
  get(
    '/workspaces/{workspace}/projects/{project_key}/default-reviewers',
    ['project:admin'],
    projectReviewers,
    {
      apiTokenScopes: ['read:pullrequest:bitbucket'],
    },
  ),
]
