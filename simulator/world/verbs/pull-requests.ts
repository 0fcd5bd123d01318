/** Opening, editing, reviewing and ending pull requests. */
import type { Change } from '../change.ts'
import type { PullRequestRecord } from '../content/state.ts'
import { addCommit, exclusive, mergeBase, replay } from '../life/history.ts'
import { participantOf } from '../life/review.ts'
import type * as m from '../model.ts'
import { Impossible, type OpenPullRequestOptions, type PullRequestEdit, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { addActivity, addUpdate, touchNow } from './activity.ts'
import { importCommits } from './forks.ts'
import {
  branchHead,
  enter,
  happening,
  identity,
  leave,
  moveBranch,
  openPullRequestOf,
  pullRequestOf,
  type Scene,
  settle,
} from './scene.ts'

type PullRequestVerbs = Pick<
  Verbs,
  | 'openPullRequest'
  | 'editPullRequest'
  | 'approve'
  | 'unapprove'
  | 'requestChanges'
  | 'removeChangeRequest'
  | 'mergePullRequest'
  | 'declinePullRequest'
>

export function pullRequestVerbs(ground: Ground): PullRequestVerbs {
  return {
    openPullRequest: (repository, options) => open(enter(ground, repository, options.author), options),
    editPullRequest: (repository, id, edit, actor) =>
      editPullRequest(enter(ground, repository, actor), id, edit),
    approve: (repository, id, actor) => decide(enter(ground, repository, actor), id, 'approved'),
    unapprove: (repository, id, actor) => takeBack(enter(ground, repository, actor), id, 'approved'),
    requestChanges: (repository, id, actor) =>
      decide(enter(ground, repository, actor), id, 'changes_requested'),
    removeChangeRequest: (repository, id, actor) =>
      takeBack(enter(ground, repository, actor), id, 'changes_requested'),
    mergePullRequest: (repository, id, actor, strategy, closeSource) =>
      merge(enter(ground, repository, actor), id, strategy ?? 'merge_commit', closeSource),
    declinePullRequest: (repository, id, actor, reason) =>
      decline(enter(ground, repository, actor), id, reason ?? ''),
  }
}

function open(scene: Scene, options: OpenPullRequestOptions): m.PullRequest {
  const { state, repository, content } = scene
  const destination = options.destination ?? repository.mainBranch ?? ''
  const target = branchHead(scene, destination)
  const head = sourceHead(scene, options)
  const commits = exclusive(state.commits, head, target)
  if (commits.length === 0) throw new Impossible('There are no changes to be pulled.')
  const reviewers = options.reviewers ?? []
  const shown: m.PullRequest = {
    id: state.pullRequests.length + 1,
    title: options.title,
    description: options.description ?? '',
    state: 'OPEN',
    draft: options.draft ?? false,
    author: options.author,
    source: {
      repository: options.sourceRepository ?? repository.uuid,
      branch: options.source,
      commit: content.recordOf(head).hash,
    },
    destination: { repository: repository.uuid, branch: destination, commit: content.recordOf(target).hash },
    reviewers,
    participants: reviewers.map((account) => ({
      account,
      role: 'REVIEWER',
      state: null,
      participatedOn: null,
    })),
    closeSourceBranch: options.closeSourceBranch ?? false,
    mergeCommit: null,
    mergeStrategy: null,
    closedBy: null,
    closedOn: null,
    reason: '',
    commentCount: 0,
    taskCount: 0,
    createdOn: scene.at,
    updatedOn: scene.at,
  }
  const base = mergeBase(state.commits, head, target)
  const record: PullRequestRecord = { shown, commits, base, head, activity: [], comments: [], tasks: [] }
  state.pullRequests.push(record)
  repository.counts.pullRequests = state.pullRequests.length
  addUpdate(scene, record, { status: { old: 'new', new: 'open' } })
  leave(scene, { ...happening(scene), kind: 'pullrequest:created', pullRequest: shown.id })
  return shown
}

function sourceHead(scene: Scene, { source, sourceRepository }: OpenPullRequestOptions): number {
  if (sourceRepository === undefined || sourceRepository === scene.repository.uuid)
    return branchHead(scene, source)
  const fork = scene.ground.shelf.get(sourceRepository)
  const head = fork.state.branches.get(source)
  if (head === undefined) throw new Impossible(`There is no branch ${source}.`)
  return importCommits(scene.state, fork.state, head)
}

function editPullRequest(scene: Scene, id: number, edit: PullRequestEdit): m.PullRequest {
  const record = openPullRequestOf(scene, id)
  const { shown } = record
  const changes: m.PullRequestChanges = {}
  if (edit.title !== undefined) changes.title = { old: shown.title, new: edit.title }
  if (edit.description !== undefined) changes.description = { old: shown.description, new: edit.description }
  if (edit.draft !== undefined) changes.draft = { old: shown.draft, new: edit.draft }
  if (edit.destination !== undefined) changes.destination = retarget(scene, record, edit.destination)
  if (edit.reviewers !== undefined) changes.reviewers = setReviewers(record, edit.reviewers)
  shown.title = edit.title ?? shown.title
  shown.description = edit.description ?? shown.description
  shown.draft = edit.draft ?? shown.draft
  addUpdate(scene, record, changes)
  leave(scene, { ...happening(scene), kind: 'pullrequest:updated', pullRequest: id })
  return shown
}

function retarget(
  scene: Scene,
  record: PullRequestRecord,
  destination: string,
): { old: string; new: string } {
  const target = branchHead(scene, destination)
  const old = record.shown.destination.branch
  record.base = mergeBase(scene.state.commits, record.head, target)
  record.commits = exclusive(scene.state.commits, record.head, target)
  Object.assign(record.shown.destination, {
    branch: destination,
    commit: scene.content.recordOf(target).hash,
  })
  return { old, new: destination }
}

function setReviewers(
  record: PullRequestRecord,
  reviewers: m.Uuid[],
): { added: m.Uuid[]; removed: m.Uuid[] } {
  const { shown } = record
  const before = shown.reviewers
  shown.reviewers = reviewers
  shown.participants = shown.participants
    .map(
      (one): m.Participant => ({
        ...one,
        role: reviewers.includes(one.account) ? 'REVIEWER' : 'PARTICIPANT',
      }),
    )
    .filter((one) => one.role === 'REVIEWER' || one.participatedOn !== null)
  for (const account of reviewers) participantOf(record, account)
  return {
    added: reviewers.filter((account) => !before.includes(account)),
    removed: before.filter((account) => !reviewers.includes(account)),
  }
}

function decide(scene: Scene, id: number, state: 'approved' | 'changes_requested'): m.Participant {
  const record = openPullRequestOf(scene, id)
  const participant = participantOf(record, scene.actor)
  if (participant.state === state) throw new Impossible('You already did that.')
  Object.assign(participant, { state, participatedOn: scene.at })
  const kind = state === 'approved' ? 'approval' : 'changes_requested'
  addActivity(record, { kind, pullRequest: id, date: scene.at, actor: scene.actor })
  if (scene.ground.reviewsTouch) touchNow(scene, record)
  const event = state === 'approved' ? 'pullrequest:approved' : 'pullrequest:changes_request_created'
  leave(scene, { ...happening(scene), kind: event, pullRequest: id, date: scene.at })
  return participant
}

function takeBack(scene: Scene, id: number, state: 'approved' | 'changes_requested'): void {
  const record = openPullRequestOf(scene, id)
  const participant = participantOf(record, scene.actor)
  if (participant.state !== state) throw new Impossible('There is nothing to take back.')
  participant.state = null
  const kind = state === 'approved' ? 'approval' : 'changes_requested'
  const entry = record.activity.find((one) => one.kind === kind && one.actor === scene.actor)
  record.activity = record.activity.filter((one) => one !== entry)
  if (scene.ground.reviewsTouch) touchNow(scene, record)
  const event = state === 'approved' ? 'pullrequest:unapproved' : 'pullrequest:changes_request_removed'
  leave(scene, { ...happening(scene), kind: event, pullRequest: id, date: entry?.date ?? scene.at })
}

function merge(
  scene: Scene,
  id: number,
  strategy: m.MergeStrategy,
  closeSource: boolean | undefined,
): m.PullRequest {
  const record = openPullRequestOf(scene, id)
  const { shown } = record
  if (shown.draft) throw new Impossible('A draft cannot be merged.')
  const target = branchHead(scene, shown.destination.branch)
  const first = scene.state.commits.length
  const result = mergedHead(scene, record, target, strategy)
  settle(scene, first)
  shown.destination.commit = scene.content.recordOf(target).hash
  finish(scene, record, 'MERGED', '')
  Object.assign(shown, { mergeCommit: scene.content.recordOf(result).hash, mergeStrategy: strategy })
  addUpdate(scene, record, { status: { old: 'open', new: 'fulfilled' } })
  const push = {
    ...happening(scene),
    kind: 'repo:push' as const,
    changes: [moveBranch(scene, shown.destination.branch, result)],
  }
  const changes: Change[] = [push, { ...happening(scene), kind: 'pullrequest:fulfilled', pullRequest: id }]
  changes.push(...supersede(scene, shown))
  if (closeSource ?? shown.closeSourceBranch) changes.push(...closeSourceBranch(scene, shown))
  leave(scene, ...changes)
  return shown
}

function mergedHead(
  scene: Scene,
  record: PullRequestRecord,
  target: number,
  strategy: m.MergeStrategy,
): number {
  const { state, at } = scene
  const base = mergeBase(state.commits, record.head, target)
  record.base = base
  record.commits = exclusive(state.commits, record.head, target)
  if (record.commits.length === 0) throw new Impossible('There are no changes to be merged.')
  const author = identity(scene, scene.actor)
  const add = (parents: number[], theirs: number, from: number) =>
    addCommit(state, {
      parents,
      author,
      at,
      message: mergeText(record.shown),
      change: { kind: 'merge', base: from, theirs },
    })
  switch (strategy) {
    case 'merge_commit':
      return add([target, record.head], record.head, base)
    case 'squash':
    case 'squash_fast_forward':
      return add([target], record.head, base)
    case 'fast_forward':
      if (base !== target) throw new Impossible('The destination has moved: fast-forward is not possible.')
      return record.head
    case 'rebase_fast_forward':
    case 'rebase_merge': {
      const replayed = replay(state, record.commits.toReversed(), target, author, at).at(-1) ?? target
      if (strategy === 'rebase_fast_forward') return replayed
      return add([target, replayed], replayed, target)
    }
  }
}

function mergeText({ source, id, title }: m.PullRequest): string {
  return `Merged in ${source.branch} (pull request #${id})\n\n${title}\n`
}

function finish(scene: Scene, { shown }: PullRequestRecord, state: m.PullRequestState, reason: string): void {
  Object.assign(shown, { state, reason, closedBy: scene.actor, closedOn: scene.at })
}

/** Other pull requests of the same branch to the same place have nothing left to bring. */
function supersede(scene: Scene, merged: m.PullRequest): Change[] {
  const changes: Change[] = []
  for (const record of scene.state.pullRequests) {
    const { shown } = record
    if (shown.state !== 'OPEN' || shown.source.branch !== merged.source.branch) continue
    if (
      shown.source.repository !== merged.source.repository ||
      shown.destination.branch !== merged.destination.branch
    )
      continue
    finish(scene, record, 'SUPERSEDED', '')
    addUpdate(scene, record, { status: { old: 'open', new: 'superseded' } })
    changes.push({ ...happening(scene), kind: 'pullrequest:superseded', pullRequest: shown.id })
  }
  return changes
}

/** The branch may lie in a fork, or be gone already. */
function closeSourceBranch(scene: Scene, { source }: m.PullRequest): Change[] {
  const { ground, repository } = scene
  if (source.repository === null || !ground.repositories.has(source.repository)) return []
  const there =
    source.repository === repository.uuid
      ? scene
      : { ...enter(ground, source.repository, scene.actor), at: scene.at }
  if (!there.state.branches.has(source.branch) || there.repository.mainBranch === source.branch) return []
  const change = moveBranch(there, source.branch, null)
  there.content.changed()
  return [{ ...happening(there), kind: 'repo:push', changes: [change] }]
}

function decline(scene: Scene, id: number, reason: string): m.PullRequest {
  const record = openPullRequestOf(scene, id)
  finish(scene, record, 'DECLINED', reason)
  addUpdate(scene, record, { status: { old: 'open', new: 'rejected' } })
  const changes: Change[] = [{ ...happening(scene), kind: 'pullrequest:rejected', pullRequest: id }]
  if (record.shown.closeSourceBranch) changes.push(...closeSourceBranch(scene, record.shown))
  leave(scene, ...changes)
  return pullRequestOf(scene, id).shown
}
