import { type RefObject, useEffect, useRef, useState } from 'react'
import { scrollTopFor } from './keys.ts'

/**
 * The row the keyboard stands on. The focus never leaves the table by itself: while the row that a key leads to is not
 * drawn yet, and when the row in focus is scrolled out of the document, the scrolling part holds it.
 */
export function useActiveRow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [chosen, setActive] = useState(0)
  const active = Math.min(chosen, Math.max(0, count - 1))
  const wanted = useRef(false)
  const inside = useRef(false)
  useEffect(() => {
    const row = wanted.current && rowAt(scroller.current, active)
    if (row) {
      wanted.current = false
      row.focus({ preventScroll: true })
    } else if (inside.current && document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true })
    }
  })
  const moveTo = (index: number) => {
    const box = scroller.current
    if (!box) return
    wanted.current = true
    setActive(index)
    box.scrollTop = scrollTopFor(index, box.scrollTop, box.clientHeight, rowHeight)
    const place = rowAt(box, index) ?? box
    place.focus({ preventScroll: true })
  }
  const trackFocus = {
    onFocus: () => {
      inside.current = true
    },
    onBlur: () => {
      inside.current = false
    },
  }
  return { active, moveTo, setActive, trackFocus }
}

function rowAt(box: HTMLElement | null, index: number): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`tr[data-index="${index}"]`) ?? null
}
