import { describe, expect, it } from 'vitest'
import { type Known, stateOf } from './state.ts'

const well = {
  installation: {
    version: '1.2.3',
    demo: false,
    node: '20.20.0',
    started_at: '2026-03-01T10:00:00Z',
    database: { version: '18.4', bundled: true, bytes: 12_000_000, migration: '0004_secrets' },
    data_directory: { path: '/srv/windlass', free_bytes: 60, total_bytes: 100 },
    proxy: null,
    support: { email: null, url: null },
  },
  jobs: {
    states: { waiting: 0, running: 0, retrying: 0, dead: 0 },
    processes: [
      {
        id: 'p1',
        role: 'all',
        host: 'one',
        started_at: '2026-03-01T10:00:00Z',
        seen_at: '2026-03-01T10:00:05Z',
      },
    ],
    dirty: [],
    parked: { keys: 0, newest: [] },
  },
  keyLost: false,
  attention: false,
} satisfies Known

describe('the state of the installation', () => {
  it('is well when every part is', () => {
    expect(stateOf(well)).toMatchObject({ level: 'good', sentence: expect.stringContaining('All is well') })
  })

  it('does not say that all is well while something else needs attention', () => {
    expect(stateOf({ ...well, attention: true })).toMatchObject({
      ...{ level: 'good', sentence: expect.stringContaining('needs attention') },
    })
  })

  it('is not known before anything has answered', () => {
    expect(stateOf({ installation: null, jobs: null, keyLost: false, attention: false }).level).toBe(
      'unknown',
    )
  })

  it('asks for somebody when jobs are dead or the disk is nearly full', () => {
    const dead = { ...well, jobs: { ...well.jobs, states: { ...well.jobs.states, dead: 2 } } }
    expect(stateOf(dead)).toMatchObject({
      level: 'attention',
      sentence: '2 jobs are dead.',
    })
    const disk = { path: '/srv/windlass', free_bytes: 4, total_bytes: 100 }
    expect(stateOf({ ...well, installation: { ...well.installation, data_directory: disk } }).level).toBe(
      'attention',
    )
  })

  it('asks for somebody when keys are parked', () => {
    const parked = { ...well, jobs: { ...well.jobs, parked: { keys: 1, newest: [] } } }
    expect(stateOf(parked).sentence).toBe('1 key is parked.')
  })

  it('names what is broken before what needs attention', () => {
    const jobs = { ...well.jobs, processes: [], states: { ...well.jobs.states, dead: 1 } }
    expect(stateOf({ ...well, jobs, keyLost: true }).sentence).toBe(
      'No process works off the jobs, and stored secrets cannot be opened.',
    )
  })
})
