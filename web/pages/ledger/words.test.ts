import { expect, it } from 'vitest'
import type { Account } from './queries.ts'
import { limitOf, sentenceOf, titleOf } from './words.ts'

const account: Account = {
  identity: 'workspace',
  class: 'api',
  credentials: [{ id: '1', label: 'token 1', connection: { id: '1', alias: 'Acme' } }],
  limit: 1000,
  limit_source: 'plan',
  used: 400,
  reserved: 200,
  left: 400,
  used_by_people: 10,
  foreign: 90,
  parked_until: null,
  refusals: 0,
}

const ledger = (...accounts: Account[]) => ({ window_seconds: 3600, accounts, hours: [], spenders: [] })

it('names an account by its credentials and its class', () => {
  expect(titleOf(account)).toBe('Acme: token 1 · API')
})

it('says how the limit is known', () => {
  expect(limitOf({ ...account, limit_source: 'person' }, 3600)).toBe(
    '1,000 requests an hour, as set by a person.',
  )
})

it('says first what is parked, then what may be sent', () => {
  expect(sentenceOf(ledger(account))).toBe(
    'Background work may send 400 API requests now; nothing is parked.',
  )
  expect(sentenceOf(ledger(account, { ...account, parked_until: '2026-03-02T11:00:00Z' }))).toMatch(
    /^1 of 2 accounts is parked/,
  )
  expect(sentenceOf(ledger({ ...account, left: 0 }))).toMatch(/^Background work has nothing left/)
})
