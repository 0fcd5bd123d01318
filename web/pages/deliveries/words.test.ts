import { describe, expect, it } from 'vitest'
import type { Delivery } from './queries.ts'
import { countOf, effectOf, filterWords, placeOf } from './words.ts'

function delivery(more: Partial<Delivery>): Delivery {
  return {
    ...{ id: '1', event: 'repo:push', request_uuid: 'a', attempt: 1, received_at: '2026-11-28T12:00:00Z' },
    ...{ state: 'done', connection: { id: '1', alias: 'Acme' }, workspace: 'acme', repository: null },
    ...{ subject: null, tries: 0, next_at: null, settled_at: null, replayed_at: null, lag_seconds: null },
    ...{ changed: null, requests: null, effects: null, error: null },
    ...more,
  }
}

function done(tables: Record<string, number>, requests = 0, note: string | null = null) {
  const changed = Object.values(tables).reduce((sum, count) => sum + count, 0)
  return effectOf(delivery({ changed, requests, effects: { tables, read: [], note } }))
}

describe('the effect of a delivery', () => {
  it('says which rows changed and what that cost', () => {
    expect(done({ pull_requests: 1 })).toBe('1 pull request, 0 requests')
    expect(done({ commits: 30, branches: 2, repositories: 1, tags: 3 }, 1)).toBe(
      '1 repository, 2 branches, 33 rows of other tables, 1 request',
    )
    expect(done({ commit_statuses: 1 })).toBe('1 commit status, 0 requests')
    expect(done({}, 2)).toBe('Nothing new, 2 requests')
  })

  it('says why nothing had to be done', () => {
    expect(done({}, 0, 'It is older than what is known.')).toBe('It is older than what is known.')
  })

  it('says what a delivery waits for, and why it failed', () => {
    expect(effectOf(delivery({ state: 'waiting' }))).toBe('Waits to be looked at')
    expect(effectOf(delivery({ state: 'placed' }))).toBe('Waits for its turn')
    expect(effectOf(delivery({ state: 'placed', tries: 1, error: 'It broke.' }))).toBe(
      'Failed once: It broke.',
    )
    expect(effectOf(delivery({ state: 'dead', error: 'It broke.' }))).toBe('It broke.')
    expect(effectOf(delivery({ state: 'unknown' }))).toBe('Tells nothing that is collected')
  })
})

it('counts one of a table in the singular', () => {
  expect([countOf('branches', 1), countOf('pipelines', 1), countOf('commit_statuses', 2)]).toEqual([
    '1 branch',
    '1 pipeline',
    '2 commit statuses',
  ])
})

it('names the place of a delivery, and what a filter means', () => {
  expect(placeOf({ workspace: 'acme', repository: 'web' })).toBe('acme/web')
  expect(placeOf({ workspace: 'acme', repository: null })).toBe('acme')
  expect(filterWords({ connection: '3', event: 'repo:', state: 'dead' }, 'Acme')).toEqual([
    'connection Acme',
    'event repo:',
    'state dead',
  ])
})
