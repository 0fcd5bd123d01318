/** Reviews of one pull request: comments in threads, approvals given and taken back, changes asked for, tasks. */
import type { PullRequestRecord } from '../content/state.ts'
import type { Account, Comment, Participant, Uuid } from '../model.ts'
import { atWork } from '../plan/rhythm.ts'
import { REMARKS } from '../plan/words.ts'
import { HOUR, type Instant, MINUTE, SECOND } from '../time.ts'
import type { Work } from './pullrequest.ts'
import type { Walk } from './walk.ts'

export function review(walk: Walk, work: Work): void {
  const { record, outline } = work
  if (record === null) return
  const until = Math.min(outline.closedOn ?? walk.plan.endOn, walk.plan.endOn) - MINUTE
  for (const reviewer of work.reviewers) {
    if (walk.random.chance(0.82)) reviewBy(walk, work, record, reviewer, until)
  }
  if (walk.random.chance(0.12)) botRemark(walk, record, outline.createdOn + 6 * MINUTE, until)
  if (walk.random.chance(0.015) || (walk.plan.ordinal === 0 && outline.id === 5)) {
    const date = Math.min(outline.createdOn + HOUR, until)
    record.activity.push({ kind: 'unknown', pullRequest: outline.id, date, actor: outline.author.uuid })
  }
}

function reviewBy(
  walk: Walk,
  work: Work,
  record: PullRequestRecord,
  reviewer: Account,
  until: Instant,
): void {
  const { random } = walk
  const after = work.outline.draftUntil ?? work.outline.createdOn
  let at = atWork(random, after + Math.floor(random.spread(4, 1.1) * HOUR), reviewer.utcOffset)
  // Reviews come before the merge where there is time for one: a merge without any is the exception.
  if (at >= until) at = after + Math.floor((until - after) * random.next() * 0.9)
  if (at <= after || at >= until) return
  const remarks = random.chance(0.55) ? random.int(1, 3) : 0
  for (let i = 0; i < remarks; i++) thread(walk, work, record, reviewer, at + i * 4 * MINUTE, until)
  const verdictAt = at + remarks * 5 * MINUTE
  if (verdictAt < until) verdict(walk, record, reviewer, verdictAt, until)
}

function verdict(
  walk: Walk,
  record: PullRequestRecord,
  reviewer: Account,
  at: Instant,
  until: Instant,
): void {
  const { random } = walk
  const roll = random.next()
  if (roll < 0.14) {
    decide(walk, record, reviewer, 'changes_requested', at)
    const again = atWork(random, at + Math.floor(random.spread(8, 0.8) * HOUR), reviewer.utcOffset)
    if (again < until && random.chance(0.8)) decide(walk, record, reviewer, 'approved', again)
  } else if (roll < 0.86) {
    decide(walk, record, reviewer, 'approved', at)
    if (random.chance(0.05)) takeBack(record, reviewer, at)
  }
}

function decide(
  walk: Walk,
  record: PullRequestRecord,
  account: Account,
  state: 'approved' | 'changes_requested',
  date: Instant,
): void {
  const kind = state === 'approved' ? 'approval' : 'changes_requested'
  record.activity.push({ kind, pullRequest: record.shown.id, date, actor: account.uuid })
  Object.assign(participantOf(record, account.uuid), { state, participatedOn: date })
  if (walk.reviewsTouch) touch(record, date)
}

/** The approval's entry goes with it; that somebody took part stays. */
function takeBack(record: PullRequestRecord, { uuid }: Account, date: Instant): void {
  record.activity = record.activity.filter(
    (one) => !(one.kind === 'approval' && one.actor === uuid && one.date === date),
  )
  participantOf(record, uuid).state = null
}

/** The account's entry among the participants, made when it is new. */
export function participantOf(record: PullRequestRecord, account: Uuid): Participant {
  const { participants } = record.shown
  const known = participants.find((one) => one.account === account)
  if (known !== undefined) return known
  const role = record.shown.reviewers.includes(account) ? 'REVIEWER' : 'PARTICIPANT'
  const added: Participant = { account, role, state: null, participatedOn: null }
  participants.push(added)
  return added
}

function touch(record: PullRequestRecord, date: Instant): void {
  record.shown.updatedOn = Math.max(record.shown.updatedOn, date)
}

function thread(
  walk: Walk,
  work: Work,
  record: PullRequestRecord,
  by: Account,
  at: Instant,
  until: Instant,
): void {
  const { random } = walk
  if (at >= until) return
  const inline = random.chance(0.55) ? inlineSpot(walk, work) : null
  const first = addComment(walk, record, by, at, random.pick(REMARKS), null, inline)
  const answerAt = atWork(
    random,
    at + Math.floor(random.spread(3, 0.9) * HOUR),
    work.outline.author.utcOffset,
  )
  if (answerAt < until && random.chance(0.5)) {
    addComment(walk, record, work.outline.author, answerAt, random.pick(REMARKS), first.id, null)
    if (random.chance(0.4)) first.resolution = { by: by.uuid, on: Math.min(answerAt + 20 * MINUTE, until) }
  }
  afterlife(walk, record, first, until)
  if (random.chance(0.07)) addTask(walk, record, first, answerAt, until)
}

function inlineSpot(walk: Walk, work: Work): Comment['inline'] {
  const { random } = walk
  const path = work.paths.length === 0 ? 'README.md' : random.pick(work.paths)
  const line = random.int(1, 40)
  const removed = random.chance(0.15)
  return { path, from: removed ? line : null, to: removed ? null : line, outdated: random.chance(0.1) }
}

/** Some comments are edited, some deleted; both bump the pull request. */
function afterlife(walk: Walk, record: PullRequestRecord, comment: Comment, until: Instant): void {
  const { random } = walk
  const later = comment.createdOn + random.int(2, 50) * MINUTE
  if (later >= until) return
  const roll = random.next()
  if (roll < 0.07) Object.assign(comment, { content: `${comment.content} (edited)`, updatedOn: later })
  else if (roll < 0.12) {
    Object.assign(comment, { content: '', deleted: true, updatedOn: later, resolution: null })
    record.shown.commentCount--
  } else return
  touch(record, later)
}

function addComment(
  walk: Walk,
  record: PullRequestRecord,
  by: Account,
  at: Instant,
  content: string,
  parent: number | null,
  inline: Comment['inline'],
): Comment {
  const comment: Comment = {
    id: walk.state.nextId++,
    pullRequest: record.shown.id,
    author: by.uuid,
    content,
    createdOn: at,
    updatedOn: at,
    deleted: false,
    pending: false,
    parent,
    inline,
    resolution: null,
  }
  record.comments.push(comment)
  record.shown.commentCount++
  record.activity.push({
    kind: 'comment',
    pullRequest: comment.pullRequest,
    date: at,
    actor: by.uuid,
    comment: comment.id,
  })
  const participant = participantOf(record, by.uuid)
  if (participant.state === null) participant.participatedOn = at
  touch(record, at)
  return comment
}

function addTask(walk: Walk, record: PullRequestRecord, comment: Comment, at: Instant, until: Instant): void {
  const done = at < until && walk.random.chance(0.75)
  record.tasks.push({
    id: walk.state.nextId++,
    pullRequest: record.shown.id,
    creator: comment.author,
    content: 'Add a test for this',
    state: done ? 'RESOLVED' : 'UNRESOLVED',
    comment: comment.id,
    createdOn: comment.createdOn + 10 * SECOND,
    updatedOn: done ? at : comment.createdOn + 10 * SECOND,
    resolvedOn: done ? at : null,
    resolvedBy: done ? record.shown.author : null,
  })
  if (!done) record.shown.taskCount++
}

function botRemark(walk: Walk, record: PullRequestRecord, at: Instant, until: Instant): void {
  const bot = walk.bots.at(-1)
  if (bot === undefined || at >= until) return
  addComment(
    walk,
    record,
    bot,
    at,
    `**Guardrail** found ${walk.random.int(0, 3)} problems in this change.`,
    null,
    null,
  )
}
