import type { Json } from '../../query/fields.ts'
import type { Project, Uuid, Workspace } from '../../world/model.ts'
import { isoMicros } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import { api, pathOf, web } from './links.ts'

function basicLinks(cloud: Cloud, workspace: Workspace) {
  return {
    avatar: web(cloud, `${pathOf('workspaces', workspace.slug)}/avatar/`),
    html: web(cloud, `${pathOf(workspace.slug)}/`),
    self: api(cloud, pathOf('workspaces', workspace.slug)),
  }
}

export function workspaceStub(cloud: Cloud, uuid: Uuid): Json {
  return cloud.cache.object(`workspace ${uuid} ${cloud.cache.revision(null)}`, () => {
    const workspace = cloud.world.workspace(uuid)
    if (!workspace) return null
    const { slug, name } = workspace
    return { type: 'workspace', uuid, name, slug, links: basicLinks(cloud, workspace) }
  })
}

export function workspaceBase(cloud: Cloud, workspace: Workspace): Json {
  const { avatar, self } = basicLinks(cloud, workspace)
  return { type: 'workspace_base', uuid: workspace.uuid, slug: workspace.slug, links: { avatar, self } }
}

export function workspaceFull(cloud: Cloud, workspace: Workspace): Json {
  const path = pathOf('workspaces', workspace.slug)
  return {
    type: 'workspace',
    uuid: workspace.uuid,
    name: workspace.name,
    slug: workspace.slug,
    is_private: workspace.isPrivate,
    is_privacy_enforced: workspace.isPrivacyEnforced,
    forking_mode: workspace.forkingMode,
    links: {
      ...basicLinks(cloud, workspace),
      members: api(cloud, `${path}/members`),
      owners: api(cloud, `${path}/members?q=permission%3D%22owner%22`),
      projects: api(cloud, `${path}/projects`),
      repositories: api(cloud, pathOf('repositories', workspace.slug)),
      snippets: api(cloud, pathOf('snippets', workspace.slug)),
    },
    created_on: isoMicros(workspace.createdOn),
    updated_on: workspace.updatedOn === null ? null : isoMicros(workspace.updatedOn),
  }
}

function projectLinks(cloud: Cloud, project: Project) {
  const slug = cloud.world.workspace(project.workspace)?.slug ?? project.workspace
  return {
    self: api(cloud, pathOf('workspaces', slug, 'projects', project.key)),
    html: web(cloud, pathOf(slug, 'workspace', 'projects', project.key)),
    avatar: web(cloud, pathOf(slug, 'workspace', 'projects', project.key, 'avatar', 32)),
  }
}

export function projectStub(cloud: Cloud, workspace: Uuid, uuid: Uuid): Json {
  return cloud.cache.object(`project ${uuid} ${cloud.cache.revision(null)}`, () => {
    const project = cloud.world.project(workspace, uuid)
    if (!project) return null
    return {
      type: 'project',
      key: project.key,
      uuid,
      name: project.name,
      links: projectLinks(cloud, project),
    }
  })
}

export function projectFull(cloud: Cloud, project: Project): Json {
  const workspace = cloud.world.workspace(project.workspace)
  const slug = workspace?.slug ?? ''
  const query = `?q=project.key%3D%22${project.key}%22`
  return {
    type: 'project',
    owner: {
      display_name: workspace?.name ?? '',
      type: 'team',
      uuid: project.workspace,
      username: slug,
      links: {
        self: api(cloud, pathOf('workspaces', project.workspace)),
        avatar: web(cloud, `${pathOf('workspaces', slug)}/avatar/`),
        html: web(cloud, `${pathOf(slug)}/`),
      },
    },
    workspace: workspaceStub(cloud, project.workspace),
    key: project.key,
    uuid: project.uuid,
    is_private: project.isPrivate,
    name: project.name,
    description: project.description,
    links: {
      ...projectLinks(cloud, project),
      repositories: api(cloud, `${pathOf('repositories', slug)}${query}`),
    },
    created_on: isoMicros(project.createdOn),
    updated_on: isoMicros(project.updatedOn),
    has_publicly_visible_repos: project.hasPubliclyVisibleRepos,
  }
}
