import { Type } from '@sinclair/typebox'
import { describe, expect, it } from 'vitest'
import { type AnyStream, defineStream } from '../stream.ts'
import { isDue } from './due.ts'

const now = new Date('2026-01-10T12:00:00Z')
const changed = new Date('2030-01-01T00:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

function stream(again: AnyStream['again']): AnyStream {
  return defineStream({
    name: 'things',
    doc: 'Things of the test.',
    documentation: 'https://example.com',
    per: 'repository',
    scopes: [],
    cost: '1',
    tables: [],
    walk: 'all',
    again,
    projectionVersion: 1,
    request: () => ({ path: '/things', query: {} }),
    item: Type.Object({}),
    key: () => 'thing',
    rows: () => ({}),
  })
}

function known(
  minutes: number | null,
  more: { lookAgainAt?: Date; unsettled?: boolean; hole?: boolean } = {},
) {
  const completeAt = minutes === null ? null : ago(minutes)
  return { completeAt, lookAgainAt: null, sourceChangedOn: changed, unsettled: false, hole: false, ...more }
}

describe('whether a stream is asked again', () => {
  it('is yes when its range was moved back, even if nothing was pushed', () => {
    expect(isDue(stream('when-pushed'), known(60, { hole: true }), changed, now)).toBe(true)
    expect(isDue(stream('when-pushed'), known(60), changed, now)).toBe(false)
  })

  it('is yes as long as it was never read to its end', () => {
    for (const again of ['every-cycle', 'when-pushed', 'daily'] as const) {
      expect(isDue(stream(again), undefined, null, now)).toBe(true)
      expect(isDue(stream(again), known(null), null, now)).toBe(true)
    }
  })

  it('is yes in every cycle only for what cannot be seen from the repository', () => {
    expect(isDue(stream('every-cycle'), known(1), null, now)).toBe(true)
    expect(isDue(stream('when-pushed'), known(10), ago(60), now)).toBe(false)
    expect(isDue(stream('daily'), known(600), ago(1), now)).toBe(false)
  })

  it('is yes after a push, by the clock of the source alone', () => {
    const later = new Date(changed.getTime() + 1)
    expect(isDue(stream('when-pushed'), known(60), later, now)).toBe(true)
    expect(isDue(stream('when-pushed'), known(60), changed, now)).toBe(false)
    expect(isDue(stream('when-pushed'), { ...known(60), sourceChangedOn: null }, changed, now)).toBe(true)
  })

  it('is yes once a day for everything', () => {
    expect(isDue(stream('daily'), known(24 * 60), null, now)).toBe(true)
    expect(isDue(stream('when-pushed'), known(24 * 60), null, now)).toBe(true)
  })

  it('is yes while something runs, but not more often than every quarter of an hour', () => {
    expect(isDue(stream('when-pushed'), known(20, { unsettled: true }), null, now)).toBe(true)
    expect(isDue(stream('when-pushed'), known(5, { unsettled: true }), null, now)).toBe(false)
  })

  it('is no while one that had nothing is let rest', () => {
    const lookAgainAt = new Date(now.getTime() + 1)
    expect(isDue(stream('every-cycle'), known(60, { lookAgainAt }), ago(1), now)).toBe(false)
  })
})
