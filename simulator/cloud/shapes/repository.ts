import type { Json } from '../../query/fields.ts'
import type { Repository, Uuid } from '../../world/model.ts'
import { isoMicros } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import { accountStub } from './account.ts'
import { api, pathOf, web } from './links.ts'
import { projectStub, workspaceStub } from './workspace.ts'

export function repositoryPath(cloud: Cloud, repository: Repository): string {
  return `/repositories/${cloud.world.fullName(repository)}`
}

export function repositoryWeb(cloud: Cloud, repository: Repository): string {
  return `/${cloud.world.fullName(repository)}`
}

// Avatars carry the language, as `…/avatar/32/?ts=` do; nobody fetches them, they only have to look right.
function basicLinks(cloud: Cloud, repository: Repository) {
  const home = repositoryWeb(cloud, repository)
  return {
    self: api(cloud, repositoryPath(cloud, repository)),
    html: web(cloud, home),
    avatar: web(cloud, `/bytebucket${pathOf(repository.uuid)}?ts=${repository.language || 'default'}`),
  }
}

export function repositoryStub(cloud: Cloud, repository: Repository): Json {
  return cloud.cache.object(`repository ${repository.uuid} ${cloud.cache.revision(null)}`, () => ({
    type: 'repository',
    full_name: cloud.world.fullName(repository),
    links: basicLinks(cloud, repository),
    name: repository.name,
    uuid: repository.uuid,
  }))
}

// As permissions show it: without links.
export function repositoryName(cloud: Cloud, repository: Repository): Json {
  const { uuid, name } = repository
  return { type: 'repository', full_name: cloud.world.fullName(repository), name, uuid }
}

export function repositoryOrNull(cloud: Cloud, uuid: Uuid | null): Json {
  const repository = uuid === null ? undefined : cloud.world.repository(uuid)
  return repository ? repositoryStub(cloud, repository) : null
}

function allLinks(cloud: Cloud, repository: Repository): Json {
  const path = repositoryPath(cloud, repository)
  const home = repositoryWeb(cloud, repository)
  const below = (name: string) => api(cloud, `${path}/${name}`)
  return {
    ...basicLinks(cloud, repository),
    pullrequests: below('pullrequests'),
    commits: below('commits'),
    forks: below('forks'),
    watchers: below('watchers'),
    branches: below('refs/branches'),
    tags: below('refs/tags'),
    downloads: below('downloads'),
    source: below('src'),
    clone: [
      { name: 'https', ...web(cloud, `${home}.git`) },
      { name: 'ssh', href: `git@${new URL(cloud.origin).hostname}:${cloud.world.fullName(repository)}.git` },
    ],
    hooks: below('hooks'),
    ...(repository.hasIssues ? { issues: below('issues') } : {}),
  }
}

export function repositoryFull(cloud: Cloud, repository: Repository): Json {
  return {
    type: 'repository',
    full_name: cloud.world.fullName(repository),
    links: allLinks(cloud, repository),
    name: repository.name,
    slug: repository.slug,
    description: repository.description,
    scm: 'git',
    website: repository.website,
    owner: accountStub(cloud, repository.owner),
    workspace: workspaceStub(cloud, repository.workspace),
    is_private: repository.isPrivate,
    project: projectStub(cloud, repository.workspace, repository.project),
    fork_policy: repository.forkPolicy,
    created_on: isoMicros(repository.createdOn),
    updated_on: isoMicros(repository.updatedOn),
    size: repository.size,
    language: repository.language,
    uuid: repository.uuid,
    mainbranch: repository.mainBranch === null ? null : { name: repository.mainBranch, type: 'branch' },
    override_settings: { default_merge_strategy: false, branching_model: false },
    parent: repositoryOrNull(cloud, repository.parent),
    enforced_signed_commits: null,
    has_issues: repository.hasIssues,
    has_wiki: repository.hasWiki,
  }
}
