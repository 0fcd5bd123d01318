import type { Repository } from '../../world/model.ts'
import { anyWorkspace, here, permissionOn, repositoryOf } from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { list, paging, scopeOf, single } from '../collection.ts'
import { badRequest } from '../errors.ts'
import { repositoryFields } from '../filters.ts'
import { accountStub } from '../shapes/account.ts'
import { branchingModelShape, downloadShape, restrictionShape } from '../shapes/issue.ts'
import { repositoryFull } from '../shapes/repository.ts'

const roles: Readonly<Record<string, readonly string[]>> = {
  member: ['read', 'write', 'admin'],
  contributor: ['write', 'admin'],
  admin: ['admin'],
  owner: ['admin'],
}

function listing(call: Call, repositories: readonly Repository[], kind: string) {
  const role = call.query.get('role')
  const allowed = role === null ? roles.member : roles[role]
  if (!allowed) throw badRequest('Bad request', { role: [`Invalid role: ${role}`] })
  return list(call, {
    items: repositories,
    paging: paging.numbered,
    fields: repositoryFields(call.cloud),
    filter: (repository) => allowed.includes(permissionOn(call.cloud, call.identity, repository)),
    scope: scopeOf(call.cloud, kind, null),
    by: `${call.identity.key} ${role}`,
    // Pushes move `updated_on` without touching anybody else, so the key carries it.
    key: (repository) => `${repository.uuid} ${repository.updatedOn}`,
    present: (repository) => repositoryFull(call.cloud, repository),
  })
}

function ofWorkspace(call: Call) {
  const workspace = anyWorkspace(call)
  const repositories = call.cloud.world.repositories(workspace.uuid)
  // A filter by `updated_on` must see every push, which the revision of the whole does not follow.
  const newest = repositories.reduce((most, one) => Math.max(most, one.updatedOn), 0)
  return listing(call, repositories, `repositories ${workspace.uuid} ${newest}`)
}

function forks(call: Call) {
  const parent = repositoryOf(call)
  const { world } = call.cloud
  const all = world.workspaces.flatMap((workspace) => world.repositories(workspace.uuid))
  return listing(
    call,
    all.filter((one) => one.parent === parent.uuid),
    `forks ${parent.uuid}`,
  )
}

function restrictions(call: Call) {
  const place = here(call)
  const kind = call.query.get('kind')
  const pattern = call.query.get('pattern')
  return list(call, {
    items: place.content.restrictions,
    paging: paging.numbered,
    filter: (one) => (kind === null || one.kind === kind) && (pattern === null || one.pattern === pattern),
    present: (restriction) => restrictionShape(place, restriction),
  })
}

function defaultReviewers(call: Call) {
  const { content } = here(call)
  return list(call, {
    items: content.defaultReviewers,
    paging: paging.numbered,
    present: (uuid) => accountStub(call.cloud, uuid),
  })
}

function effectiveReviewers(call: Call) {
  const { content, repository } = here(call)
  const project = call.cloud.world.project(repository.workspace, repository.project)
  const own = content.defaultReviewers.map((uuid) => ({ uuid, type: 'repository' }))
  const inherited = (project?.defaultReviewers ?? [])
    .filter((uuid) => !content.defaultReviewers.includes(uuid))
    .map((uuid) => ({ uuid, type: 'project' }))
  return list(call, {
    items: [...own, ...inherited],
    paging: { ...paging.numbered, pagelen: 20 },
    present: ({ uuid, type }) => ({
      type: 'default_reviewer',
      reviewer_type: type,
      user: accountStub(call.cloud, uuid),
    }),
  })
}

function downloads(call: Call) {
  const place = here(call)
  return list(call, {
    items: place.content.downloads,
    paging: paging.numbered,
    present: (download) => downloadShape(place, download),
  })
}

const repo = '/repositories/{workspace}/{repo_slug}'

export const repositoryRoutes: readonly Route[] = [
  get('/repositories/{workspace}', ['repository'], ofWorkspace),
  get(repo, ['repository'], (call) => {
    const repository = repositoryOf(call)
    return single(call, () => repositoryFull(call.cloud, repository))
  }),
  get(`${repo}/forks`, ['repository'], forks),
  get(`${repo}/branch-restrictions`, ['repository:admin'], restrictions),
  get(`${repo}/branching-model`, ['repository'], (call) => {
    const place = here(call)
    return single(call, () => branchingModelShape(place, place.content.branchingModel))
  }),
  get(`${repo}/default-reviewers`, ['pullrequest'], defaultReviewers),
  get(`${repo}/effective-default-reviewers`, ['pullrequest'], effectiveReviewers),
  get(`${repo}/downloads`, ['repository'], downloads),
]
