import { usernameOf } from '../../identity/username.ts'
import type { Json } from '../../query/fields.ts'
import type { Account, AccountKind, Member, Uuid } from '../../world/model.ts'
import { isoMicros } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import type { Asks } from '../collection.ts'
import { api, pathOf, web } from './links.ts'
import { workspaceStub } from './workspace.ts'

const types: Readonly<Record<AccountKind, string>> = { user: 'user', app: 'app_user', team: 'team' }

function links(cloud: Cloud, account: Account): Json {
  const avatar = web(cloud, pathOf('account', account.uuid, 'avatar'))
  if (account.kind === 'app') return { avatar }
  const self = api(cloud, pathOf(account.kind === 'team' ? 'workspaces' : 'users', account.uuid))
  return { self, avatar, html: web(cloud, `${pathOf(account.uuid)}/`) }
}

// The condensed form that every other object embeds. A closed account keeps its uuid and loses its account id.
function condensed(cloud: Cloud, account: Account): Json {
  const base = {
    display_name: account.displayName,
    links: links(cloud, account),
    type: types[account.kind],
    uuid: account.uuid,
  }
  if (account.kind === 'team')
    return { ...base, username: account.displayName.toLowerCase().replaceAll(' ', '-') }
  if (account.kind === 'app') {
    return {
      ...base,
      account_id: account.accountId ?? '',
      created_on: isoMicros(account.createdOn),
      account_status: account.status,
      kind: 'repository_access_token',
    }
  }
  const named = { ...base, nickname: account.nickname ?? account.displayName }
  return account.status === 'closed' || account.accountId === null
    ? named
    : { ...named, account_id: account.accountId }
}

export function accountStub(cloud: Cloud, uuid: Uuid): Json {
  return cloud.cache.object(`account ${uuid} ${cloud.cache.revision(null)}`, () => {
    const account = cloud.world.account(uuid)
    return account ? condensed(cloud, account) : null
  })
}

export function accountOrNull(cloud: Cloud, uuid: Uuid | null): Json {
  return uuid === null ? null : accountStub(cloud, uuid)
}

export function accountFull(cloud: Cloud, account: Account, own: boolean): Json {
  const path = pathOf('users', account.uuid)
  const id = account.status === 'closed' ? {} : { account_id: account.accountId }
  return {
    display_name: account.displayName,
    links: {
      self: api(cloud, path),
      avatar: web(cloud, pathOf('account', account.uuid, 'avatar')),
      repositories: api(cloud, pathOf('repositories', account.uuid)),
      snippets: api(cloud, pathOf('snippets', account.uuid)),
      html: web(cloud, `${pathOf(account.uuid)}/`),
      hooks: api(cloud, `${pathOf('workspaces', account.uuid)}/hooks`),
    },
    created_on: isoMicros(account.createdOn),
    type: types[account.kind],
    uuid: account.uuid,
    ...id,
    nickname: account.nickname ?? account.displayName,
    account_status: account.status,
    is_staff: false,
    location: null,
    website: null,
    ...(own ? { username: usernameOf(account), has_2fa_enabled: null } : {}),
  }
}

export function memberShape(cloud: Cloud, member: Member, asks: Asks, emails: readonly string[]): Json {
  const account = cloud.world.account(member.account)
  const user = accountStub(cloud, member.account)
  const email = account?.emails.find((one) => emails.includes(one.toLowerCase()))
  const shown = asks('user') && email && typeof user === 'object' && user ? { ...user, email } : user
  const workspace = workspaceStub(cloud, member.workspace)
  const self = api(cloud, pathOf('workspaces', slugOf(cloud, member.workspace), 'members', member.account))
  return { type: 'workspace_membership', user: shown, workspace, links: { self } }
}

export function permissionShape(cloud: Cloud, member: Member): Json {
  const slug = slugOf(cloud, member.workspace)
  return {
    type: 'workspace_membership',
    permission: member.permission,
    user: accountStub(cloud, member.account),
    workspace: workspaceStub(cloud, member.workspace),
    added_on: isoMicros(member.addedOn),
    last_accessed: member.lastAccessed === null ? null : isoMicros(member.lastAccessed),
    links: { self: api(cloud, pathOf('workspaces', slug, 'members', member.account)) },
  }
}

function slugOf(cloud: Cloud, workspace: Uuid): string {
  return cloud.world.workspace(workspace)?.slug ?? workspace
}
