import type { Mirror, Place } from './read.ts'
import { pieces } from './run.ts'

export interface Size {
  readonly files_changed: number
  readonly lines_added: number
  readonly lines_removed: number
}

/** Those of the contents that the mirror lacks. */
export async function missingOf({ objects }: Mirror, oids: readonly string[]): Promise<ReadonlySet<string>> {
  const all = new Set(oids)
  const there = await objects.look(all)
  return new Set([...all].filter((oid) => !there.has(oid)))
}

/** Contents that comparing needs, by pair of trees. Trees alone tell: they are all there. */
export async function blobsOf(
  place: Place,
  pairs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  if (pairs.length === 0) return found
  let current: string[] = []
  const list = ['diff-tree', '--stdin', '-r', '--raw', '--no-renames', '--abbrev=40']
  for await (const raw of pieces({ ...place, arguments: list, input: linesOf(pairs) }, '\n')) {
    const line = raw.toString()
    if (isPair(line)) {
      current = []
      found.set(line, current)
      continue
    }
    const [, oldMode, newMode, old, now] = /^:(\d+) (\d+) ([0-9a-f]{40}) ([0-9a-f]{40}) /.exec(line) ?? []
    // Submodules are commits of other repositories, and zeros stand for a side that is not there.
    if (old !== undefined && isContent(oldMode)) current.push(old)
    if (now !== undefined && isContent(newMode)) current.push(now)
  }
  return found
}

/** The line that begins what a pair of trees has. */
function isPair(line: string): boolean {
  return /^[0-9a-f]{40} [0-9a-f]{40}$/.test(line)
}

function isContent(mode: string | undefined): boolean {
  return mode !== '160000' && mode !== '000000'
}

/** Files and lines that differ, renames found, by pair of trees. All of them by one process. */
export async function readSizes(place: Place, pairs: readonly string[]): Promise<ReadonlyMap<string, Size>> {
  const sizes = new Map<string, { files_changed: number; lines_added: number; lines_removed: number }>()
  if (pairs.length === 0) return sizes
  let current = { files_changed: 0, lines_added: 0, lines_removed: 0 }
  const list = ['diff-tree', '--stdin', '-r', '-M', '--numstat']
  for await (const raw of pieces({ ...place, arguments: list, input: linesOf(pairs) }, '\n')) {
    const line = raw.toString()
    if (isPair(line)) {
      current = { files_changed: 0, lines_added: 0, lines_removed: 0 }
      sizes.set(line, current)
      continue
    }
    const [added, removed] = line.split('\t')
    current.files_changed += 1
    current.lines_added += Number(added) || 0
    current.lines_removed += Number(removed) || 0
  }
  return sizes
}

function linesOf(pairs: readonly string[]): string {
  return pairs.map((pair) => `${pair}\n`).join('')
}
