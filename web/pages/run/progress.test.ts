import { describe, expect, it } from 'vitest'
import { type Counts, countsOf, doneOf, sentenceOf, totalOf } from './progress.ts'

const none: Counts = { complete: 0, skipped: 0, gap: 0, running: 0, waiting: 0 }
const now = new Date('2026-03-01T10:00:00Z')

const run = (over: Partial<Parameters<typeof sentenceOf>[0]>) =>
  sentenceOf(
    {
      state: 'running',
      started_at: '2026-03-01T09:57:00Z',
      ended_at: null,
      error: null,
      streams: [
        { ...none, complete: 6, skipped: 2, waiting: 3 },
        { ...none, gap: 1, running: 1 },
      ],
      totals: { eta: null, eta_reason: 'too_early' },
      ...over,
    },
    now,
  )

describe('the progress of a run', () => {
  it('is the sum of its streams, where what was skipped or became a gap is done', () => {
    const counts = countsOf([
      { ...none, complete: 6, waiting: 3 },
      { ...none, gap: 1, skipped: 2 },
    ])
    expect(totalOf(counts)).toBe(12)
    expect(doneOf(counts)).toBe(9)
  })

  it('tells when it ends as a span, and why nobody can say', () => {
    const eta = { from: '2026-03-01T10:04:00Z', to: '2026-03-01T10:06:00Z' }
    expect(run({ totals: { eta, eta_reason: null } })).toBe('9 of 13 slices are done; it ends in 4 to 6 min.')
    const endsIn = (from: string, to: string) =>
      run({ totals: { eta: { from: `2026-03-01T${from}Z`, to: `2026-03-01T${to}Z` }, eta_reason: null } })
    expect(endsIn('10:03:23', '10:05:03')).toContain('it ends in 3 to 6 min.')
    expect(endsIn('10:00:41', '10:01:33')).toContain('it ends in 40 s to 1 min 40 s.')
    expect(endsIn('10:00:20', '10:00:20')).toContain('it ends in about 20 s.')
    expect(endsIn('22:10:00', '23:50:00')).toContain('it ends in 12 to 14 h.')
    expect(run({})).toBe('9 of 13 slices are done; it is too early to say when it ends.')
  })

  it('tells how it ended', () => {
    const ended_at = '2026-03-01T10:00:00Z'
    expect(run({ state: 'complete', ended_at })).toBe(
      'Complete after 3 min: everything that was asked for is read.',
    )
    expect(run({ state: 'incomplete', ended_at })).toBe(
      'Ended after 3 min with 1 gap: 6 slices are read, 2 skipped.',
    )
    expect(run({ state: 'failed', ended_at, error: 'The key is lost.' })).toBe(
      'Failed after 3 min: The key is lost.',
    )
    expect(run({ state: 'cancelled', ended_at })).toBe(
      'Cancelled: 9 of 13 slices are done. The next run goes on from there.',
    )
  })
})
