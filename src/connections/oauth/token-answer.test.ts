import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../../errors.ts'
import { haveAppPasswordsEnded } from '../expiry/app-passwords.ts'
import { readSiteAddress } from './site-address.ts'
import { readTokenAnswer } from './token-answer.ts'

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
  return 'none'
}
const given = {
  access_token: 'a',
  refresh_token: 'r',
  expires_in: 7200,
  scopes: 'account repository',
  more: 1,
}

describe('an answer of the token endpoint', () => {
  it('brings the tokens, and how long they live by its own account', () => {
    expect(readTokenAnswer({ status: 200, body: given })).toEqual({
      ...{ accessToken: 'a', refreshToken: 'r', seconds: 7200, scopes: ['account', 'repository'] },
    })
    const least = { access_token: 'a', expires_in: 3600 }
    expect(readTokenAnswer({ status: 200, body: least })).toMatchObject({ refreshToken: null, scopes: null })
  })

  it('tells an app that is not known from access that is not', () => {
    const refusal = (error: string) => () => readTokenAnswer({ status: 400, body: { error } })
    expect(codeOf(refusal('invalid_client'))).toBe('oauth_app_refused')
    expect(codeOf(refusal('invalid_grant'))).toBe('oauth_refused')
    expect(codeOf(() => readTokenAnswer({ status: 200, body: { ...given, access_token: 'a\nb' } }))).toBe(
      'source_unreadable',
    )
  })

  it('is a failure with a code whatever else it is, and never repeats a token', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(codeOf(() => readTokenAnswer({ status: 400, body }))).toMatch(
          /^(source_unreadable|oauth_\w+)$/,
        )
      }),
      { numRuns: 200 },
    )
    const half = { access_token: 'secret-of-half-an-answer', expires_in: 'soon' }
    expect(() => readTokenAnswer({ status: 200, body: half })).toThrow(/^(?!.*secret-of-half)/)
  })
})

describe('app passwords', () => {
  it('are refused for good from 28 July 2026 on, and for hours before', () => {
    expect(haveAppPasswordsEnded(new Date('2026-07-27T23:59:59Z'))).toBe(false)
    expect(haveAppPasswordsEnded(new Date('2026-07-28T00:00:00Z'))).toBe(true)
  })
})

describe('the address of a site', () => {
  it('is kept without a slash at its end', () => {
    expect(readSiteAddress('https://Gate.example.com/bitbucket//')).toBe('https://gate.example.com/bitbucket')
  })

  it.each([
    'bitbucket.org',
    'ftp://bitbucket.org',
    'https://a:b@bitbucket.org',
    'https://bitbucket.org/?x=1',
    'https://bitbucket.org/#x',
  ])('is not %s', (address) => {
    expect(codeOf(() => readSiteAddress(address))).toBe('invalid_input')
  })
})
