import { expect, it } from 'vitest'
import { expiryOf } from './expiry.ts'

it.each([
  [null, 'never'],
  ['2026-06-01T00:00:00Z', 'later'],
  ['2026-03-14T00:00:00Z', 'soon'],
  ['2026-03-01T00:00:00Z', 'expired'],
])('a key that ends at %s is called %s', (expires_at, expected) => {
  expect(expiryOf({ expires_at }, new Date('2026-03-01T00:00:00Z'))).toBe(expected)
})
