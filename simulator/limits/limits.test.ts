import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLimits, scaledLimit } from './limits.ts'
import { createWindow } from './window.ts'

describe('limits', () => {
  test('a rolling window never lets more than its limit through in any window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 300 }),
        (limit, gaps) => {
          const window = createWindow(limit)
          const passed: number[] = []
          let now = 0
          for (const gap of gaps) {
            now += gap
            const since = passed.filter((time) => time > now - 100).length
            const { allowed } = window.spend(now, 100)
            expect(allowed).toBe(since < limit)
            if (allowed) passed.push(now)
          }
        },
      ),
    )
  })
  test('the reset says when the oldest request leaves the window', () => {
    const window = createWindow(2)
    window.spend(0, 100)
    window.spend(40, 100)
    expect(window.spend(50, 100)).toEqual({ allowed: false, used: 2, resetMs: 50 })
    expect(window.spend(101, 100).allowed).toBe(true)
  })
  test('identities and classes do not share, and a scaled limit yields to a set one', () => {
    const limits = createLimits(true, 1_000)
    expect(limits.spend('a', 'api', 0, scaledLimit(300))).toMatchObject({ limit: 3_000, used: 1 })
    expect(limits.spend('b', 'api', 0)).toMatchObject({ limit: 1_000, used: 1 })
    expect(limits.spend('a', 'git', 0)).toMatchObject({ limit: 60_000, used: 1 })
    limits.settings.limits.api = 1
    expect(limits.spend('a', 'api', 0, 3_000)).toMatchObject({ allowed: true, limit: 1 })
    expect(limits.spend('a', 'api', 0, 3_000)).toMatchObject({ allowed: false })
  })
  test('switched off, everything passes and is still counted', () => {
    const limits = createLimits(false, 1_000)
    limits.settings.limits.anonymous = 1
    expect([1, 2, 3].map(() => limits.spend('ip', 'anonymous', 0).allowed)).toEqual([true, true, true])
    expect(limits.accounts(0)).toEqual([{ identity: 'ip', class: 'anonymous', used: 1, limit: 1 }])
  })
  test('seats above a hundred raise the limit to at most ten thousand', () => {
    expect([10, 100, 101, 5_000].map(scaledLimit)).toEqual([1_000, 1_000, 1_010, 10_000])
  })
})
