/** Where a key leads from the active row; null when the key does not move. */
export function nextRow(key: string, active: number, count: number, page: number): number | null {
  if (count === 0) return null
  const to = target(key, active, count, page)
  return to === null ? null : Math.max(0, Math.min(count - 1, to))
}

function target(key: string, active: number, count: number, page: number): number | null {
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return active + 1
    case 'k':
    case 'ArrowUp':
      return active - 1
    case 'PageDown':
      return active + page
    case 'PageUp':
      return active - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** Where to scroll so that a row is in sight, moving as little as possible; the head covers one row at the top. */
export function scrollTopFor(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight
  const lowest = scrollTop + height - 2 * rowHeight
  if (top < scrollTop) return top
  return top > lowest ? top + 2 * rowHeight - height : scrollTop
}

/** The selection after one row was switched; with `from`, everything between takes the same state (Shift). */
export function toggleSelection(
  selected: ReadonlySet<string>,
  keys: readonly string[],
  index: number,
  from: number | null,
): ReadonlySet<string> {
  const key = keys[index]
  if (key === undefined) return selected
  const on = !selected.has(key)
  const start = from ?? index
  const next = new Set(selected)
  for (const each of keys.slice(Math.min(start, index), Math.max(start, index) + 1)) {
    if (on) next.add(each)
    else next.delete(each)
  }
  return next
}

/** Selects every shown row, or none of them when all are selected. What the filter hides stays as it was. */
export function toggleAll(selected: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const all = keys.length > 0 && keys.every((key) => selected.has(key))
  const next = new Set(selected)
  for (const key of keys) {
    if (all) next.delete(key)
    else next.add(key)
  }
  return next
}
