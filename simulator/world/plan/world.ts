/** The plan of a whole world: cheap even for thousands of repositories, since no content is made. */
import type { WorldOptions } from '../interface.ts'
import type { Account, Project, Workspace } from '../model.ts'
import { type Random, randomStream } from '../random.ts'
import { DAY, HOUR, type Instant, parseInstant } from '../time.ts'
import { planMembers, planPeople } from './people.ts'
import type { WorldPlan } from './plan.ts'
import { planRepositories } from './repositories.ts'
import { HISTORY, SIZES } from './sizes.ts'

export function planWorld({ size, seed, today }: WorldOptions): WorldPlan {
  const sizes = SIZES[size]
  const end = parseInstant(today) + 17 * HOUR + 30 * 60_000_000
  const workspaces = planWorkspaces(randomStream(seed, 'workspaces'), sizes.workspaces, end)
  const accounts = planPeople(randomStream(seed, 'people'), sizes.humans, workspaces, end)
  const members = planMembers(accounts, workspaces, randomStream(seed, 'members'))
  const projects = planProjects(randomStream(seed, 'projects'), sizes.projects, workspaces, accounts, end)
  const humans = accounts.filter((account) => account.kind === 'user' && !account.isBot)
  const repositories = planRepositories(seed, sizes, { workspaces, humans, projects, end })
  return { workspaces, accounts, members, projects, repositories, end }
}

const WORKSPACES = [
  ['harbourline', 'Harbourline'],
  ['harbourline-labs', 'Harbourline Labs'],
  ['harbourline-partners', 'Harbourline Partners'],
] as const

function planWorkspaces(random: Random, count: number, end: Instant): Workspace[] {
  return WORKSPACES.slice(0, count).map(([slug, name], i) => ({
    uuid: random.uuid(),
    slug,
    name,
    isPrivate: true,
    isPrivacyEnforced: i === 0,
    forkingMode: i === 0 ? 'allow_forks' : 'internal_only',
    createdOn: end - HISTORY - (400 - i * 200) * DAY,
    updatedOn: i === 0 ? end - 90 * DAY : null,
    previousSlugs: i === 0 ? ['harbour-line'] : [],
  }))
}

const PROJECTS: readonly [string, string][] = [
  ['PLAT', 'Platform'],
  ['COM', 'Commerce'],
  ['DATA', 'Data'],
  ['LABS', 'Labs'],
  ['IDEN', 'Identity'],
  ['LOG', 'Logistics'],
  ['FIN', 'Finance'],
  ['MOB', 'Mobile'],
  ['OPS', 'Operations'],
  ['SUP', 'Support'],
]

/** The fourth project of every ten belongs to a later workspace, the others to the first. */
function planProjects(
  random: Random,
  count: number,
  workspaces: readonly Workspace[],
  accounts: readonly Account[],
  end: Instant,
): Project[] {
  const projects: Project[] = []
  for (let i = 0; i < count; i++) {
    const [key, name] = PROJECTS[i % PROJECTS.length] ?? ['PRJ', 'Project']
    const round = Math.floor(i / PROJECTS.length)
    const workspace = i % 10 === 3 ? workspaces[1 + (round % (workspaces.length - 1))] : workspaces[0]
    if (workspace === undefined) continue
    projects.push({
      uuid: random.uuid(),
      workspace: workspace.uuid,
      key: round === 0 ? key : `${key}${round + 1}`,
      name: round === 0 ? name : `${name} ${round + 1}`,
      description: i % 3 === 0 ? '' : `Everything ${name.toLowerCase()}`,
      isPrivate: i % 7 !== 1,
      hasPubliclyVisibleRepos: i % 7 === 1,
      createdOn: end - HISTORY - random.int(0, 300) * DAY,
      updatedOn: end - random.int(1, 300) * DAY,
      defaultReviewers: i % 4 === 0 ? accounts.slice(i % 5, (i % 5) + 1).map((account) => account.uuid) : [],
    })
  }
  return projects
}
