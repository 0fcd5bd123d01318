import { describe, expect, it } from 'vitest'
import { highest, secondsAxis } from './scale.ts'

const hour = 3_600
const day = 24 * hour

describe('an axis of durations', () => {
  it.each([
    [0, 1, 1],
    [4, 1, 4],
    [100, 30, 120],
    [7 * hour, 3 * hour, 9 * hour],
    [2 * day, 12 * hour, 2 * day],
    [40 * day, 14 * day, 42 * day],
    [400 * day, 84 * day, 420 * day],
  ])('up to %d s steps by %d s and ends at %d s', (most, interval, max) => {
    expect(secondsAxis(most)).toEqual({ interval, max })
  })
})

describe('the highest point', () => {
  const series = [
    { name: 'a', values: [1, null, 4] },
    { name: 'b', values: [2, 9, null] },
  ]
  const categories = ['x', 'y', 'z']

  it('is that of a pile when bars stand on each other, and takes unknown for no height', () => {
    expect(highest({ kind: 'bar', series, categories })).toBe(9)
    expect(
      highest({ kind: 'stacked', series: [...series, { name: 'c', values: [8, 0, 0] }], categories }),
    ).toBe(11)
    expect(highest({ kind: 'line', series: [], categories: [] })).toBe(0)
  })
})
