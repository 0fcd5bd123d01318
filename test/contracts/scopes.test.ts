import { expect, it } from 'vitest'
import { missingScopes } from '../../src/connections/verify/scopes.ts'
import { scopesOf } from '../../web/pages/integrations/scopes.ts'

it.each(['access_token', 'api_token'] as const)(
  'tells people of %s the scopes that verifying looks for',
  (kind) => {
    expect(scopesOf(kind)).toEqual(missingScopes(kind, []))
  },
)
