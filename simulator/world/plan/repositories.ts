import type { Account, Project, Repository, Workspace } from '../model.ts'
import { type Random, randomStream } from '../random.ts'
import { DAY, HOUR, type Instant } from '../time.ts'
import type { Language } from '../tree/line.ts'
import { type Archetype, archetypeOf } from './archetypes.ts'
import type { RepositoryPlan, ServicePlan } from './plan.ts'
import { atWork } from './rhythm.ts'
import { HISTORY, type SizePlan } from './sizes.ts'

interface Ground {
  workspaces: readonly Workspace[]
  humans: readonly Account[]
  projects: readonly Project[]
  end: Instant
}

export function planRepositories(seed: number, size: SizePlan, ground: Ground): RepositoryPlan[] {
  const random = randomStream(seed, 'repositories')
  const archetypes = Array.from({ length: size.repositories }, (_, i) =>
    archetypeOf(random, i, size.workspaces),
  )
  const counts = spreadPullRequests(archetypes, size)
  const plans = archetypes.map((archetype, ordinal) =>
    planRepository(
      randomStream(seed, 'repository', ordinal),
      archetype,
      ordinal,
      counts[ordinal] ?? 0,
      ground,
    ),
  )
  for (const [ordinal, { forkOf }] of archetypes.entries()) {
    const fork = plans[ordinal]
    const parent = forkOf === undefined ? undefined : plans[forkOf]
    if (fork !== undefined && parent !== undefined) makeFork(fork, parent)
  }
  return plans
}

/** The huge repository's share first, the rest by weight, and the rounding given to the heaviest. */
function spreadPullRequests(archetypes: readonly Archetype[], size: SizePlan): number[] {
  const huge = Math.round(size.pullRequests * size.hugeShare)
  const rest = size.pullRequests - huge
  const weights = archetypes.map((one) =>
    one.huge || one.empty || one.forkOf !== undefined ? 0 : one.weight,
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const counts = weights.map((weight) => Math.floor((weight / total) * rest))
  let missing = rest - counts.reduce((sum, count) => sum + count, 0)
  const byWeight = weights
    .map((weight, i) => ({ weight, i }))
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
  for (const { i } of byWeight) if (missing-- > 0) counts[i] = (counts[i] ?? 0) + 1
  return archetypes.map((one, i) => (one.huge ? huge : (counts[i] ?? 0)))
}

function planRepository(
  random: Random,
  kind: Archetype,
  ordinal: number,
  pullRequests: number,
  ground: Ground,
): RepositoryPlan {
  const workspace = ground.workspaces[Math.min(kind.workspace, ground.workspaces.length - 1)]
  if (workspace === undefined) throw new RangeError('a world needs a workspace')
  const projects = ground.projects.filter((project) => project.workspace === workspace.uuid)
  const project =
    ordinal < 4 ? (projects[ordinal % projects.length] ?? random.pick(projects)) : random.pick(projects)
  const [bornOn, lastPushOn, endOn] = lifetime(random, kind, ordinal, ground.end)
  const descriptor = describe(random, kind, workspace, project, bornOn, lastPushOn)
  descriptor.counts = { pullRequests, commits: kind.empty ? 0 : Math.round(pullRequests * 3.4) + 20 }
  return {
    descriptor,
    ordinal,
    seed: random.int(0, 2 ** 31 - 1),
    fullName: `${workspace.slug}/${kind.slug}`,
    services: services(random, kind),
    contributors: contributors(random, kind, pullRequests, ground.humans),
    ticketPrefix: project.key,
    pullRequests,
    bornOn,
    lastPushOn,
    endOn,
    forks: [],
    forkedFrom: null,
    longLived: kind.longLived ?? [],
    deploys: kind.deploys ?? false,
    issues: kind.issues ? random.int(4, 14) : 0,
    tagStyle: random.pick(['v', 'v', 'v', 'plain', 'release-date', 'none']),
  }
}

function lifetime(
  random: Random,
  kind: Archetype,
  ordinal: number,
  end: Instant,
): [Instant, Instant, Instant] {
  const lead = ordinal < 12 ? ordinal / 24 : 0.8 * random.next() ** 1.4
  const bornOn = end - HISTORY + Math.floor(lead * HISTORY) + random.int(0, 20) * DAY
  const quiet = kind.archived ? random.int(400, 500) : ordinal < 8 ? random.next() : silence(random)
  const lastPushOn = Math.min(atWork(random, end - Math.floor(quiet * DAY) - 2 * HOUR, 60), end - HOUR)
  const latest = Math.max(lastPushOn, bornOn + 10 * DAY)
  const capped = Math.min(latest, end - HOUR)
  return [Math.min(bornOn, capped - 10 * DAY), capped, kind.archived ? Math.min(end, capped + 20 * DAY) : end]
}

/** Days since the last push: two thirds are in use, some rest, some sleep. */
function silence(random: Random): number {
  const roll = random.next()
  if (roll < 0.66) return random.next() * 8
  return roll < 0.88 ? 8 + random.next() * 100 : 120 + random.next() * 400
}

function describe(
  random: Random,
  kind: Archetype,
  workspace: Workspace,
  project: Project,
  createdOn: Instant,
  updatedOn: Instant,
): Repository {
  const title = kind.slug.replaceAll('-', ' ')
  return {
    uuid: random.uuid(),
    workspace: workspace.uuid,
    project: project.uuid,
    slug: kind.slug,
    name: random.chance(0.3) ? title.replace(/^./, (letter) => letter.toUpperCase()) : kind.slug,
    previousFullNames: kind.renamedFrom === undefined ? [] : [`${workspace.slug}/${kind.renamedFrom}`],
    description: random.chance(0.25)
      ? ''
      : `Takes care of ${title} for the whole of ${project.name.toLowerCase()}.`,
    website: random.chance(0.1) ? `https://${kind.slug}.harbourline.example` : '',
    isPrivate: !kind.public,
    isArchived: kind.archived ?? false,
    isEmpty: kind.empty ?? false,
    forkPolicy: kind.public ? 'allow_forks' : 'no_public_forks',
    parent: null,
    owner: workspace.uuid,
    mainBranch: kind.empty ? null : random.chance(0.8) ? 'main' : 'master',
    language: kind.empty ? '' : languageName(kind.language),
    size: kind.empty ? 0 : random.int(80_000, 40_000_000),
    hasIssues: kind.issues ?? false,
    hasWiki: random.chance(0.1),
    createdOn,
    updatedOn: kind.empty ? createdOn : updatedOn,
    isForbidden: kind.forbidden ?? false,
    permissions: [],
    pipelinesEnabled: kind.pipelines ?? false,
    counts: { pullRequests: 0, commits: 0 },
  }
}

/** As Bitbucket's own detection writes them: lower case, c# with its sign. */
function languageName(language: Language): string {
  return language === 'csharp' ? 'c#' : language === 'terraform' ? 'hcl' : language
}

const TEAMS = [
  'team-harbour',
  'team-lighthouse',
  'team-dock',
  'team-crane',
  'team-keel',
  'team-compass',
  'team-anchor',
  'team-rudder',
]

const MONOREPO_STACKS: readonly [string, Language, ServicePlan['ecosystem']][] = [
  ['cart', 'typescript', 'npm'],
  ['catalog', 'typescript', 'yarn'],
  ['storefront', 'typescript', 'pnpm'],
  ['recommendations', 'python', 'pip'],
  ['promotions', 'python', 'pipenv'],
  ['pricing', 'csharp', 'nuget'],
  ['orders', 'java', 'maven'],
  ['stock', 'go', 'go'],
]

function services(random: Random, kind: Archetype): ServicePlan[] {
  const facts = () => ({ team: random.pick(TEAMS), tier: random.int(1, 4) })
  if (!kind.monorepo)
    return [{ name: kind.slug, path: '', language: kind.language, ecosystem: kind.ecosystem, ...facts() }]
  return MONOREPO_STACKS.map(([name, language, ecosystem]) => ({
    name: `${kind.slug}-${name}`,
    path: `services/${name}`,
    language,
    ecosystem,
    ...facts(),
  }))
}

/** A circle that grows with the work; closed accounts take part, since history has them. */
function contributors(
  random: Random,
  kind: Archetype,
  pullRequests: number,
  humans: readonly Account[],
): Account[] {
  const wanted = Math.min(humans.length, kind.huge ? 60 : 5 + Math.floor(Math.sqrt(pullRequests) * 1.3))
  const start = random.int(0, humans.length - 1)
  const circle = new Set<Account>()
  // A stride prime to most counts, so that neighbouring repositories share some people and not all.
  for (let i = 0; i < humans.length && circle.size < wanted; i++) {
    const next = humans[(start + i * 7) % humans.length]
    if (next !== undefined) circle.add(next)
  }
  return [...circle]
}

function makeFork(fork: RepositoryPlan, parent: RepositoryPlan): void {
  const descriptor = fork.descriptor
  const on = parent.bornOn + Math.floor((parent.lastPushOn - parent.bornOn) * 0.4)
  Object.assign(descriptor, {
    parent: parent.descriptor.uuid,
    workspace: parent.descriptor.workspace,
    project: parent.descriptor.project,
    mainBranch: parent.descriptor.mainBranch,
    language: parent.descriptor.language,
    isPrivate: parent.descriptor.isPrivate,
    createdOn: on,
    updatedOn: on,
  })
  fork.forkedFrom = { repository: parent.descriptor.uuid, on }
  fork.bornOn = on
  parent.forks.push(descriptor.uuid)
}
