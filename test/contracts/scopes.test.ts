import { expect, it } from 'vitest'
import { missingScopes, scopeTable } from '../../src/connections/verify/scopes.ts'
import { connectors } from '../../src/connectors/index.ts'
import { scopesOf } from '../../web/pages/integrations/scopes.ts'

it.each(['access_token', 'api_token'] as const)(
  'tells people of %s the scopes that verifying looks for',
  (kind) => {
    expect(scopesOf(kind)).toEqual(missingScopes(kind, []))
  },
)

it('has a row for every scope that a stream declares', () => {
  const declared = new Set(connectors.flatMap(({ streams }) => streams.flatMap(({ scopes }) => scopes)))
  expect(declared.size).toBeGreaterThan(3)
  const known = scopeTable.map(({ scope }) => scope)
  expect([...declared].filter((scope) => !known.includes(scope))).toEqual([])
})
