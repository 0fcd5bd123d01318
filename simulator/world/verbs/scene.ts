/** Where a verb plays: one repository, kept for good from now on, at one moment. */
import type { Change, RefChange } from '../change.ts'
import type { Content } from '../content/content.ts'
import type { CommitRecord, Identity, PullRequestRecord, RepositoryState } from '../content/state.ts'
import { hashCommit } from '../life/grow.ts'
import { exclusive } from '../life/history.ts'
import type * as m from '../model.ts'
import { type Random, randomStream } from '../random.ts'
import type { Instant } from '../time.ts'
import { merged } from '../tree/compare.ts'
import { hashOf } from '../tree/hash.ts'
import { EMPTY } from '../tree/node.ts'
import { Impossible } from '../verbs.ts'
import type { Ground } from '../world.ts'

export interface Scene {
  ground: Ground
  repository: m.Repository
  content: Content
  state: RepositoryState
  at: Instant
  actor: m.Uuid
  random: Random
}

export function enter(ground: Ground, uuid: m.Uuid, actor: m.Uuid): Scene {
  const repository = ground.repositories.get(uuid)
  if (repository === undefined) throw new Impossible(`There is no repository ${uuid}.`)
  const content = ground.shelf.pin(uuid)
  const random = randomStream(ground.seed, 'verb', ground.nextSerial())
  return { ground, repository, content, state: content.state, at: ground.tick(), actor, random }
}

/** Ends a verb: views are made anew, then everybody hears of it. */
export function leave(scene: Scene, ...changes: Change[]): void {
  scene.content.changed()
  for (const change of changes) scene.ground.emit(change)
}

export function happening(scene: Scene): { at: Instant; actor: m.Uuid; repository: m.Uuid } {
  return { at: scene.at, actor: scene.actor, repository: scene.repository.uuid }
}

/** Trees and hashes for commits just added; their trees come from merging or were given. */
export function settle(scene: Scene, from: number): void {
  const { state, content } = scene
  for (let index = from; index < state.commits.length; index++) {
    const commit = content.recordOf(index)
    commit.tree ??= treeFor(content, commit)
    commit.change = { kind: 'given' }
    hashCommit(state, commit, hashOf(commit.tree))
    state.byHash.set(commit.hash, index)
  }
  scene.repository.counts.commits = state.commits.length
}

function treeFor(content: Content, { change, parents }: CommitRecord) {
  const base = parents[0] === undefined ? EMPTY : content.treeAt(parents[0])
  if (change.kind !== 'merge') return base
  return merged(content.treeAt(change.base), base, content.treeAt(change.theirs))
}

export function identity(scene: Scene, account: m.Uuid): Identity {
  const found = scene.ground.world.account(account)
  if (found === undefined) throw new Impossible(`There is no account ${account}.`)
  const address = found.emails[0] ?? `${found.uuid.slice(1, 9)}@apps.bitbucket.example`
  return { raw: `${found.displayName} <${address}>`, account: found.uuid, offset: found.utcOffset }
}

export function pullRequestOf(scene: Scene, id: number): PullRequestRecord {
  const record = scene.content.recordOfPullRequest(id)
  if (record === undefined) throw new Impossible(`There is no pull request ${id}.`)
  return record
}

export function openPullRequestOf(scene: Scene, id: number): PullRequestRecord {
  const record = pullRequestOf(scene, id)
  if (record.shown.state !== 'OPEN')
    throw new Impossible(`Pull request ${id} is ${record.shown.state.toLowerCase()}.`)
  return record
}

export function branchHead(scene: Scene, name: string): number {
  const head = scene.state.branches.get(name)
  if (head === undefined) throw new Impossible(`There is no branch ${name}.`)
  return head
}

/** Moves a branch and tells what the push was; `target` null deletes. */
export function moveBranch(scene: Scene, name: string, target: number | null): RefChange {
  const { state, content } = scene
  const before = state.branches.get(name)
  if (target === null) state.branches.delete(name)
  else state.branches.set(name, target)
  const gained = target === null ? [] : exclusive(state.commits, target, before ?? mainHead(scene, target))
  scene.repository.updatedOn = scene.at
  return {
    type: 'branch',
    name,
    old: before === undefined ? null : content.recordOf(before).hash,
    new: target === null ? null : content.recordOf(target).hash,
    forced: before !== undefined && target !== null && exclusive(state.commits, before, target).length > 0,
    commits: gained.map((index) => content.recordOf(index).hash),
  }
}

/** What a new branch is compared with; itself for the first branch, which then gains nothing but its head. */
function mainHead({ state, repository }: Scene, otherwise: number): number {
  return state.branches.get(repository.mainBranch ?? '') ?? otherwise
}
