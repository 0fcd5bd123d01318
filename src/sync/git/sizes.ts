import type { Place } from './read.ts'
import { pieces } from './run.ts'

export interface Pair {
  readonly base: string
  readonly head: string
}

export interface Size {
  readonly files_changed: number
  readonly lines_added: number
  readonly lines_removed: number
}

/** Contents that the comparisons need and the mirror lacks. Trees alone tell: they are all there. */
export async function missingBlobs(place: Place, pairs: readonly Pair[]): Promise<string[]> {
  const wanted = new Set<string>()
  const list = ['diff-tree', '--stdin', '-r', '--raw', '--no-renames', '--abbrev=40']
  for await (const line of pieces({ ...place, arguments: list, input: await treesOf(place, pairs) }, '\n')) {
    const [, oldMode, newMode, old, now] =
      /^:(\d+) (\d+) ([0-9a-f]{40}) ([0-9a-f]{40}) /.exec(line.toString()) ?? []
    // Submodules are commits of other repositories, and zeros stand for a side that is not there.
    if (old !== undefined && isContent(oldMode)) wanted.add(old)
    if (now !== undefined && isContent(newMode)) wanted.add(now)
  }
  const missing: string[] = []
  const input = [...wanted].map((oid) => `${oid}\n`).join('')
  for await (const line of pieces({ ...place, arguments: ['cat-file', '--batch-check'], input }, '\n')) {
    const [oid = '', type] = line.toString().split(' ')
    if (type === 'missing') missing.push(oid)
  }
  return missing
}

function isContent(mode: string | undefined): boolean {
  return mode !== '160000' && mode !== '000000'
}

/** Files and lines that differ, renames found, by `base head`. All of them by one process. */
export async function readSizes(place: Place, pairs: readonly Pair[]): Promise<ReadonlyMap<string, Size>> {
  const trees = await treesOf(place, pairs)
  const byTrees = new Map<string, { files_changed: number; lines_added: number; lines_removed: number }>()
  let current = { files_changed: 0, lines_added: 0, lines_removed: 0 }
  const list = ['diff-tree', '--stdin', '-r', '-M', '--numstat']
  for await (const raw of pieces({ ...place, arguments: list, input: trees }, '\n')) {
    const line = raw.toString()
    if (/^[0-9a-f]{40} [0-9a-f]{40}$/.test(line)) {
      current = { files_changed: 0, lines_added: 0, lines_removed: 0 }
      byTrees.set(line, current)
      continue
    }
    const [added, removed] = line.split('\t')
    current.files_changed += 1
    current.lines_added += Number(added) || 0
    current.lines_removed += Number(removed) || 0
  }
  const lines = trees.split('\n')
  return new Map(
    pairs.flatMap(({ base, head }, index) => {
      const size = byTrees.get(lines[index] ?? '')
      return size === undefined ? [] : [[`${base} ${head}`, size]]
    }),
  )
}

/** One line a pair, as `diff-tree --stdin` reads two trees. */
async function treesOf(place: Place, pairs: readonly Pair[]): Promise<string> {
  const input = pairs.map(({ base, head }) => `${base}^{tree}\n${head}^{tree}\n`).join('')
  const trees: string[] = []
  const check = ['cat-file', '--batch-check=%(objectname)']
  for await (const line of pieces({ ...place, arguments: check, input }, '\n'))
    trees.push(line.toString().slice(0, 40))
  return pairs.map((_, index) => `${trees[index * 2]} ${trees[index * 2 + 1]}\n`).join('')
}
