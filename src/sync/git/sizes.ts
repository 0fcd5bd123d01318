import type { Place } from './read.ts'
import { pieces } from './run.ts'

export interface Size {
  readonly files_changed: number
  readonly lines_added: number
  readonly lines_removed: number
}

/**
 * Contents that comparing pairs of trees needs and the mirror lacks, by pair; a pair that lacks none is left out. Trees
 * alone tell: they are all there.
 */
export async function missingBlobs(
  place: Place,
  pairs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const needed = await blobsOf(place, pairs)
  const all = new Set([...needed.values()].flat())
  if (all.size === 0) return new Map()
  const missing = new Set<string>()
  const input = [...all].map((oid) => `${oid}\n`).join('')
  for await (const line of pieces({ ...place, arguments: ['cat-file', '--batch-check'], input }, '\n')) {
    const [oid = '', type] = line.toString().split(' ')
    if (type === 'missing') missing.add(oid)
  }
  const lacking = [...needed].map(([pair, oids]) => [pair, oids.filter((oid) => missing.has(oid))] as const)
  return new Map(lacking.filter(([, oids]) => oids.length > 0))
}

/** Contents that differ, by pair of trees. */
async function blobsOf(place: Place, pairs: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
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
