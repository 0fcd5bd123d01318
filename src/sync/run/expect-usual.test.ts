import { describe, expect, it } from 'vitest'
import { usualOf } from './expect-usual.ts'

describe('what a listing takes that waits', () => {
  it.each([
    ['one request before any was begun', [], 1],
    ['as many as the only one', [{ requests: 40, listings: 1 }], 40],
    [
      'as many as the others, without the longest',
      [
        { requests: 2, listings: 4 },
        { requests: 4, listings: 3 },
        { requests: 90, listings: 1 },
      ],
      20 / 7,
    ],
    [
      'as many as the others, without two of sixteen',
      [
        { requests: 30, listings: 3 },
        { requests: 1, listings: 13 },
      ],
      43 / 14,
    ],
  ])('is %s', (_, begun, requests) => {
    expect(usualOf(begun)).toBeCloseTo(requests)
  })
})
