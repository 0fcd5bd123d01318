/** A world, made from its options: lists at once, content when somebody looks, changes by verbs. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Change } from './change.ts'
import type { Content } from './content/content.ts'
import { makeContent, makeFork } from './content/make.ts'
import { makeShelf, type Shelf } from './content/shelf.ts'
import type { RepositoryState } from './content/state.ts'
import type { World, WorldOptions } from './interface.ts'
import { generateLife } from './life/generate.ts'
import type * as m from './model.ts'
import { move } from './move/move.ts'
import type { RepositoryPlan, WorldPlan } from './plan/plan.ts'
import { planWorld } from './plan/world.ts'
import { measureShares, summarize } from './shares.ts'
import type { WorldShares } from './summary.ts'
import type { Instant } from './time.ts'
import { SECOND } from './time.ts'
import { makeVerbs } from './verbs/index.ts'

/** What verbs and movement need beside the public world. */
export interface Ground {
  readonly world: ClosableWorld
  readonly seed: number
  readonly workspaces: m.Workspace[]
  readonly accounts: m.Account[]
  readonly projects: m.Project[]
  readonly members: m.Member[]
  readonly repositories: Map<m.Uuid, m.Repository>
  readonly shelf: Shelf
  readonly reviewsTouch: boolean
  /** Moves the clock on and returns the new time. */
  tick(): Instant
  emit(change: Change): void
  /** How many things mutations made so far: the name of the next stream of randomness. */
  nextSerial(): number
  /** To be called when a slug, workspace or account came, went or changed: lookups are indexed. */
  renamed(): void
}

export interface ClosableWorld extends World {
  /** Removes the temporary directory, if the world made one. */
  close(): void
  /** The content with its internals: for git, the oracle and the floor. */
  inner(repository: m.Uuid): Content
  /** The same without hashes and trees where they are not there yet: a third of the work, for counting. */
  life(repository: m.Uuid): RepositoryState
  plans(): readonly RepositoryPlan[]
}

export function createWorld(options: WorldOptions): ClosableWorld {
  const plan = planWorld(options)
  // Named now, made when something is first stored: most small worlds never do.
  const own = options.cacheDirectory === undefined ? join(tmpdir(), `bitbucket-world-${randomUUID()}`) : null
  const cacheDirectory = join(
    options.cacheDirectory ?? own ?? '',
    `${options.size}-${options.seed}-${options.today}`,
  )
  const reviewsTouch = options.reviewsTouch ?? true
  const shelf = makeShelf((uuid) => make(uuid), options.contentsKilobytes)
  const plans = new Map(plan.repositories.map((one) => [one.descriptor.uuid, one]))

  const make = (uuid: m.Uuid): Content => {
    const found = plans.get(uuid)
    if (found === undefined) throw new RangeError(`no repository ${uuid}`)
    const content =
      found.forkedFrom === null
        ? makeContent(found, { accounts: plan.accounts, end: plan.end, reviewsTouch, cacheDirectory })
        : makeFork(found, shelf.get(found.forkedFrom.repository))
    const descriptor = ground.repositories.get(uuid)
    if (descriptor !== undefined) descriptor.counts.commits = content.state.commits.length
    return content
  }
  const insides: Insides = {
    close: () => {
      if (own !== null) rmSync(own, { recursive: true, force: true })
    },
    inner: (uuid: m.Uuid) => shelf.get(uuid),
    life: (uuid: m.Uuid) => {
      const found = plans.get(uuid)
      if (found === undefined || found.forkedFrom !== null || shelf.has(uuid)) return shelf.get(uuid).state
      return generateLife(found, plan.accounts, plan.end, reviewsTouch).state
    },
    plans: () => plan.repositories,
  }
  const ground = makeGround(options, plan, { shelf, reviewsTouch, cacheDirectory, insides })
  return ground.world
}

type Insides = Pick<ClosableWorld, 'close' | 'inner' | 'life' | 'plans'>

interface Parts {
  shelf: Shelf
  reviewsTouch: boolean
  cacheDirectory: string
  insides: Insides
}

function makeGround(options: WorldOptions, plan: WorldPlan, parts: Parts): Ground {
  const { shelf, reviewsTouch } = parts
  // The plan stays as generated: content made after a change must not see it. What lives is a copy.
  const live = structuredClone({ ...plan, repositories: plan.repositories.map((one) => one.descriptor) })
  const repositories = new Map(live.repositories.map((one) => [one.uuid, one]))
  const listeners = new Set<(change: Change) => void>()
  let now = plan.end
  let serial = 0
  let shares: WorldShares | null = null
  // Once: they describe the world as it was made.
  const measured = () => {
    shares ??= measureShares(ground, plan)
    return shares
  }
  const ground: Ground = {
    get world() {
      return world
    },
    seed: options.seed,
    workspaces: live.workspaces,
    accounts: live.accounts,
    projects: live.projects,
    members: live.members,
    repositories,
    shelf,
    reviewsTouch,
    tick: () => {
      now += SECOND
      return now
    },
    emit: (change) => {
      for (const listener of listeners) listener(change)
    },
    nextSerial: () => serial++,
    renamed: () => index.clear(),
  }
  const index = makeIndex(ground)
  const world: ClosableWorld = {
    ...parts.insides,
    size: options.size,
    seed: options.seed,
    cacheDirectory: parts.cacheDirectory,
    now: () => now,
    setNow: (at) => {
      now = at
    },
    workspaces: live.workspaces,
    accounts: live.accounts,
    ...lookups(ground, index),
    content: (uuid) => shelf.get(uuid),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    mutate: makeVerbs(ground),
    move: (count, seed, at) => move(ground, count, seed, at),
    summary: () => summarize(ground, measured, options),
  }
  return ground
}

type Lookups = Pick<
  World,
  | 'workspace'
  | 'account'
  | 'members'
  | 'projects'
  | 'project'
  | 'repositories'
  | 'repository'
  | 'findRepository'
  | 'fullName'
>

function lookups(ground: Ground, index: Index): Lookups {
  const { members, projects, repositories } = ground
  const workspace = (key: string) => index.get().workspaces.get(key)
  const fullName = (repository: m.Repository) =>
    `${workspace(repository.workspace)?.slug ?? ''}/${repository.slug}`
  return {
    workspace,
    fullName,
    account: (key) => index.get().accounts.get(key),
    members: (of) => members.filter((one) => one.workspace === of),
    projects: (of) => projects.filter((one) => one.workspace === of),
    project: (of, key) =>
      projects.find((one) => one.workspace === of && (one.key === key || one.uuid === key)),
    repositories: (of) => [...repositories.values()].filter((one) => one.workspace === of),
    repository: (uuid) => repositories.get(uuid),
    findRepository: (workspaceKey, key) => findRepository(ground, index, workspaceKey, key),
  }
}

function findRepository(ground: Ground, index: Index, workspaceKey: string, key: string) {
  // A repository's own uuid is enough: Bitbucket then takes `{}` or anything else for the workspace.
  const byUuid = key.startsWith('{') ? ground.repositories.get(key) : undefined
  if (byUuid !== undefined) return { repository: byUuid, moved: false }
  const { workspaces, names, oldNames } = index.get()
  const name = `${workspaces.get(workspaceKey)?.slug ?? workspaceKey}/${key}`
  const present = names.get(name)
  if (present !== undefined) return { repository: present, moved: false }
  const moved = oldNames.get(name)
  return moved === undefined ? undefined : { repository: moved, moved: true }
}

interface Names {
  workspaces: Map<string, m.Workspace>
  accounts: Map<string, m.Account>
  names: Map<string, m.Repository>
  oldNames: Map<string, m.Repository>
}

interface Index {
  get(): Names
  clear(): void
}

function makeIndex(ground: Ground): Index {
  let names: Names | null = null
  return {
    clear: () => {
      names = null
    },
    get: () => {
      names ??= buildNames(ground)
      return names
    },
  }
}

function buildNames({ workspaces, accounts, repositories }: Ground): Names {
  const slugs = new Map(workspaces.map((one) => [one.uuid, one.slug]))
  const all = [...repositories.values()]
  const oldNames = all.flatMap((one) =>
    one.previousFullNames.map((name): [string, m.Repository] => [name, one]),
  )
  return {
    workspaces: new Map(
      workspaces.flatMap((one) => [
        [one.slug, one],
        [one.uuid, one],
      ]),
    ),
    accounts: new Map(
      accounts.flatMap((one) => [
        [one.accountId ?? one.uuid, one],
        [one.uuid, one],
      ]),
    ),
    names: new Map(all.map((one) => [`${slugs.get(one.workspace) ?? ''}/${one.slug}`, one])),
    oldNames: new Map(oldNames),
  }
}
