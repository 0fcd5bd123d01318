/** Comparing and merging trees by skipping what is the same. */
import { binaryHash, bytesOf, sizeOf } from './hash.ts'
import {
  type Directory,
  EMPTY,
  type FileNode,
  fileAt,
  type Node,
  type SourceFile,
  sourceFile,
  walkFiles,
  withFile,
} from './node.ts'

/** A file that differs; null on the side where it does not exist. */
export interface Difference {
  path: string
  before: FileNode | null
  after: FileNode | null
}

export function differences(before: Directory, after: Directory): Difference[] {
  const found: Difference[] = []
  collect(before, after, '', found)
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function collect(before: Directory, after: Directory, prefix: string, found: Difference[]): void {
  if (before === after) return
  // Edits keep the very list of names: then the nodes stand side by side.
  if (before.names === after.names) {
    for (let i = 0; i < before.names.length; i++) {
      if (before.nodes[i] !== after.nodes[i])
        pair(before.nodes[i], after.nodes[i], prefix + before.names[i], found)
    }
    return
  }
  const places = new Map<string, number>()
  for (let i = 0; i < after.names.length; i++) places.set(after.names[i] ?? '', i)
  for (let i = 0; i < before.names.length; i++) {
    const name = before.names[i] ?? ''
    const place = places.get(name)
    const now = place === undefined ? undefined : after.nodes[place]
    if (before.nodes[i] !== now) pair(before.nodes[i], now, prefix + name, found)
    places.delete(name)
  }
  for (const [name, place] of places) pair(undefined, after.nodes[place], prefix + name, found)
}

function pair(old: Node | undefined, now: Node | undefined, path: string, found: Difference[]): void {
  const oldDir = old?.kind === 'directory' ? old : EMPTY
  const nowDir = now?.kind === 'directory' ? now : EMPTY
  collect(oldDir, nowDir, `${path}/`, found)
  const before = old === undefined || old.kind === 'directory' ? null : old
  const after = now === undefined || now.kind === 'directory' ? null : now
  if (before === null && after === null) return
  if (before !== null && after !== null && sameFile(before, after)) return
  found.push({ path, before, after })
}

function sameFile(a: FileNode, b: FileNode): boolean {
  return a.executable === b.executable && binaryHash(a) === binaryHash(b)
}

/** `ours` with what changed between `base` and `theirs`. Lines merge as sets; a text changed on both sides is theirs. */
export function merged(base: Directory, ours: Directory, theirs: Directory): Directory {
  if (base === ours) return theirs
  let root = ours
  for (const { path, before, after } of differences(base, theirs)) {
    root = withFile(root, path, mergedFile(before, fileAt(ours, path) ?? null, after))
  }
  return root
}

function mergedFile(base: FileNode | null, ours: FileNode | null, theirs: FileNode | null): FileNode | null {
  if (theirs === null || ours === null || base === null || ours === base) return theirs
  if (base.kind !== 'source' || ours.kind !== 'source' || theirs.kind !== 'source') return theirs
  const { added, removed } = lineDifference(base, theirs)
  return editLines(ours, added, removed)
}

export function editLines(
  file: SourceFile,
  added: readonly number[],
  removed: readonly number[],
): SourceFile {
  const lines =
    removed.length === 0 ? file.lines.slice() : file.lines.filter((line) => !removed.includes(line))
  for (const line of added) insertLine(lines, line)
  return sourceFile(file.language, lines, file.executable)
}

function insertLine(lines: number[], line: number): void {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((lines[middle] ?? 0) < line) low = middle + 1
    else high = middle
  }
  if (lines[low] !== line) lines.splice(low, 0, line)
}

/** Both files list their lines in ascending order: one walk along the two finds what only one of them has. */
function lineDifference(before: SourceFile, after: SourceFile): { added: number[]; removed: number[] } {
  const added: number[] = []
  const removed: number[] = []
  const [old, now] = [before.lines, after.lines]
  let at = 0
  for (const line of now) {
    for (let gone = old[at]; gone !== undefined && gone < line; gone = old[++at]) removed.push(gone)
    if (old[at] === line) at += 1
    else added.push(line)
  }
  while (at < old.length) removed.push(old[at++] ?? 0)
  return { added, removed }
}

/** A difference with renames paired up, as `git diff -M` pairs them. */
export interface Change {
  oldPath: string | null
  newPath: string | null
  before: FileNode | null
  after: FileNode | null
}

export function withRenames(found: readonly Difference[]): Change[] {
  const gone = found.filter((one) => one.after === null)
  const changes: Change[] = []
  const used = new Set<string>()
  for (const { path, before, after } of found) {
    if (after === null) continue
    const source = before === null ? renamedFrom(after, gone, used) : undefined
    if (source !== undefined) used.add(source.path)
    const oldPath = source?.path ?? (before === null ? null : path)
    changes.push({ oldPath, newPath: path, before: source?.before ?? before, after })
  }
  for (const { path, before } of gone) {
    if (!used.has(path)) changes.push({ oldPath: path, newPath: null, before, after: null })
  }
  return changes.sort((a, b) => ((a.newPath ?? a.oldPath ?? '') < (b.newPath ?? b.oldPath ?? '') ? -1 : 1))
}

function renamedFrom(
  after: FileNode,
  gone: readonly Difference[],
  used: ReadonlySet<string>,
): Difference | undefined {
  let best: Difference | undefined
  // Git's default: at least half of the larger file's bytes must be the same.
  let bestScore = 0.5
  for (const candidate of gone) {
    if (used.has(candidate.path) || candidate.before === null) continue
    const score = similarity(candidate.before, after)
    if (score < bestScore || (score === bestScore && best !== undefined)) continue
    best = candidate
    bestScore = score
  }
  return best
}

function similarity(before: FileNode, after: FileNode): number {
  if (before === after || binaryHash(before) === binaryHash(after)) return 1
  const larger = Math.max(sizeOf(before), sizeOf(after))
  if (larger === 0 || before.kind !== after.kind) return 0
  return sharedBytes(before, after) / larger
}

function sharedBytes(before: FileNode, after: FileNode): number {
  if (before.kind === 'source' && after.kind === 'source' && before.language !== after.language) return 0
  const left = pieces(before)
  let bytes = 0
  for (const [piece, size] of pieces(after)) bytes += Math.min(size, left.get(piece) ?? 0)
  return bytes
}

/** Git compares pieces, of which none is longer: two long lines that begin alike share their beginnings. */
const longestPiece = 64

/** The bytes of a text by piece: a line with its end, or what fits into one piece of it. */
function pieces(file: FileNode): Map<string, number> {
  const found = new Map<string, number>()
  const content = bytesOf(file)
  for (let start = 0; start < content.length; ) {
    const newline = content.indexOf(10, start)
    const lineEnd = newline === -1 ? content.length : newline + 1
    const end = Math.min(lineEnd, start + longestPiece)
    const piece = content.toString('latin1', start, end)
    found.set(piece, (found.get(piece) ?? 0) + end - start)
    start = end
  }
  return found
}

/** Every file of a tree as an addition. */
export function allFiles(root: Directory): Difference[] {
  return [...walkFiles(root)].map(([path, after]) => ({ path, before: null, after }))
}
