/** The outline of one pull request: who does what and when, before any commit exists. */
import type { Account, MergeStrategy, PullRequestState, Uuid } from '../model.ts'
import type { RepositoryPlan } from '../plan/plan.ts'
import { atWork } from '../plan/rhythm.ts'
import { THINGS, VERBS } from '../plan/words.ts'
import type { Random } from '../random.ts'
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts'

type Origin = { kind: 'own' } | { kind: 'fork'; repository: Uuid } | { kind: 'lost-fork'; headKept: boolean }

export interface Outline {
  id: number
  author: Account
  title: string
  description: string
  branch: string
  destination: string
  /** Where it was first aimed at, before a re-target. */
  firstDestination: string
  origin: Origin
  /** When the branch left its destination. */
  startedOn: Instant
  createdOn: Instant
  /** Author dates of the commits, ascending; those after `createdOn` are updates. */
  commits: Instant[]
  /** The branch was rewritten onto the destination then. */
  forcedOn: Instant | null
  /** The destination was merged into the branch then. */
  syncedOn: Instant | null
  draftUntil: Instant | null
  retargetedOn: Instant | null
  retitledFrom: string | null
  reviewers: Account[]
  lateReviewer: Account | null
  state: PullRequestState
  /** Null while open. */
  closedOn: Instant | null
  closer: Account | null
  strategy: MergeStrategy | null
  closeSourceBranch: boolean
  branchDeletedOn: Instant | null
  isDependencyBump: boolean
}

/** The golden ratio's multiples fill an interval evenly: shares hold in small repositories too, not only on average. */
function evenly(phase: number, n: number, step = 0.6180339887498949): number {
  return (phase + n * step) % 1
}

export function outlineAll(plan: RepositoryPlan, random: Random, bots: readonly Account[]): Outline[] {
  const openings = openingTimes(plan, random)
  const phases = { strategy: random.next(), fork: random.next(), deletion: random.next() }
  const counters = { merged: 0, forks: 0 }
  // Three in a hundred over the whole world: most come from forks that live, and few repositories have such.
  const forkShare = plan.forks.length > 0 ? 0.12 : 0.025
  const outlines = openings.map((createdOn, i) => {
    const outline = outlineOne(plan, random, i + 1, createdOn, bots)
    decideEnd(plan, random, outline)
    if (outline.state === 'MERGED') decideMerge(outline, phases.strategy, phases.deletion, counters.merged++)
    else decideLeftover(random, outline)
    if (evenly(phases.fork, i) < forkShare) outline.origin = forkOrigin(plan, counters.forks++)
    return outline
  })
  showcase(plan, outlines)
  return outlines
}

/** Denser towards the end: a company that grew. */
function openingTimes(plan: RepositoryPlan, random: Random): Instant[] {
  const first = plan.bornOn + 4 * DAY
  const span = Math.max(plan.lastPushOn - HOUR - first, 5 * DAY)
  const times: Instant[] = []
  for (let i = 0; i < plan.pullRequests; i++) {
    const around = first + Math.floor(span * random.next() ** 0.7)
    times.push(Math.min(atWork(random, around, random.pick(OFFICE_OFFSETS)), plan.lastPushOn - MINUTE - i))
  }
  return times.sort((a, b) => a - b)
}

const OFFICE_OFFSETS = [60, 60, 0, 120, 330, -300]

function outlineOne(
  plan: RepositoryPlan,
  random: Random,
  id: number,
  createdOn: Instant,
  bots: readonly Account[],
): Outline {
  const bot = random.chance(0.07) ? bots[0] : undefined
  const author = bot ?? random.pickSkewed(plan.contributors)
  const title =
    bot === undefined
      ? humanTitle(plan, random)
      : `Update dependency ${random.pick(['lodash', 'guava', 'requests', 'zap'])}`
  const destination = plan.longLived.length > 0 && random.chance(0.25) ? random.pick(plan.longLived) : MAIN
  const retargets = random.chance(0.02)
  const reviewers = pickReviewers(plan, random, author, bot === undefined ? random.int(1, 4) : 1)
  const late = random.chance(0.08) ? pickReviewers(plan, random, author, 1)[0] : undefined
  return {
    id,
    author,
    title,
    description: random.chance(0.2) ? '' : describe(random, title),
    branch: branchName(random, title, id, bot !== undefined),
    destination,
    firstDestination: retargets ? otherDestination(plan, destination) : destination,
    origin: { kind: 'own' },
    startedOn: createdOn - Math.floor(random.spread(9, 1) * HOUR),
    createdOn,
    commits: [],
    forcedOn: null,
    syncedOn: null,
    draftUntil: null,
    retargetedOn: retargets ? createdOn + random.int(1, 20) * HOUR : null,
    retitledFrom: random.chance(0.06) ? `WIP ${title}` : null,
    reviewers,
    lateReviewer: late !== undefined && !reviewers.includes(late) ? late : null,
    state: 'OPEN',
    closedOn: null,
    closer: null,
    strategy: null,
    closeSourceBranch: false,
    branchDeletedOn: null,
    isDependencyBump: bot !== undefined,
  }
}

/** Stands for the repository's main branch, whatever its name. */
export const MAIN = '@main'

function otherDestination(plan: RepositoryPlan, destination: string): string {
  return destination === MAIN ? (plan.longLived[0] ?? MAIN) : MAIN
}

function humanTitle(plan: RepositoryPlan, random: Random): string {
  const text = `${random.pick(VERBS)} ${random.pick(THINGS)}`
  const roll = random.next()
  if (roll < 0.6) return `${plan.ticketPrefix}-${random.int(1, 4000)}: ${text}`
  return roll < 0.8 ? `feat: ${text}` : text.replace(/^./, (letter) => letter.toUpperCase())
}

function describe(random: Random, title: string): string {
  const checks = random.chance(0.4) ? '\n\n- [x] tests\n- [ ] release note' : ''
  return `Needed to ${title.replace(/^[^:]*: /, '')} in the ${random.pick(THINGS)}.${checks}`
}

function branchName(random: Random, title: string, id: number, bot: boolean): string {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  if (bot) return `renovate/${words}-${id}`
  return `${random.pick(['feature', 'feature', 'feature', 'bugfix', 'bugfix', 'hotfix', 'chore'])}/${words}-${id}`
}

function pickReviewers(plan: RepositoryPlan, random: Random, author: Account, count: number): Account[] {
  const chosen = new Set<Account>()
  for (let i = 0; i < count * 2 && chosen.size < count; i++) {
    const candidate = random.pickSkewed(plan.contributors)
    if (candidate !== author && candidate.human !== author.human) chosen.add(candidate)
  }
  return [...chosen]
}

/** Merged, declined, superseded or still open; what would close after the repository's end stays open. */
function decideEnd(plan: RepositoryPlan, random: Random, outline: Outline): void {
  const roll = random.next()
  const open = Math.floor(random.spread(outline.isDependencyBump ? 8 : 26, 1.15) * HOUR) + 10 * MINUTE
  const closedOn = atWork(random, outline.createdOn + open, outline.author.utcOffset)
  const limit = roll < 0.83 ? plan.lastPushOn - MINUTE : plan.endOn
  if (roll < 0.97 && closedOn < limit) {
    outline.state = roll < 0.83 ? 'MERGED' : roll < 0.94 ? 'DECLINED' : 'SUPERSEDED'
    outline.closedOn = closedOn
    outline.closer = random.chance(0.7) ? outline.author : (outline.reviewers[0] ?? outline.author)
  }
  if (random.chance(0.12)) outline.draftUntil = outline.createdOn + Math.floor(random.spread(5, 0.8) * HOUR)
  const horizon = Math.min(outline.closedOn ?? outline.createdOn + 20 * DAY, plan.lastPushOn - MINUTE)
  outline.commits = commitTimes(random, outline, horizon)
  if (outline.retargetedOn !== null && outline.retargetedOn >= horizon - HOUR) cancelRetarget(outline)
  if (random.chance(0.05)) outline.forcedOn = between(random, outline.createdOn, horizon)
  else if (random.chance(0.08)) outline.syncedOn = between(random, outline.createdOn, horizon)
}

function cancelRetarget(outline: Outline): void {
  outline.retargetedOn = null
  outline.firstDestination = outline.destination
}

function commitTimes(random: Random, outline: Outline, horizon: Instant): Instant[] {
  const before = outline.isDependencyBump ? 1 : 1 + Math.min(11, Math.floor(random.wait(1.1)))
  const after = outline.isDependencyBump ? 0 : Math.min(8, Math.floor(random.wait(0.9)))
  const times: Instant[] = []
  for (let i = 0; i < before; i++) times.push(between(random, outline.startedOn, outline.createdOn))
  for (let i = 0; i < after; i++) times.push(between(random, outline.createdOn + MINUTE, horizon))
  // Commits a second apart at least, so that their order is their dates' order.
  return times
    .sort((a, b) => a - b)
    .map((at, i) => at + i * 1_000_000)
    .filter((at) => at < horizon || at < outline.createdOn)
}

function between(random: Random, from: Instant, to: Instant): Instant {
  return from + Math.floor(random.next() * Math.max(1, to - from - MINUTE))
}

/** The plastic number's inverse: independent of the golden one, so that two shares do not move together. */
const PLASTIC = 0.7548776662466927

/** Squash 30 %, merge commit 44 %, fast-forward 12 %, rebase 14 %; 60 % of the branches go with the merge. */
function decideMerge(outline: Outline, strategyPhase: number, deletionPhase: number, n: number): void {
  const share = evenly(strategyPhase, n)
  outline.strategy =
    share < 0.3
      ? 'squash'
      : share < 0.74
        ? 'merge_commit'
        : share < 0.86
          ? 'fast_forward'
          : 'rebase_fast_forward'
  outline.closeSourceBranch = evenly(deletionPhase, n, PLASTIC) < 0.6
  if (outline.closeSourceBranch) outline.branchDeletedOn = outline.closedOn
}

function decideLeftover(random: Random, outline: Outline): void {
  outline.closeSourceBranch = random.chance(0.5)
  const gone = outline.state !== 'OPEN' && random.chance(0.5)
  if (gone && outline.closedOn !== null)
    outline.branchDeletedOn = outline.closedOn + random.int(1, 50) * MINUTE
}

/** Two of three from a fork that lives, where there is one; half of the heads from lost forks were kept. */
function forkOrigin(plan: RepositoryPlan, nth: number): Origin {
  const fork = plan.forks[nth % Math.max(1, plan.forks.length)]
  if (fork !== undefined && nth % 3 !== 2) return { kind: 'fork', repository: fork }
  return { kind: 'lost-fork', headKept: nth % 2 === 0 }
}

/** What chance may leave out of a small world is put into the first repository by hand. */
function showcase(plan: RepositoryPlan, outlines: readonly Outline[]): void {
  if (plan.ordinal !== 0) return
  for (const [i, outline] of outlines.entries()) {
    const { createdOn, closedOn } = outline
    if (i === 9 || i === 10) outline.origin = { kind: 'lost-fork', headKept: i === 9 }
    // Five are tried, since the destination must have moved meanwhile.
    if (i > 10 && i < 16)
      outline.syncedOn = createdOn + Math.floor(((closedOn ?? createdOn + DAY) - createdOn) * 0.8)
  }
  const last = outlines.at(-1)
  if (last === undefined) return
  Object.assign(last, { state: 'OPEN', closedOn: null, closer: null, strategy: null, branchDeletedOn: null })
  last.draftUntil = plan.endOn + DAY
}
