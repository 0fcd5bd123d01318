/** Walking a commit graph held as records whose parents always come before them. */
import { reach } from '../life/history.ts'
import { type Directory, nodeAt } from '../tree/node.ts'
import type { CommitRecord } from './state.ts'

export interface Range {
  include: readonly number[]
  exclude: readonly number[]
  path: string | undefined
}

/** Newest first by committer date; no parent before its child, since no child is committed before its parent. */
export function* walkLog(
  commits: readonly CommitRecord[],
  order: readonly number[],
  range: Range,
): Generator<number> {
  const included = reach(commits, range.include)
  const excluded = range.exclude.length === 0 ? null : reach(commits, range.exclude)
  for (const index of order) {
    if (included[index] !== 1 || excluded?.[index] === 1) continue
    if (range.path === undefined || touches(commits, index, range.path)) yield index
  }
}

export function logOrder(commits: readonly CommitRecord[]): number[] {
  const at = (index: number) => commits[index]?.committedOn ?? 0
  return commits.map((_, index) => index).sort((a, b) => at(b) - at(a) || b - a)
}

/** Whether the path differs from every parent, as `git log -- path` decides. */
function touches(commits: readonly CommitRecord[], index: number, path: string): boolean {
  const commit = commits[index]
  const node = nodeOf(commit?.tree, path)
  if (commit === undefined || commit.parents.length === 0) return node !== undefined
  return commit.parents.every((parent) => nodeOf(commits[parent]?.tree, path) !== node)
}

function nodeOf(tree: Directory | null | undefined, path: string) {
  return tree === null || tree === undefined ? undefined : nodeAt(tree, path)
}
