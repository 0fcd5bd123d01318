import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsInSight } from './window.ts'

describe('the rows in sight', () => {
  it('reach a dozen beyond the box on both sides', () => {
    // A box of ten rows, of which the head covers one.
    expect(rowsInSight(0, 360, 20_000, 36)).toEqual({ first: 0, end: 21 })
    expect(rowsInSight(100 * 36, 360, 20_000, 36)).toEqual({ first: 88, end: 121 })
    expect(rowsInSight(19_991 * 36, 360, 20_000, 36)).toEqual({ first: 19_976, end: 20_000 })
  })

  it('are all of a short list, and none of an empty one', () => {
    expect(rowsInSight(0, 360, 4, 36)).toEqual({ first: 0, end: 4 })
    expect(rowsInSight(0, 360, 0, 36)).toEqual({ first: 0, end: 0 })
  })

  it('exist also where the box is scrolled further than a shortened list reaches', () => {
    expect(rowsInSight(5_000 * 36, 360, 30, 36)).toEqual({ first: 6, end: 30 })
  })

  it('hold every row that the box shows, wherever it stands', () => {
    const places = fc.record({
      count: fc.nat(50_000),
      height: fc.integer({ min: 72, max: 2_000 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(places, ({ count, height, at }) => {
        const most = Math.max(0, (count + 1) * 36 - height)
        const scrollTop = at * most
        const { first, end } = rowsInSight(scrollTop, height, count, 36)
        expect(first * 36).toBeLessThanOrEqual(scrollTop)
        expect(end === count || end * 36 >= scrollTop + height - 36).toBe(true)
        expect(end - first).toBeLessThanOrEqual(Math.ceil(height / 36) + 2 * 12 + 1)
      }),
    )
  })
})
