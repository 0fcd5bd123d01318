import { expect, test } from 'vitest'
import { createLedger, type Entry } from './ledger.ts'

const entry = (edit: Partial<Entry>): Entry => ({
  at: 1,
  identity: 'token:1',
  class: 'api',
  method: 'GET',
  template: '/user',
  path: '/2.0/user',
  status: 200,
  bytes: 10,
  ms: 1,
  ...edit,
})

test('the ledger counts by template, identity, class and status, and forgets when told', () => {
  const ledger = createLedger(() => 5)
  ledger.record(entry({}))
  ledger.record(entry({ status: 429, identity: 'token:2' }))
  ledger.record(entry({ class: 'git', template: '/{workspace}/{repo_slug}.git', bytes: 5 }))
  const report = ledger.report()
  expect(report.total).toEqual({ requests: 3, bytes: 25, statuses: { 200: 2, 429: 1 } })
  expect(report.byTemplate['GET /user']).toMatchObject({ requests: 2, statuses: { 200: 1, 429: 1 } })
  expect(report.byIdentity['token:2']?.requests).toBe(1)
  expect(report.byClass.git?.bytes).toBe(5)
  expect(ledger.entries(1)).toHaveLength(1)
  ledger.reset()
  expect(ledger.report().total.requests).toBe(0)
  expect(ledger.entries()).toEqual([])
})
