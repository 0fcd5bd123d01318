import { describe, expect, it } from 'vitest'
import { formatAbsolute, formatBytes, formatCount, formatDuration, formatRelative } from './format.ts'

const now = new Date('2026-11-21T12:00:00Z')

function relative(secondsAgo: number): string {
  return formatRelative(new Date(now.getTime() - secondsAgo * 1000), now)
}

describe('relative times', () => {
  it.each([
    [0, 'now'],
    [9, 'now'],
    [42, '42 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3_599, '59 min ago'],
    [3_600, '1 h ago'],
    [86_399, '23 h ago'],
    [86_400, '1 d ago'],
    [6 * 86_400, '6 d ago'],
    [-90, 'in 1 min'],
    [-7_200, 'in 2 h'],
  ])('says of a moment %d s ago: %s', (seconds, words) => {
    expect(relative(seconds)).toBe(words)
  })

  it('give the date after a week, with its year only when that is another one', () => {
    expect(relative(40 * 86_400)).toBe('12 Oct')
    expect(relative(400 * 86_400)).toBe('17 Oct 2025')
  })
})

describe('absolute times', () => {
  it('name day, second and zone', () => {
    expect(formatAbsolute(now, 'UTC')).toBe('Sat, 21 Nov 2026, 12:00:00 UTC')
    expect(formatAbsolute(now, 'Asia/Kolkata')).toBe('Sat, 21 Nov 2026, 17:30:00 GMT+5:30')
  })
})

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [0.02, '0.1 s'],
    [0.42, '0.4 s'],
    [1, '1 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [3_600, '1 h'],
    [187_200, '2 d 4 h'],
    [86_400 + 59, '1 d'],
    [2_000 * 86_400, '2,000 d'],
    [-200, '−3 min 20 s'],
  ])('say %d s as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words)
  })
})

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1 KB'],
    [1_468_006, '1.4 MB'],
    [1_048_575, '1 MB'],
    [248_034_361_344, '231 GB'],
    [2 ** 60, '1024 PB'],
  ])('say %d bytes as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words)
  })
})

describe('counts', () => {
  it('are grouped, and keep as many digits as they are told', () => {
    expect(formatCount(1_248_000)).toBe('1,248,000')
    expect(formatCount(0.256, 2)).toBe('0.26')
    expect(formatCount(12.7)).toBe('13')
  })
})
