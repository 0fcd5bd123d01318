import type { World } from '../world/interface.ts'
import type { Account, Repository, Workspace } from '../world/model.ts'
import type { Credential, CredentialStore } from './credentials.ts'
import { everyApiTokenScope, levelScopes } from './scopes.ts'
import { usernameOf } from './username.ts'

const year = 365 * 24 * 3600 * 1000

function usable(repositories: readonly Repository[]): Repository | undefined {
  return repositories.find(
    (repository) => !repository.isEmpty && !repository.isForbidden && !repository.isArchived,
  )
}

function people(world: World, workspace: Workspace): Account[] {
  return world
    .members(workspace.uuid)
    .toSorted((left, right) => Number(right.permission === 'owner') - Number(left.permission === 'owner'))
    .map((member) => world.account(member.account))
    .filter((account): account is Account => account?.kind === 'user' && account.status === 'active')
    .filter((account) => account.emails.length > 0)
}

function issueForPerson(store: CredentialStore, person: Account, now: number): void {
  const email = person.emails[0] ?? null
  const own = { account: person.uuid, email, username: usernameOf(person) }
  store.issue({
    kind: 'api_token',
    label: `API token of ${person.displayName}`,
    scopes: [...everyApiTokenScope],
    expiresAt: now + year,
    ...own,
  })
  store.issue({
    kind: 'app_password',
    label: `App password of ${person.displayName}`,
    scopes: ['account', 'repository', 'pullrequest', 'pipeline', 'webhook', 'project'],
    ...own,
  })
  store.issue({
    kind: 'oauth_consumer',
    label: 'OAuth consumer',
    scopes: [
      'account',
      'project',
      'repository',
      'repository:admin',
      'pullrequest',
      'issue',
      'webhook',
      'pipeline',
    ],
    consumer: store.mint(18),
    ...own,
  })
}

function issueForWorkspace(store: CredentialStore, world: World, workspace: Workspace, now: number): void {
  const repository = usable(world.repositories(workspace.uuid))
  const reach = { workspace: workspace.uuid }
  const expiring = { expiresAt: now + year }
  store.issue({
    kind: 'workspace_access_token',
    label: `Workspace token of ${workspace.slug}`,
    scopes: [...levelScopes.workspace],
    reach,
    ...expiring,
  })
  if (repository) {
    store.issue({
      kind: 'project_access_token',
      label: `Project token in ${workspace.slug}`,
      scopes: [...levelScopes.project],
      reach: { ...reach, project: repository.project },
      ...expiring,
    })
    store.issue({
      kind: 'repository_access_token',
      label: `Repository token of ${workspace.slug}/${repository.slug}`,
      scopes: [...levelScopes.repository],
      reach: { ...reach, repository: repository.uuid },
      ...expiring,
    })
  }
  const owner = people(world, workspace)[0]
  if (owner) issueForPerson(store, owner, now)
}

// One credential of every kind in every workspace.
export function issueReadyCredentials(
  store: CredentialStore,
  world: World,
  now: number,
): readonly Credential[] {
  for (const workspace of world.workspaces) issueForWorkspace(store, world, workspace, now)
  return store.all()
}
