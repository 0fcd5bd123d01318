/** Trees and hashes for a history: each commit's tree follows from its parents' and from what the commit says it did. */
import type { CommitRecord, RepositoryState, TreeChange } from '../content/state.ts'
import type { Hash } from '../model.ts'
import type { RepositoryPlan } from '../plan/plan.ts'
import { type Random, randomStream } from '../random.ts'
import { SECOND } from '../time.ts'
import { editLines, merged } from '../tree/compare.ts'
import { commitBody, hashOf, objectHash, type Signature, tagBody, toHex } from '../tree/hash.ts'
import { type Directory, EMPTY, fileAt, type SourceFile, textFile, withFile } from '../tree/node.ts'
import { type Bumps, bumpPackage, firstTree, releasePackage } from './seedling.ts'
import { newLines, newSource } from './sources.ts'

/** Fills in every missing tree. Commits made by mutations have theirs. */
export function growTrees(plan: RepositoryPlan, commits: readonly CommitRecord[]): void {
  const random = randomStream(plan.seed, 'trees')
  const bumps: Bumps = new Map()
  for (const commit of commits) {
    commit.tree ??= grown(plan, random, bumps, commits, commit)
  }
}

function grown(
  plan: RepositoryPlan,
  random: Random,
  bumps: Bumps,
  commits: readonly CommitRecord[],
  { parents, change }: CommitRecord,
): Directory {
  if (change.kind === 'root') return firstTree(plan)
  const base = treeOf(commits, parents[0])
  if (change.kind === 'merge')
    return merged(treeOf(commits, change.base), base, treeOf(commits, change.theirs))
  return change.kind === 'edit' ? edited(plan, random, bumps, base, change) : base
}

function treeOf(commits: readonly CommitRecord[], index: number | undefined): Directory {
  const record = index === undefined ? undefined : commits[index]
  return record?.tree ?? EMPTY
}

type Edit = Extract<TreeChange, { kind: 'edit' }>

function edited(
  plan: RepositoryPlan,
  random: Random,
  bumps: Bumps,
  base: Directory,
  { paths, extra }: Edit,
): Directory {
  let tree = base
  for (const path of paths) tree = withFile(tree, path, touched(random, tree, path))
  if (extra === null) return tree
  switch (extra.kind) {
    case 'bump':
      return bumpPackage(plan, tree, extra.service, bumps)
    case 'release':
      return releasePackage(plan, tree, extra.version)
    case 'create':
      return withFile(tree, extra.path, newSource(random, extra.path))
    case 'rename': {
      const file = fileAt(tree, extra.from)
      if (file === undefined || fileAt(tree, extra.to) !== undefined) return tree
      return withFile(withFile(tree, extra.from, null), extra.to, file)
    }
    case 'remove':
      return withFile(tree, extra.path, null)
    case 'binary':
      return withFile(tree, extra.path, textFile(picture(random)))
  }
}

function touched(random: Random, tree: Directory, path: string): SourceFile {
  const file = fileAt(tree, path)
  if (file?.kind !== 'source') return newSource(random, path)
  const removed: number[] = []
  // Files that grew long lose more than they gain, so that none grows without end.
  for (let n = random.int(0, file.lines.length > 36 ? 11 : 4); n > 0 && file.lines.length > 8; n--)
    removed.push(random.pick(file.lines))
  return editLines(file, newLines(random, random.int(1, 7)), removed)
}

/** A PNG by its signature; the rest is noise. */
function picture(random: Random): Buffer {
  const noise = Array.from({ length: 200 }, () => random.int(0, 255))
  return Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, ...noise])
}

/** Hashes commits and tags as git does; trees must be there. */
export function hashHistory(state: RepositoryState): void {
  for (const [index, commit] of state.commits.entries()) {
    if (commit.hash === '') hashCommit(state, commit, hashOf(commit.tree ?? EMPTY))
    state.byHash.set(commit.hash, index)
  }
  hashTags(state)
}

export function hashCommit(state: RepositoryState, commit: CommitRecord, treeHash: Hash): void {
  commit.treeHash = treeHash
  commit.hash = toHex(objectHash('commit', bodyOfCommit(state, commit)))
}

function bodyOfCommit(state: RepositoryState, commit: CommitRecord): string {
  const parents = commit.parents.map((parent) => state.commits[parent]?.hash ?? '')
  return commitBody(
    commit.treeHash,
    parents,
    authorSignature(commit),
    committerSignature(commit),
    commit.message,
  )
}

export function authorSignature({ author, date }: CommitRecord): Signature {
  return { raw: author.raw, seconds: date / SECOND, offset: author.offset }
}

export function committerSignature({ committer, committedOn }: CommitRecord): Signature {
  return { raw: committer.raw, seconds: committedOn / SECOND, offset: committer.offset }
}

export function hashTags(state: RepositoryState): void {
  for (const { name, target, annotation } of state.tags) {
    if (annotation === null || annotation.object !== '') continue
    const { tagger, date, message } = annotation
    const signed = { raw: tagger.raw, seconds: date / SECOND, offset: tagger.offset }
    annotation.object = hashOfTag(state.commits[target]?.hash ?? '', name, signed, message)
  }
}

function hashOfTag(target: Hash, name: string, tagger: Signature, message: string): Hash {
  return toHex(objectHash('tag', tagBody(target, name, tagger, message)))
}
