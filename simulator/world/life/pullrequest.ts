/** The life of one pull request in a repository's history: its branch, its updates, its end. */
import type { ExtraEdit, PullRequestRecord } from '../content/state.ts'
import type { Account, PullRequest, PullRequestChanges, PullRequestEnd } from '../model.ts'
import { type Instant, MINUTE, SECOND } from '../time.ts'
import { addCommit, exclusive, identityOf, mergeBase, recordAt, replay } from './history.ts'
import { commitMessage, mergeMessage } from './messages.ts'
import type { Outline } from './outline.ts'
import { branchNameOf, committerOf, headOf, nameLater, pickPaths, type Walk } from './walk.ts'

/** A branch under way; commits oldest first. */
export interface Work {
  outline: Outline
  paths: string[]
  base: number
  head: number
  commits: number[]
  record: PullRequestRecord | null
  draft: boolean
  title: string
  destination: string
  reviewers: Account[]
}

export function startWork(walk: Walk, outline: Outline): Work {
  const base = headOf(walk, outline.firstDestination)
  return {
    outline,
    paths: pickPaths(walk, 3),
    base,
    head: base,
    commits: [],
    record: null,
    draft: outline.draftUntil !== null,
    title: outline.retitledFrom ?? outline.title,
    destination: outline.firstDestination,
    reviewers: outline.reviewers,
  }
}

export function pushCommit(walk: Walk, work: Work, at: Instant): void {
  const { outline } = work
  const extra = extraEdit(walk, work)
  work.head = addCommit(walk.state, {
    parents: [work.head],
    author: identityOf(walk.random, outline.author, at),
    at,
    ...(walk.random.chance(0.02) ? { authoredAt: at - walk.random.int(5, 40) * 24 * 60 * MINUTE } : {}),
    message: commitMessage(walk.random, outline, work.commits.length),
    change: { kind: 'edit', paths: outline.isDependencyBump ? [] : pathsOf(walk, work), extra },
  })
  work.commits.push(work.head)
  moved(walk, work, at)
}

function pathsOf(walk: Walk, work: Work): string[] {
  return walk.random.chance(0.6) ? work.paths : work.paths.slice(0, 1)
}

function extraEdit(walk: Walk, work: Work): ExtraEdit | null {
  const { random, plan } = walk
  const service = random.int(0, plan.services.length - 1)
  if (work.outline.isDependencyBump) return { kind: 'bump', service }
  const roll = random.next()
  const first = work.paths[0] ?? ''
  if (roll < 0.03)
    return {
      kind: 'create',
      path: first.replace(/\.(\w+)$/, `/part-${work.outline.id}-${work.commits.length}.$1`),
    }
  if (roll < 0.04) return { kind: 'rename', from: first, to: first.replace(/([^/]+)\.(\w+)$/, `$1-next.$2`) }
  if (roll < 0.05) return { kind: 'bump', service }
  return roll < 0.053 ? { kind: 'binary', path: `docs/picture-${work.outline.id}.png` } : null
}

/** After the head changed: the ref follows, and an open pull request gets its update. */
function moved(walk: Walk, work: Work, at: Instant): void {
  const { origin, branch } = work.outline
  if (origin.kind === 'own') walk.state.branches.set(branch, work.head)
  if (origin.kind === 'fork') walk.state.forkBranches.set(`${origin.repository}/${branch}`, work.head)
  if (work.record === null) return
  const { shown } = work.record
  if (isRetargeted(work)) rescope(walk, work)
  Object.assign(work.record, { base: work.base, commits: work.commits.toReversed(), head: work.head })
  setEnds(walk, shown, work.head, headOf(walk, work.destination))
  update(walk, work, at, work.outline.author, {})
}

function isRetargeted({ outline, destination }: Work): boolean {
  return destination !== outline.firstDestination
}

function setEnds(walk: Walk, shown: PullRequest, head: number, destination: number): void {
  const { source, destination: target } = shown
  if (source.commit !== null)
    nameLater(walk, head, (hash) => {
      source.commit = hash
    })
  nameLater(walk, destination, (hash) => {
    target.commit = hash
  })
}

export function openPullRequest(walk: Walk, work: Work): void {
  const { outline } = work
  const shown = newPullRequest(walk, work)
  setEnds(walk, shown, work.head, headOf(walk, work.destination))
  const commits = work.commits.toReversed()
  work.record = { shown, commits, base: work.base, head: work.head, activity: [], comments: [], tasks: [] }
  walk.state.pullRequests.push(work.record)
  update(walk, work, outline.createdOn, outline.author, { status: { old: 'new', new: 'open' } })
}

function newPullRequest(walk: Walk, work: Work): PullRequest {
  const { outline } = work
  const origin = outline.origin
  const repository =
    origin.kind === 'own' ? walk.state.uuid : origin.kind === 'fork' ? origin.repository : null
  const kept = origin.kind !== 'lost-fork' || origin.headKept
  const source: PullRequestEnd = { repository, branch: outline.branch, commit: kept ? '' : null }
  return {
    id: outline.id,
    title: work.title,
    description: outline.description,
    state: 'OPEN',
    draft: work.draft,
    author: outline.author.uuid,
    source,
    destination: { repository: walk.state.uuid, branch: branchNameOf(walk, work.destination), commit: '' },
    reviewers: work.reviewers.map((account) => account.uuid),
    participants: work.reviewers.map((account) => ({
      account: account.uuid,
      role: 'REVIEWER',
      state: null,
      participatedOn: null,
    })),
    closeSourceBranch: outline.closeSourceBranch,
    mergeCommit: null,
    mergeStrategy: null,
    closedBy: null,
    closedOn: null,
    reason: '',
    commentCount: 0,
    taskCount: 0,
    createdOn: outline.createdOn,
    updatedOn: outline.createdOn,
  }
}

/** An entry of the activity with the pull request as it is now. */
function update(walk: Walk, work: Work, at: Instant, actor: Account, changes: PullRequestChanges): void {
  if (work.record === null) return
  const { shown, head } = { shown: work.record.shown, head: work.head }
  // A server answers one request after the other: no two entries have one instant, and none comes before the opening.
  const previous = work.record.activity.findLast((entry) => entry.kind === 'update')
  const date = Math.max(at, previous === undefined ? at : previous.date + 1)
  const source = { ...shown.source }
  const destination = { ...shown.destination }
  const target = headOf(walk, work.destination)
  if (source.commit !== null)
    nameLater(walk, head, (hash) => {
      source.commit = hash
    })
  nameLater(walk, target, (hash) => {
    destination.commit = hash
  })
  work.record.activity.push({
    kind: 'update',
    pullRequest: shown.id,
    date,
    actor: actor.uuid,
    state: shown.state,
    title: shown.title,
    description: shown.description,
    reason: shown.reason,
    draft: shown.draft,
    reviewers: shown.reviewers,
    source,
    destination,
    changes,
  })
  shown.updatedOn = Math.max(shown.updatedOn, date)
}

/** The branch is rewritten on top of its destination; the old commits are left to nobody. */
export function forcePush(walk: Walk, work: Work, at: Instant): void {
  const onto = headOf(walk, work.destination)
  const commits = replay(walk.state, work.commits, onto, committerOf(walk, work.outline.author, at), at)
  if (commits.length === 0) return
  work.base = onto
  work.commits = commits
  work.head = commits.at(-1) ?? onto
  moved(walk, work, at)
}

export function syncWithDestination(walk: Walk, work: Work, at: Instant): void {
  const destination = headOf(walk, work.destination)
  if (destination === work.base || work.commits.length === 0) return
  work.head = addCommit(walk.state, {
    parents: [work.head, destination],
    author: identityOf(walk.random, work.outline.author, at),
    at,
    message: `Merge branch '${branchNameOf(walk, work.destination)}' into ${work.outline.branch}\n`,
    change: { kind: 'merge', base: work.base, theirs: destination },
  })
  work.base = destination
  work.commits.push(work.head)
  moved(walk, work, at)
}

export function retarget(walk: Walk, work: Work, at: Instant): void {
  if (work.record === null) return
  const { outline } = work
  const old = branchNameOf(walk, work.destination)
  work.destination = outline.destination
  rescope(walk, work)
  const { shown } = work.record
  shown.destination.branch = branchNameOf(walk, work.destination)
  setEnds(walk, shown, work.head, headOf(walk, work.destination))
  update(walk, work, at, outline.author, { destination: { old, new: shown.destination.branch } })
}

/**
 * What a merge would bring into the destination now. A pull request that went to another destination carries what that
 * one lacks, until it arrives there by another way; one that stayed never shares a commit with its destination.
 */
function rescope(walk: Walk, work: Work): void {
  const target = headOf(walk, work.destination)
  work.base = mergeBase(walk.state.commits, work.head, target)
  work.commits = exclusive(walk.state.commits, work.head, target).toReversed()
  if (work.record !== null)
    Object.assign(work.record, { base: work.base, commits: work.commits.toReversed() })
}

export function mergeWork(walk: Walk, work: Work): void {
  const { outline, record } = work
  const { closedOn, closer, strategy } = outline
  if (record === null || closedOn === null || closer === null || strategy === null) return
  if (strategy === 'fast_forward' && headOf(walk, work.destination) !== work.base)
    forcePush(walk, work, closedOn - 90 * SECOND)
  if (isRetargeted(work)) rescope(walk, work)
  const target = headOf(walk, work.destination)
  setEnds(walk, record.shown, work.head, target)
  const result = mergeResult(walk, work, target, closedOn, closer)
  Object.assign(record.shown, {
    state: 'MERGED',
    closedBy: closer.uuid,
    closedOn,
    mergeStrategy: strategy,
    draft: false,
  })
  update(walk, work, closedOn, closer, { status: { old: 'open', new: 'fulfilled' } })
  walk.state.branches.set(branchNameOf(walk, work.destination), result)
  nameLater(walk, result, (hash) => {
    record.shown.mergeCommit = hash
  })
}

function mergeResult(walk: Walk, work: Work, target: number, at: Instant, closer: Account): number {
  const { strategy } = work.outline
  const committer = committerOf(walk, closer, at)
  if (strategy === 'fast_forward') return work.head
  if (strategy === 'rebase_fast_forward') {
    if (
      target === work.base &&
      work.commits.every((index) => recordAt(walk.state, index).parents.length === 1)
    )
      return work.head
    return replay(walk.state, work.commits, target, committer, at).at(-1) ?? target
  }
  const approvers = (work.record?.shown.participants ?? []).filter((one) => one.state === 'approved')
  return addCommit(walk.state, {
    parents: strategy === 'squash' ? [target] : [target, work.head],
    author: committer,
    at,
    message: mergeMessage(
      work.outline,
      work.reviewers.filter((one) => approvers.some((p) => p.account === one.uuid)),
    ),
    change: { kind: 'merge', base: work.base, theirs: work.head },
  })
}

export function closeWork(walk: Walk, work: Work, reason: string): void {
  const { outline, record } = work
  if (record === null || outline.closedOn === null || outline.closer === null) return
  Object.assign(record.shown, {
    state: outline.state,
    closedBy: outline.closer.uuid,
    closedOn: outline.closedOn,
    reason,
  })
  const status = outline.state === 'DECLINED' ? 'rejected' : 'superseded'
  update(walk, work, outline.closedOn, outline.closer, { status: { old: 'open', new: status } })
}

export function deleteBranch(walk: Walk, { origin, branch }: Outline): void {
  if (origin.kind === 'own') walk.state.branches.delete(branch)
  if (origin.kind === 'fork') walk.state.forkBranches.delete(`${origin.repository}/${branch}`)
}

export interface Edit {
  draft?: boolean
  title?: string
  reviewer?: Account
}

export function edit(
  walk: Walk,
  work: Work,
  at: Instant,
  actor: Account,
  { draft, title, reviewer }: Edit,
): void {
  if (work.record === null) return
  const { shown } = work.record
  const changes: PullRequestChanges = {}
  if (draft !== undefined) changes.draft = { old: shown.draft, new: draft }
  if (title !== undefined) changes.title = { old: shown.title, new: title }
  if (reviewer !== undefined) changes.reviewers = { added: [reviewer.uuid], removed: [] }
  shown.draft = draft ?? shown.draft
  shown.title = title ?? shown.title
  work.title = shown.title
  if (reviewer !== undefined) {
    shown.reviewers = [...shown.reviewers, reviewer.uuid]
    shown.participants.push({ account: reviewer.uuid, role: 'REVIEWER', state: null, participatedOn: null })
  }
  update(walk, work, at, actor, changes)
}
