import { describe, expect, it } from 'vitest'
import { nextRun } from './cron.ts'

const next = (cron: string, from: string) => nextRun(cron, new Date(from))?.toISOString() ?? null

describe('nextRun', () => {
  it('finds the next minute of a step', () => {
    expect(next('*/5 * * * *', '2026-03-01T10:03:20Z')).toBe('2026-03-01T10:05:00.000Z')
  })

  it('never answers the minute that has begun', () => {
    expect(next('*/5 * * * *', '2026-03-01T10:05:00Z')).toBe('2026-03-01T10:10:00.000Z')
  })

  it('goes on to the next day, month and year', () => {
    expect(next('30 4 * * *', '2026-12-31T05:00:00Z')).toBe('2027-01-01T04:30:00.000Z')
    expect(next('0 0 1 2 *', '2026-03-01T00:00:00Z')).toBe('2027-02-01T00:00:00.000Z')
  })

  it('reads lists, ranges and days of the week', () => {
    expect(next('15,45 8-9 * * 1-5', '2026-03-06T09:50:00Z')).toBe('2026-03-09T08:15:00.000Z')
  })

  it('knows that some lines never run and that some are no lines', () => {
    expect(next('0 0 31 2 *', '2026-03-01T00:00:00Z')).toBeNull()
    expect(next('@daily', '2026-03-01T00:00:00Z')).toBeNull()
  })
})
