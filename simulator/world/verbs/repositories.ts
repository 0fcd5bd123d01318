/** Repositories come, change their names and places, and go. */
import { Content } from '../content/content.ts'
import { emptyState } from '../content/state.ts'
import type * as m from '../model.ts'
import { randomStream } from '../random.ts'
import { type CreateRepositoryOptions, Impossible, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { importCommits } from './forks.ts'
import { enter, happening, leave, type Scene } from './scene.ts'

type RepositoryVerbs = Pick<
  Verbs,
  | 'createRepository'
  | 'renameRepository'
  | 'moveRepository'
  | 'transferRepository'
  | 'updateRepository'
  | 'deleteRepository'
>

export function repositoryVerbs(ground: Ground): RepositoryVerbs {
  return {
    createRepository: (options) => createRepository(ground, options),
    renameRepository: (repository, name, actor) => rename(enter(ground, repository, actor), name),
    moveRepository: (repository, project, actor) => moveToProject(enter(ground, repository, actor), project),
    transferRepository: (repository, workspace, project, actor) =>
      transfer(enter(ground, repository, actor), workspace, project),
    updateRepository: (repository, edit, actor) => update(enter(ground, repository, actor), edit),
    deleteRepository: (repository, actor) => remove(enter(ground, repository, actor)),
  }
}

function createRepository(ground: Ground, options: CreateRepositoryOptions): m.Repository {
  const { workspace, slug, actor, parent } = options
  if (isTaken(ground, workspace, slug))
    throw new Impossible('Repository with this Slug and Owner already exists.')
  const serial = ground.nextSerial()
  const random = randomStream(ground.seed, 'new-repository', serial)
  const repository = describe(ground, options, random.uuid(), ground.tick())
  // Far above the generated ordinals, so that comment numbers stay unique.
  const state = emptyState(repository.uuid, 10_000 + serial)
  ground.repositories.set(repository.uuid, repository)
  ground.shelf.put(new Content(state, () => undefined))
  ground.renamed()
  // A new repository takes a name over: the old redirect ends.
  for (const one of ground.repositories.values()) dropOldName(one, ground.world.fullName(repository))
  if (parent !== undefined) forkFrom(ground, repository, state, parent)
  ground.renamed()
  const scene = enter(ground, repository.uuid, actor)
  leave(scene, { ...happening(scene), kind: 'repo:created' })
  if (parent !== undefined)
    ground.emit({ ...happening(scene), repository: parent, kind: 'repo:fork', fork: repository.uuid })
  if (options.withReadme) {
    const edits = [{ path: 'README.md', content: `# ${repository.name}\n` }]
    ground.world.mutate.push(repository.uuid, { branch: 'main', actor, message: 'Initial commit', edits })
  }
  return repository
}

function describe(ground: Ground, options: CreateRepositoryOptions, uuid: m.Uuid, at: number): m.Repository {
  const project = options.project ?? ground.projects.find((one) => one.workspace === options.workspace)?.uuid
  if (project === undefined) throw new Impossible('The workspace has no project.')
  return {
    uuid,
    workspace: options.workspace,
    project,
    slug: options.slug,
    name: options.name ?? options.slug,
    previousFullNames: [],
    description: options.description ?? '',
    website: '',
    isPrivate: options.isPrivate ?? true,
    isArchived: false,
    isEmpty: true,
    forkPolicy: 'no_public_forks',
    parent: options.parent ?? null,
    owner: options.workspace,
    mainBranch: null,
    language: '',
    size: 0,
    hasIssues: false,
    hasWiki: false,
    createdOn: at,
    updatedOn: at,
    isForbidden: false,
    permissions: [],
    pipelinesEnabled: false,
    counts: { pullRequests: 0, commits: 0 },
  }
}

function forkFrom(ground: Ground, repository: m.Repository, state: Content['state'], parent: m.Uuid): void {
  const source = ground.repositories.get(parent)
  if (source === undefined) throw new Impossible(`There is no repository ${parent}.`)
  const from = ground.shelf.get(parent)
  const head = from.state.branches.get(source.mainBranch ?? '')
  if (head === undefined || source.mainBranch === null) return
  from.grow()
  state.branches.set(source.mainBranch, importCommits(state, from.state, head))
  Object.assign(repository, {
    isEmpty: false,
    mainBranch: source.mainBranch,
    language: source.language,
    size: source.size,
  })
  repository.counts.commits = state.commits.length
}

function isTaken(ground: Ground, workspace: m.Uuid, slug: string): boolean {
  return [...ground.repositories.values()].some((one) => one.workspace === workspace && one.slug === slug)
}

function dropOldName(repository: m.Repository, name: string): void {
  repository.previousFullNames = repository.previousFullNames.filter((old) => old !== name)
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')
}

function rename(scene: Scene, name: string): m.Repository {
  const { ground, repository } = scene
  const slug = slugOf(name)
  if (slug !== repository.slug && isTaken(ground, repository.workspace, slug))
    throw new Impossible('The name is taken.')
  const before = { name: repository.name, fullName: ground.world.fullName(repository) }
  Object.assign(repository, { name, slug, updatedOn: scene.at })
  settleName(ground, repository, before.fullName)
  const changes = {
    name: { old: before.name, new: name },
    full_name: { old: before.fullName, new: ground.world.fullName(repository) },
  }
  leave(scene, { ...happening(scene), kind: 'repo:updated', changes })
  return repository
}

/** The old name redirects here from now on, unless it is the present one. */
function settleName(ground: Ground, repository: m.Repository, oldName: string): void {
  ground.renamed()
  const now = ground.world.fullName(repository)
  repository.previousFullNames = [...new Set([...repository.previousFullNames, oldName])].filter(
    (name) => name !== now,
  )
  for (const one of ground.repositories.values()) dropOldName(one, now)
  ground.renamed()
}

function moveToProject(scene: Scene, project: m.Uuid): m.Repository {
  const { ground, repository } = scene
  const target = ground.projects.find((one) => one.uuid === project)
  if (target?.workspace !== repository.workspace)
    throw new Impossible('The project is not in this workspace.')
  Object.assign(repository, { project, updatedOn: scene.at })
  leave(scene, { ...happening(scene), kind: 'repo:updated', changes: {} })
  return repository
}

function transfer(scene: Scene, workspace: m.Uuid, project: m.Uuid): m.Repository {
  const { ground, repository } = scene
  if (isTaken(ground, workspace, repository.slug)) throw new Impossible('The name is taken there.')
  const previousFullName = ground.world.fullName(repository)
  Object.assign(repository, { workspace, owner: workspace, project, updatedOn: scene.at })
  settleName(ground, repository, previousFullName)
  leave(scene, { ...happening(scene), kind: 'repo:transfer', previousFullName })
  return repository
}

function update(scene: Scene, edit: Parameters<Verbs['updateRepository']>[1]): m.Repository {
  const { repository } = scene
  const changes: Record<string, { old: string; new: string }> = {}
  for (const key of ['description', 'website', 'language'] as const) {
    const value = edit[key]
    if (value !== undefined && value !== repository[key]) changes[key] = { old: repository[key], new: value }
  }
  Object.assign(repository, edit, { updatedOn: scene.at })
  leave(
    scene,
    { ...happening(scene), kind: 'repo:updated', changes },
    { ...happening(scene), kind: 'repository:settings_changed' },
  )
  return repository
}

function remove(scene: Scene): void {
  const { ground, repository } = scene
  ground.repositories.delete(repository.uuid)
  ground.shelf.drop(repository.uuid)
  ground.renamed()
  ground.emit({ ...happening(scene), kind: 'repo:deleted', descriptor: repository })
}
