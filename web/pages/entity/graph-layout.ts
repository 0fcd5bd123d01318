import type { Graph } from './queries.ts'

interface Placed {
  readonly key: string
  readonly column: number
  readonly row: number
}

export interface Layout {
  readonly places: ReadonlyMap<string, Placed>
  readonly columns: number
  readonly rows: number
}

/**
 * Columns by hop: the entity in the middle, what refers to it at the left, what it refers to at the right. What hangs on
 * something stands on its side and near its height.
 */
export function layoutOf({ nodes, edges }: Graph): Layout {
  const sides = new Map<string, number>()
  const above = new Map<string, string>()
  for (const { key, hop } of nodes) {
    if (hop === 0) sides.set(key, 0)
    if (hop === 0) continue
    const edge = edges.find(
      ({ from, to }) => (from === key && sides.has(to)) || (to === key && sides.has(from)),
    )
    const other = edge?.from === key ? edge.to : (edge?.from ?? '')
    const side = sides.get(other) ?? 0
    above.set(key, other)
    sides.set(key, side === 0 ? (edge?.to === key ? 1 : -1) : side)
  }
  const columns = new Map<number, string[]>()
  const orderOf = new Map<string, number>()
  for (const { key, hop } of [...nodes].sort((one, other) => one.hop - other.hop)) {
    const column = (sides.get(key) ?? 0) * hop
    columns.set(column, [...(columns.get(column) ?? []), key])
  }
  for (const [, keys] of [...columns].sort(([one], [other]) => Math.abs(one) - Math.abs(other))) {
    keys.sort(
      (one, other) => (orderOf.get(above.get(one) ?? '') ?? 0) - (orderOf.get(above.get(other) ?? '') ?? 0),
    )
    for (const [row, key] of keys.entries()) orderOf.set(key, row)
  }
  return placed(columns)
}

/** Every column stands in the middle of the height of the tallest. */
function placed(columns: ReadonlyMap<number, readonly string[]>): Layout {
  const used = [...columns.keys()].sort((one, other) => one - other)
  const rows = Math.max(...[...columns.values()].map((keys) => keys.length), 1)
  const places = new Map<string, Placed>()
  for (const [column, at] of used.entries()) {
    const keys = columns.get(at) ?? []
    const first = (rows - keys.length) / 2
    for (const [row, key] of keys.entries()) places.set(key, { key, column, row: first + row })
  }
  return { places, columns: used.length, rows }
}

const ways: Readonly<Record<string, readonly [column: number, row: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Where an arrow key leads from a node: the nearest that way, null at the edge. */
export function nextTo({ places }: Layout, from: string, arrow: string): string | null {
  const here = places.get(from)
  const way = ways[arrow]
  if (!here || !way) return null
  const [columns, rows] = way
  const there = [...places.values()]
    .filter(({ key, column, row }) => {
      if (key === from) return false
      if (columns !== 0) return column === here.column + columns
      return column === here.column && Math.sign(row - here.row) === rows
    })
    .sort((one, other) => Math.abs(one.row - here.row) - Math.abs(other.row - here.row))
  return there[0]?.key ?? null
}
