/** Line counts and unified text of a comparison. */
import type { FileChange } from '../model.ts'
import { allFiles, type Change, differences, withRenames } from './compare.ts'
import { bytesOf, hashOf, modeOf } from './hash.ts'
import { sourceText } from './line.ts'
import type { Directory, FileNode } from './node.ts'

/** `before` null stands for the empty tree. */
export function treeChanges(before: Directory | null, after: Directory): Change[] {
  return withRenames(before === null ? allFiles(after) : differences(before, after))
}

export function fileChange(change: Change): FileChange {
  const { oldPath, newPath, before, after } = change
  const binary = isBinary(before) || isBinary(after)
  const counts = binary ? { added: 0, removed: 0 } : lineCounts(before, after)
  return {
    status: statusOf(change),
    oldPath,
    newPath,
    linesAdded: counts.added,
    linesRemoved: counts.removed,
    binary,
  }
}

function statusOf({ oldPath, newPath }: Change): FileChange['status'] {
  if (oldPath === null) return 'added'
  if (newPath === null) return 'removed'
  return oldPath === newPath ? 'modified' : 'renamed'
}

/** As git decides: a NUL among the first 8,000 bytes. */
function isBinary(file: FileNode | null): boolean {
  return (
    file?.kind === 'text' && typeof file.content !== 'string' && file.content.subarray(0, 8000).includes(0)
  )
}

function lineCounts(before: FileNode | null, after: FileNode | null): { added: number; removed: number } {
  if (before?.kind === 'source' && after?.kind === 'source') return setCounts(before.lines, after.lines)
  const script = editScript(linesOf(before), linesOf(after))
  return {
    added: script.filter((edit) => edit.sign === '+').length,
    removed: script.filter((edit) => edit.sign === '-').length,
  }
}

/** Both lists ascend. */
function setCounts(before: readonly number[], after: readonly number[]): { added: number; removed: number } {
  let shared = 0
  let i = 0
  for (const line of after) {
    while (i < before.length && (before[i] ?? 0) < line) i++
    if (before[i] === line) shared++
  }
  return { added: after.length - shared, removed: before.length - shared }
}

function linesOf(file: FileNode | null): string[] {
  if (file === null) return []
  const text = file.kind === 'source' ? sourceText(file.language, file.lines) : bytesOf(file).toString()
  if (text === '') return []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else lines.push(`${lines.pop() ?? ''}${NO_NEWLINE}`)
  return lines
}

const NO_NEWLINE = '\n\\ No newline at end of file'

interface Edit {
  sign: ' ' | '+' | '-'
  line: string
}

/** A shortest edit script: common ends first, then a longest common subsequence of what is left. */
function editScript(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const middle = longestCommon(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  )
  const same = (line: string): Edit => ({ sign: ' ', line })
  return [...before.slice(0, head).map(same), ...middle, ...before.slice(before.length - tail).map(same)]
}

function longestCommon(before: readonly string[], after: readonly string[]): Edit[] {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  const length = (i: number, j: number) => lengths[i * width + j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const next =
        before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))
      lengths[i * width + j] = next
    }
  }
  const edits: Edit[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ sign: ' ', line: before[i++] ?? '' })
      j++
    } else if (i < before.length && (j === after.length || length(i + 1, j) >= length(i, j + 1))) {
      edits.push({ sign: '-', line: before[i++] ?? '' })
    } else edits.push({ sign: '+', line: after[j++] ?? '' })
  }
  return edits
}

export function unifiedDiff(change: Change): string {
  const { oldPath, newPath, before, after } = change
  const a = oldPath ?? newPath ?? ''
  const b = newPath ?? oldPath ?? ''
  let text = `diff --git a/${a} b/${b}\n${modeLines(change)}`
  const index = `index ${before === null ? '0'.repeat(7) : hashOf(before).slice(0, 7)}..${after === null ? '0'.repeat(7) : hashOf(after).slice(0, 7)}`
  if (isBinary(before) || isBinary(after)) return `${text}${index}\nBinary files a/${a} and b/${b} differ\n`
  const hunks = hunksOf(editScript(linesOf(before), linesOf(after)))
  if (hunks === '') return text
  text += before !== null && after !== null ? `${index} ${modeOf(after)}\n` : `${index}\n`
  return `${text}--- ${before === null ? '/dev/null' : `a/${a}`}\n+++ ${after === null ? '/dev/null' : `b/${b}`}\n${hunks}`
}

function modeLines({ oldPath, newPath, before, after }: Change): string {
  if (before === null && after !== null) return `new file mode ${modeOf(after)}\n`
  if (after === null && before !== null) return `deleted file mode ${modeOf(before)}\n`
  return oldPath === newPath ? '' : `rename from ${oldPath}\nrename to ${newPath}\n`
}

const CONTEXT = 3

function hunksOf(script: readonly Edit[]): string {
  let text = ''
  let oldLine = 1
  let newLine = 1
  let i = 0
  while (i < script.length) {
    const first = script.findIndex((edit, at) => at >= i && edit.sign !== ' ')
    if (first < 0) break
    const start = Math.max(i, first - CONTEXT)
    oldLine += start - i
    newLine += start - i
    const end = hunkEnd(script, first)
    const hunk = script.slice(start, end)
    const removed = hunk.filter((edit) => edit.sign !== '+').length
    const added = hunk.filter((edit) => edit.sign !== '-').length
    text += `@@ -${range(oldLine, removed)} +${range(newLine, added)} @@\n`
    for (const edit of hunk) text += `${edit.sign}${edit.line}\n`
    oldLine += removed
    newLine += added
    i = end
  }
  return text
}

/** Changes closer than two contexts share a hunk. */
function hunkEnd(script: readonly Edit[], first: number): number {
  let last = first
  for (let i = first; i < script.length && i - last <= CONTEXT * 2; i++) if (script[i]?.sign !== ' ') last = i
  return Math.min(script.length, last + CONTEXT + 1)
}

function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`
  return count === 1 ? String(start) : `${start},${count}`
}
