import type { Listed, Written } from '../../ui/editor/yaml-parts.ts'
import { readYaml } from '../../ui/editor/yaml-read.ts'

const name = 'resources'

/**
 * A mapping with the resources of another behind its own. What is written stays as it is, letter by letter, and what
 * comes to it is written in the style of the list there. Null where there is no list that something could be added to.
 */
export function insertResources(text: string, other: string): string | null {
  const { lists, written } = readYaml(text)
  const list = lists.find(isOfResources)
  if (list)
    return list.style === 'block' ? inBlock(text, list.to, list.column, other) : inFlow(text, list, other)
  const keys = written.filter(({ kind, path }) => kind === 'key' && path.length === 1)
  const key = keys.find(isOfResources)
  if (key) return isEmptyBehind(text, key.to) ? inBlock(text, key.to, 2, other) : null
  const isObject = keys.every(({ from }) => from === 0 || text[from - 1] === '\n')
  return isObject && (keys.length > 0 || isBlank(text)) ? withKey(text, other) : null
}

function isOfResources({ path }: { readonly path: readonly string[] }): boolean {
  return path.length === 1 && path[0] === name
}

/** The lines of its list, its dashes at a column. */
function linesOf(mapping: string, column: number): string {
  const [list] = readYaml(mapping).lists.filter(isOfResources)
  if (list?.style !== 'block') throw new RangeError('what ships is written in lines')
  const start = mapping.lastIndexOf('\n', list.from) + 1
  return mapping
    .slice(start, list.to)
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(column)}${line.slice(list.column)}`))
    .join('\n')
}

/** Below the line that the list ends on. */
function inBlock(text: string, to: number, column: number, other: string): string {
  const end = lineEnd(text, to)
  return `${text.slice(0, end)}\n${linesOf(other, column)}${text.slice(end) || '\n'}`
}

function withKey(text: string, other: string): string {
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return `${before}${name}:\n${linesOf(other, 2)}\n`
}

/** Before the closing bracket, between brackets itself: lines cannot stand there. */
function inFlow(text: string, { to, wantsComma }: Listed, other: string): string | null {
  if (wantsComma === null) return null
  const { written, lists } = readYaml(other)
  const added = flowOf([name], written, lists).slice(1, -1)
  const comma = wantsComma ? ', ' : ''
  const start = text.lastIndexOf('\n', to - 1) + 1
  const before = text.slice(start, to - 1)
  // Only the bracket itself may stand as far left as what the list is in.
  if (start > 0 && before.trim() === '')
    return `${text.slice(0, start)}${before}  ${comma}${added}\n${text.slice(start)}`
  return `${text.slice(0, to - 1)}${comma}${added}${text.slice(to - 1)}`
}

/** What stands at a path, between brackets. */
function flowOf(path: readonly string[], written: readonly Written[], lists: readonly Listed[]): string {
  const inside = written.filter((one) => path.every((part, at) => one.path[at] === part))
  const value = inside.find((one) => one.kind === 'value' && one.path.length === path.length)
  if (value) return quoted(value.text)
  const parts = [...new Set(inside.flatMap((one) => one.path[path.length] ?? []))]
  const isList = lists.some((one) => one.path.join('\n') === path.join('\n'))
  const inner = parts.map((part) => {
    const text = flowOf([...path, part], written, lists)
    return isList ? text : `${quoted(part)}: ${text}`
  })
  return isList ? `[${inner.join(', ')}]` : `{${inner.join(', ')}}`
}

function quoted(text: string): string {
  return /^[A-Za-z][\w.-]*$/.test(text) && text !== 'true' ? text : `'${text.replaceAll("'", "''")}'`
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function isEmptyBehind(text: string, keyEnd: number): boolean {
  return /^\s*:\s*(#.*)?$/.test(text.slice(keyEnd, lineEnd(text, keyEnd)))
}

function isBlank(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|---)?$/.test(line))
}
