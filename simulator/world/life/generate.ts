/** The whole life of one repository, from its plan: everything but trees and hashes. */
import type { PullRequestRecord, RepositoryState } from '../content/state.ts'
import type { Account, Hash } from '../model.ts'
import type { RepositoryPlan } from '../plan/plan.ts'
import { atWork } from '../plan/rhythm.ts'
import { REASONS } from '../plan/words.ts'
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../time.ts'
import { externalStatus, makeEnvironments, pipelineForPullRequest, pipelineForRef } from './delivery.ts'
import { furnish } from './furniture.ts'
import { addCommit, identityOf, mergeBase, recordAt } from './history.ts'
import { type Outline, outlineAll } from './outline.ts'
import * as pr from './pullrequest.ts'
import { release, tagSpecials } from './releases.ts'
import { review } from './review.ts'
import { showcaseDeliveries } from './showcase.ts'
import { branchNameOf, commitOn, headOf, pickPaths, startWalk, type Walk } from './walk.ts'

interface Action {
  at: Instant
  run: () => void
}

export interface Life {
  state: RepositoryState
  /** Writes hashes into everything that names a commit; to be called once the commits have theirs. */
  nameCommits(hash: (index: number) => Hash): void
}

export function generateLife(
  plan: RepositoryPlan,
  accounts: readonly Account[],
  end: Instant,
  reviewsTouch: boolean,
): Life {
  const walk = startWalk(plan, accounts, end, reviewsTouch)
  if (!plan.descriptor.isEmpty) {
    begin(walk)
    const actions = [...directWork(walk), ...pullRequestActions(walk)].sort((a, b) => a.at - b.at)
    for (const action of actions) {
      walk.now = action.at
      action.run()
    }
    finish(walk)
  }
  furnish(walk)
  for (const record of walk.state.pullRequests) {
    record.activity.sort((a, b) => b.date - a.date)
    renumberComments(record)
  }
  walk.state.pipelines.reverse()
  walk.state.deployments.sort((a, b) => b.createdOn - a.createdOn)
  return {
    state: walk.state,
    nameCommits: (hash) => {
      for (const name of walk.late) name(hash)
    },
  }
}

/** Reviews were made reviewer by reviewer; numbers follow the dates, as a server would have given them. */
function renumberComments({ comments, activity, tasks }: PullRequestRecord): void {
  const ids = comments.map((one) => one.id).sort((a, b) => a - b)
  comments.sort((a, b) => a.createdOn - b.createdOn || a.id - b.id)
  const numbers = new Map(comments.map((one, i) => [one.id, ids[i] ?? one.id]))
  const renumbered = (id: number | null) => (id === null ? null : (numbers.get(id) ?? id))
  for (const one of comments) {
    one.id = numbers.get(one.id) ?? one.id
    one.parent = renumbered(one.parent)
  }
  for (const one of tasks) one.comment = renumbered(one.comment)
  for (const one of activity)
    if (one.kind === 'comment') one.comment = numbers.get(one.comment) ?? one.comment
}

function begin(walk: Walk): void {
  const { plan, random, state } = walk
  const founder = plan.contributors[0]
  if (founder === undefined) throw new RangeError('a repository needs somebody to start it')
  const author = identityOf(random, founder, plan.bornOn)
  const first = addCommit(state, {
    parents: [],
    author,
    at: plan.bornOn,
    message: 'Initial commit\n',
    change: { kind: 'root' },
  })
  state.branches.set(walk.mainName, first)
  for (const name of plan.longLived) state.branches.set(name, first)
  makeEnvironments(walk)
}

/** Pushes straight to the main branch, releases among them. */
function directWork(walk: Walk): Action[] {
  const { plan, random } = walk
  const span = plan.lastPushOn - plan.bornOn - 2 * HOUR
  const count = 8 + Math.floor(plan.pullRequests * 0.25)
  const actions: Action[] = []
  for (let i = 0; i < count; i++) {
    const at = atWork(random, plan.bornOn + HOUR + Math.floor(span * random.next()), 60)
    if (at >= plan.lastPushOn - MINUTE) continue
    actions.push({ at, run: i % 5 === 4 ? () => release(walk, at) : () => directPush(walk, at) })
  }
  if (plan.longLived.includes('develop')) actions.push(...developMerges(walk, span))
  return actions
}

function directPush(walk: Walk, at: Instant): void {
  const { random, plan } = walk
  const author = random.pickSkewed(plan.contributors)
  const paths = pickPaths(walk, 2)
  const backDated = random.chance(0.03) ? { authoredAt: at - 30 * DAY } : {}
  // Now and then a build machine commits, whose address belongs to nobody.
  const identity = random.chance(0.04)
    ? { raw: 'root <root@build-7.internal>', account: null, offset: 0 }
    : identityOf(random, author, at)
  const extra = random.chance(0.04) ? ({ kind: 'remove', path: paths[0] ?? '' } as const) : null
  const message = random.pick([
    'Fix a typo\n',
    'Update the documentation\n',
    'Tidy up\n',
    'Raise the time-out\n',
  ])
  const change = { kind: 'edit', paths: extra === null ? paths : [], extra } as const
  const index = addCommit(walk.state, {
    parents: [headOf(walk, walk.mainName)],
    author: identity,
    at,
    ...backDated,
    message,
    change,
  })
  walk.state.branches.set(walk.mainName, index)
  if (plan.descriptor.pipelinesEnabled && walk.delivery.chance(0.8))
    pipelineForRef(walk, 'branch', walk.mainName, index, author, at)
}

/** With a develop branch, main receives what develop gathered. */
function developMerges(walk: Walk, span: number): Action[] {
  return Array.from({ length: 6 }, (_, i) => {
    const at = walk.plan.bornOn + Math.floor((span * (i + 1)) / 7)
    return { at, run: () => mergeDevelop(walk, at) }
  })
}

function mergeDevelop(walk: Walk, at: Instant): void {
  const { state } = walk
  const target = headOf(walk, walk.mainName)
  const develop = headOf(walk, 'develop')
  const author = identityOf(
    walk.random,
    walk.plan.contributors[0] ?? walk.random.pick(walk.plan.contributors),
    at,
  )
  const merge = addCommit(state, {
    parents: [target, develop],
    author,
    at,
    message: `Merge branch 'develop'\n`,
    change: { kind: 'merge', base: mergeBase(state.commits, target, develop), theirs: develop },
  })
  state.branches.set(walk.mainName, merge)
  state.branches.set('develop', merge)
}

function pullRequestActions(walk: Walk): Action[] {
  const humans = walk.bots.filter((bot) => bot.kind === 'user')
  return outlineAll(walk.plan, walk.random, humans).flatMap((outline) => actionsOf(walk, outline))
}

function actionsOf(walk: Walk, outline: Outline): Action[] {
  let work: pr.Work | null = null
  const current = () => {
    work ??= pr.startWork(walk, outline)
    return work
  }
  const { createdOn, closedOn } = outline
  const actions: Action[] = [{ at: outline.startedOn, run: () => void current() }]
  const when = (at: Instant | null, run: () => void) => {
    if (at !== null) actions.push({ at, run })
  }
  for (const at of outline.commits) when(at, () => commitAndBuild(walk, current(), at))
  when(createdOn, () => open(walk, current()))
  when(outline.forcedOn, () => pr.forcePush(walk, current(), outline.forcedOn ?? createdOn))
  when(outline.syncedOn, () => sync(walk, current(), outline.syncedOn ?? createdOn))
  when(outline.retargetedOn, () => pr.retarget(walk, current(), outline.retargetedOn ?? createdOn))
  for (const { at, run } of edits(walk, outline, current))
    when(at < lastMoment(walk, outline) ? at : null, run)
  when(closedOn, () => close(walk, current()))
  when(outline.branchDeletedOn, () => pr.deleteBranch(walk, outline))
  return actions
}

function lastMoment(walk: Walk, outline: Outline): Instant {
  return (outline.closedOn ?? walk.plan.endOn) - SECOND
}

/** Edits of the pull request itself: ready for review, a better title, one more reviewer. */
function edits(walk: Walk, outline: Outline, current: () => pr.Work): Action[] {
  const { createdOn, author } = outline
  const found: Action[] = []
  if (outline.draftUntil !== null) {
    const at = outline.draftUntil
    found.push({ at, run: () => pr.edit(walk, current(), at, author, { draft: false }) })
  }
  if (outline.retitledFrom !== null) {
    const at = createdOn + 40 * MINUTE
    found.push({ at, run: () => pr.edit(walk, current(), at, author, { title: outline.title }) })
  }
  if (outline.lateReviewer !== null) {
    const late = outline.lateReviewer
    const at = createdOn + 3 * HOUR
    found.push({ at, run: () => pr.edit(walk, current(), at, author, { reviewer: late }) })
  }
  return found
}

/** In the first repository somebody pushes just before, so that there is always something to take in. */
function sync(walk: Walk, work: pr.Work, at: Instant): void {
  if (walk.plan.ordinal === 0 && headOf(walk, work.destination) === work.base) directPush(walk, at - SECOND)
  pr.syncWithDestination(walk, work, at)
}

function commitAndBuild(walk: Walk, work: pr.Work, at: Instant): void {
  pr.pushCommit(walk, work, at)
  if (work.record !== null && walk.delivery.chance(0.6)) build(walk, work, at)
}

function open(walk: Walk, work: pr.Work): void {
  pr.openPullRequest(walk, work)
  review(walk, work)
  if (walk.delivery.chance(0.7)) build(walk, work, work.outline.createdOn)
}

/** Forks build nothing here. */
function build(walk: Walk, work: pr.Work, at: Instant): void {
  const { outline } = work
  if (!walk.plan.descriptor.pipelinesEnabled || outline.origin.kind !== 'own') return
  const to = headOf(walk, work.destination)
  const destination = branchNameOf(walk, work.destination)
  pipelineForPullRequest(walk, outline.id, outline.branch, destination, work.head, to, outline.author, at)
}

function close(walk: Walk, work: pr.Work): void {
  const { outline } = work
  if (outline.state !== 'MERGED') {
    pr.closeWork(walk, work, walk.random.pick(REASONS))
    return
  }
  pr.mergeWork(walk, work)
  const at = outline.closedOn ?? outline.createdOn
  const branch = branchNameOf(walk, work.destination)
  if (walk.plan.descriptor.pipelinesEnabled) {
    if (walk.delivery.chance(0.9))
      pipelineForRef(walk, 'branch', branch, headOf(walk, branch), outline.closer ?? outline.author, at)
  } else if (walk.delivery.chance(0.5)) buildElsewhere(walk, headOf(walk, branch), at)
}

function buildElsewhere(walk: Walk, index: number, at: Instant): void {
  const { state, plan } = walk
  const status = externalStatus(walk.delivery, plan.descriptor.slug, at)
  walk.late.push((hash) => {
    state.statuses.set(hash(index), [{ ...status, commit: hash(index) }])
  })
}

/** The last push, at the moment the plan told the listing. */
function finish(walk: Walk): void {
  const { plan, state } = walk
  const bot = walk.bots[1] ?? plan.contributors[0]
  if (bot === undefined) return
  tagSpecials(walk)
  const index = commitOn(walk, walk.mainName, bot, plan.lastPushOn, 'Update generated files\n', {
    kind: 'edit',
    paths: pickPaths(walk, 1),
    extra: plan.ordinal === 0 ? { kind: 'binary', path: 'docs/architecture.png' } : null,
  })
  // A scheduled night build beside the push's own.
  if (plan.descriptor.pipelinesEnabled) {
    pipelineForRef(walk, 'branch', walk.mainName, index, bot, plan.lastPushOn)
    const nightly = plan.lastPushOn + 40 * MINUTE
    if (nightly < walk.end - HOUR)
      pipelineForRef(walk, 'branch', walk.mainName, index, bot, nightly, 'SCHEDULE')
    showcaseDeliveries(walk, index, bot)
  }
  if (recordAt(state, index).committedOn > plan.lastPushOn + DAY)
    throw new RangeError('history ran past its plan')
}
