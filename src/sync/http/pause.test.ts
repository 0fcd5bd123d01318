import { describe, expect, it } from 'vitest'
import { backOff, retryAfter } from './pause.ts'

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 21, 12)

  it('is read as seconds, as a date, or not at all', () => {
    expect(retryAfter('120', now)).toBe(120)
    expect(retryAfter('Sat, 21 Nov 2026 12:01:30 GMT', now)).toBe(90)
    expect(retryAfter('Sat, 21 Nov 2026 11:00:00 GMT', now)).toBe(0)
    for (const nothing of [undefined, '', 'soon', '-5', '1.5']) expect(retryAfter(nothing, now)).toBeNull()
  })
})

describe('the pause between two tries', () => {
  it('doubles up to eight seconds and is spread to both sides', () => {
    expect([1, 2, 3, 9].map((tries) => backOff(tries, 500, 0.5))).toEqual([500, 1_000, 2_000, 8_000])
    expect([backOff(1, 500, 0), backOff(1, 500, 1)]).toEqual([250, 750])
  })
})
