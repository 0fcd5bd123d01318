import { describe, expect, it } from 'vitest'
import { localAddress } from './local-address.ts'

describe('localAddress', () => {
  it('leads back to a page of Windlass with its view', () => {
    expect(localAddress('/settings/people?role=admin')).toBe('/settings/people?role=admin')
  })

  it.each([undefined, '', 'https://example.com', '//example.com', '/\\example.com', 'javascript:alert(1)'])(
    'leads home from %s',
    (back) => {
      expect(localAddress(back)).toBe('/')
    },
  )

  it('never leads back to signing in', () => {
    expect(localAddress('/sign-in?back=/')).toBe('/')
  })
})
