import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

/** Where something stands in a text, both from one. */
interface Position {
  readonly line: number
  readonly column: number
}

/** Where the parts of a JSON text stand. */
export interface Places {
  /** The value at the end of a path, or the nearest around it that is there. */
  at(path: readonly string[]): Position
  /** Names that stand twice in one object. */
  readonly twice: readonly (readonly string[])[]
}

/** JSON is YAML, whose reader knows where each node stands. */
export function readPlaces(text: string): Places {
  const lines = new LineCounter()
  // A tab is as wide as a blank to the count of columns; in YAML it indents nothing.
  const { contents } = parseDocument(text.replaceAll('\t', ' '), { lineCounter: lines, uniqueKeys: false })
  const root = contents as Node | null
  return {
    at: (path) => {
      const { line, col } = lines.linePos(offsetOf(root, path))
      return { line, column: col }
    },
    twice: twiceIn(root, []),
  }
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function offsetOf(root: Node | null, path: readonly string[]): number {
  let node = root
  for (const part of path) {
    const inside = child(node, part)
    if (!inside) break
    node = inside
  }
  return node?.range?.[0] ?? 0
}

function child(node: Node | null, part: string): Node | null {
  if (isSeq(node)) return (node.items[Number(part)] as Node | undefined) ?? null
  if (!isMap(node)) return null
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part)
  return (pair?.value as Node | null | undefined) ?? null
}

function twiceIn(node: Node | null, path: readonly string[]): string[][] {
  if (isSeq(node)) return node.items.flatMap((item, at) => twiceIn(item as Node | null, [...path, `${at}`]))
  if (!isMap(node)) return []
  const seen = new Set<string>()
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : ''
    const here = [...path, name]
    const below = twiceIn(value as Node | null, here)
    if (seen.has(name)) return [here, ...below]
    seen.add(name)
    return below
  })
}
