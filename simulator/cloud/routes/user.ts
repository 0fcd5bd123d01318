import { unauthorized } from '../../identity/authenticate.ts'
import type { Json } from '../../query/fields.ts'
import type { Fields } from '../../query/match.ts'
import type { Account, Repository, Workspace } from '../../world/model.ts'
import { accountOf, membership, permissionOn, workspaceOf } from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { list, paging, single } from '../collection.ts'
import { notFound } from '../errors.ts'
import { accountFull, accountStub } from '../shapes/account.ts'
import { repositoryName } from '../shapes/repository.ts'
import { workspaceBase, workspaceStub } from '../shapes/workspace.ts'

function caller(call: Call): Account {
  const { account } = call.identity
  const known = account === null ? undefined : call.cloud.world.account(account)
  if (!known) throw unauthorized()
  return known
}

// An access token has no account behind it: it is shown as an app of its own.
function self(call: Call): Json {
  const { identity, cloud } = call
  if (identity.reach === null) return accountFull(cloud, caller(call), true)
  return {
    type: 'app_user',
    display_name: identity.label,
    kind: identity.kind,
    account_status: 'active',
    uuid: identity.reach.repository ?? identity.reach.project ?? identity.reach.workspace,
    links: { avatar: { href: `${cloud.origin}/account/token/avatar` } },
  }
}

function accessible(call: Call): Workspace[] {
  const { cloud, identity } = call
  return cloud.world.workspaces.filter(
    (workspace) =>
      identity.reach?.workspace === workspace.uuid || membership(cloud, identity, workspace) !== undefined,
  )
}

function administers(call: Call, workspace: Workspace): boolean {
  return membership(call.cloud, call.identity, workspace)?.permission === 'owner'
}

function workspaceFields(call: Call): Fields<Workspace> {
  return {
    slug: { kind: 'text', get: (item) => item.slug },
    'workspace.slug': { kind: 'text', get: (item) => item.slug },
    administrator: { kind: 'boolean', get: (item) => administers(call, item) },
  }
}

function workspaces(call: Call) {
  const wanted = call.query.get('administrator')
  return list(call, {
    items: accessible(call),
    paging: { ...paging.numbered, pagelen: 25 },
    fields: workspaceFields(call),
    filter: (workspace) => wanted === null || administers(call, workspace) === (wanted === 'true'),
    present: (workspace) => ({
      type: 'workspace_access',
      administrator: administers(call, workspace),
      workspace: workspaceBase(call.cloud, workspace),
    }),
  })
}

function ownPermission(call: Call) {
  const workspace = workspaceOf(call)
  const member = membership(call.cloud, call.identity, workspace)
  if (!member) throw notFound('You are not a member of this workspace.')
  return single(call, () => ({
    type: 'workspace_membership',
    permission: member.permission,
    user: accountStub(call.cloud, member.account),
    workspace: workspaceStub(call.cloud, workspace.uuid),
  }))
}

function ownRepositories(call: Call) {
  const workspace = workspaceOf(call)
  const account = caller(call)
  const fields: Fields<Repository> = {
    'repository.uuid': { kind: 'text', get: (item) => item.uuid },
    'repository.name': { kind: 'text', get: (item) => item.name },
    'repository.full_name': { kind: 'text', get: (item) => call.cloud.world.fullName(item) },
    permission: { kind: 'text', get: (item) => permissionOn(call.cloud, call.identity, item) },
  }
  return list(call, {
    items: call.cloud.world.repositories(workspace.uuid),
    paging: paging.numbered,
    fields,
    filter: (repository) => permissionOn(call.cloud, call.identity, repository) !== 'none',
    present: (repository) => ({
      type: 'repository_permission',
      user: accountStub(call.cloud, account.uuid),
      repository: repositoryName(call.cloud, repository),
      permission: permissionOn(call.cloud, call.identity, repository),
    }),
  })
}

const change2770 = { gone: { from: '2026-04-14', change: 'CHANGE-2770' } }
const removed = () => {
  throw notFound('Resource not found')
}

export const userRoutes: readonly Route[] = [
  get('/user', ['account'], (call) => single(call, () => self(call)), {
    apiTokenScopes: ['read:user:bitbucket'],
  }),
  get('/user/workspaces', ['account'], workspaces),
  get('/user/workspaces/{workspace}/permission', ['account'], ownPermission),
  get('/user/workspaces/{workspace}/permissions/repositories', ['account', 'repository'], ownRepositories, {
    apiTokenScopes: ['read:repository:bitbucket'],
  }),
  get('/users/{selected_user}', [], (call) => {
    const account = accountOf(call, call.params.selected_user ?? '')
    return single(call, () => accountFull(call.cloud, account, false))
  }),
  get('/repositories', ['repository'], removed, change2770),
  get('/workspaces', ['account'], removed, change2770),
  get('/user/permissions/repositories', ['account', 'repository'], removed, change2770),
  get('/user/permissions/workspaces', ['account'], removed, change2770),
  get('/pullrequests/{selected_user}', ['pullrequest'], removed, change2770),
]
