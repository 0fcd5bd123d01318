import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

/** The rows that are drawn: from `first` up to, but without, `end`. */
export interface RowWindow {
  readonly first: number
  readonly end: number
}

/** Drawn beyond what is in sight, so that a quick turn of the wheel meets rows. */
const beyond = 12

/** Arithmetic instead of measuring: every row has the same height, and the head covers one row at the top. */
export function rowsInSight(scrollTop: number, height: number, count: number, rowHeight: number): RowWindow {
  const top = Math.floor(scrollTop / rowHeight)
  const bottom = Math.ceil((scrollTop + height - rowHeight) / rowHeight)
  // Rows that went away can leave the box scrolled further than it now reaches, until the browser corrects that.
  const first = Math.max(0, Math.min(top - beyond, count - 2 * beyond))
  return { first, end: Math.max(first, Math.min(count, Math.max(bottom, first) + beyond)) }
}

/** Follows the scrolling and the size of the box; renders only when other rows come into sight. */
export function useRowWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
  const [place, setPlace] = useState({ scrollTop: 0, height: 600 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setPlace((before) => moved(before, element, rowHeight))
    look()
    const watcher = new ResizeObserver(look)
    watcher.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      watcher.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [box, rowHeight])
  // Fewer rows make the box jump without a scroll event when it becomes too short to scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is the reason to look again.
  useEffect(() => {
    const element = box.current
    if (element) setPlace((before) => moved(before, element, rowHeight))
  }, [box, count, rowHeight])
  return rowsInSight(place.scrollTop, place.height, count, rowHeight)
}

type Place = { readonly scrollTop: number; readonly height: number }

/** The same object while the same rows are in sight, which keeps React from rendering. */
function moved(before: Place, { scrollTop, clientHeight }: HTMLElement, rowHeight: number): Place {
  const row = Math.floor(scrollTop / rowHeight) * rowHeight
  return before.scrollTop === row && before.height === clientHeight
    ? before
    : { scrollTop: row, height: clientHeight }
}
