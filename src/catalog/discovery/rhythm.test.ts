import { describe, expect, it } from 'vitest'
import { type Rhythm, reconcile } from './rhythm.ts'

const now = new Date('2026-11-29T00:00:00Z')
const connection: Rhythm = { frequency_minutes: 180, cron: null, since: null, range_days: 180 }
const wish = { frequency_minutes: 180, since: null }

describe('what a discovery asks of its connection', () => {
  it('changes nothing that the connection does already', () => {
    expect(reconcile(connection, wish, now).change).toEqual({})
    expect(reconcile(connection, { ...wish, frequency_minutes: 1440 }, now)).toMatchObject({
      ...{ frequency_minutes: 180, change: {} },
      reasons: [expect.stringContaining('more often already'), expect.stringContaining('No start')],
    })
  })

  it('takes the shorter interval of both', () => {
    expect(reconcile(connection, { ...wish, frequency_minutes: 30 }, now)).toMatchObject({
      ...{ frequency_minutes: 30, change: { frequency_minutes: 30 } },
      reasons: [expect.stringContaining('shortest interval'), expect.any(String)],
    })
  })

  it('leaves the times of a connection that has times of its own', () => {
    const told = reconcile({ ...connection, cron: '0 6 * * *' }, { ...wish, frequency_minutes: 30 }, now)
    expect(told.change).toEqual({})
    expect(told.reasons[0]).toContain('0 6 * * *')
  })

  it('takes the earlier start of both, be it a day or a number of days', () => {
    const early = new Date('2026-01-01T00:00:00Z')
    const late = new Date('2026-10-01T00:00:00Z')
    expect(reconcile(connection, { ...wish, since: early }, now).change).toEqual({ since: early })
    expect(reconcile(connection, { ...wish, since: late }, now)).toMatchObject({ since: null, change: {} })
    const fixed = { ...connection, since: new Date('2025-06-01T00:00:00Z') }
    expect(reconcile(fixed, { ...wish, since: early }, now)).toMatchObject({ since: fixed.since, change: {} })
  })
})
