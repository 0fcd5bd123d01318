import { describe, expect, it } from 'vitest'
import { healthOf } from './health.ts'

const well = {
  state: 'active',
  credentials: [{ health: 'ok' }, { health: 'ok' }],
  workspaces: [{}],
  newest: { state: 'complete' },
  gaps: false,
} as const

describe('the health of a connection', () => {
  it('is good when the last run was complete and nothing is missing', () => {
    expect(healthOf(well).level).toBe('good')
  })

  it('says that it is suspended before anything else', () => {
    expect(healthOf({ ...well, state: 'suspended', credentials: [] }).sentence).toMatch(/^Suspended/)
  })

  it('is bad when no credential works, and wants attention when some do', () => {
    expect(healthOf({ ...well, credentials: [{ health: 'rejected' }] }).level).toBe('bad')
    const some = healthOf({ ...well, credentials: [{ health: 'rejected' }, { health: 'ok' }] })
    expect(some).toEqual({
      level: 'attention',
      sentence: '1 of 2 credentials is refused; the others go on.',
    })
  })

  it('is unknown before the first run', () => {
    expect(healthOf({ ...well, newest: undefined }).level).toBe('unknown')
  })

  it('wants attention while there are gaps, whatever the run says of itself', () => {
    expect(healthOf({ ...well, gaps: true }).level).toBe('attention')
    expect(healthOf({ ...well, newest: { state: 'incomplete' } }).level).toBe('attention')
  })
})
