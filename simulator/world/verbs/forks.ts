import type { RepositoryState } from '../content/state.ts'

/** Takes a commit and what it stands on over from another repository; returns its index here. */
export function importCommits(into: RepositoryState, from: RepositoryState, head: number): number {
  const record = from.commits[head]
  if (record === undefined) throw new RangeError(`no commit ${head}`)
  const missing: number[] = []
  const seen = new Set<number>()
  const open = [head]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const commit = from.commits[index]
    if (commit === undefined || seen.has(index) || into.byHash.has(commit.hash)) continue
    seen.add(index)
    missing.push(index)
    open.push(...commit.parents)
  }
  for (const index of missing.sort((a, b) => a - b)) {
    const commit = from.commits[index]
    if (commit === undefined) continue
    const parents = commit.parents.map((parent) => into.byHash.get(from.commits[parent]?.hash ?? '') ?? 0)
    into.byHash.set(commit.hash, into.commits.length)
    into.commits.push({ ...commit, parents, change: { kind: 'given' } })
  }
  return into.byHash.get(record.hash) ?? 0
}
