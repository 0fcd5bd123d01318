import { describe, expect, it } from 'vitest'
import { timing } from './heartbeat.ts'

describe('the timing of the worker', () => {
  it('has the jobs of a dead process running again within a minute', () => {
    // Taken for dead, noticed at the beat after at the latest, found by the poll after that.
    expect(timing.deadAfter + timing.beat + timing.poll).toBeLessThanOrEqual(60_000)
  })

  it('does not take a process for dead that missed two beats', () => {
    expect(timing.deadAfter).toBeGreaterThan(2 * timing.beat)
  })

  it('stops within eight seconds', () => {
    expect(timing.finish + timing.leaveOff).toBeLessThanOrEqual(7_500)
  })
})
