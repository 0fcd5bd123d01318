import { describe, expect, it } from 'vitest'
import { missingScopes } from '../verify/scopes.ts'
import { readApiAddress } from './api-address.ts'
import { readTokens } from './tokens.ts'
import { readWorkspace } from './workspace.ts'

describe('tokens that were typed in', () => {
  it('takes several by comma or line, each once', () => {
    const drafts = readTokens({
      kind: 'access_token',
      tokens: ' one,two\n three\r\none, ',
      label: 'Backfill',
    })
    expect(drafts.map(({ secret, label }) => [secret, label])).toEqual([
      ['one', 'Backfill 1'],
      ['two', 'Backfill 2'],
      ['three', 'Backfill 3'],
    ])
  })

  it('counts each access token as itself and every API token of an account as that account', () => {
    const identities = (tokens: string, email?: string) =>
      readTokens({ kind: email ? 'api_token' : 'access_token', tokens, email }).map((one) => one.identity)
    expect(new Set(identities('one,two')).size).toBe(2)
    expect(identities('one')).toEqual(identities('one'))
    expect(identities('one').join()).not.toContain('one')
    expect(identities('one,two', 'Ada@Example.com')).toEqual([
      'account ada@example.com',
      'account ada@example.com',
    ])
  })

  it.each([
    [{ kind: 'access_token', tokens: ' , \n' }, /No token/],
    [{ kind: 'access_token', tokens: 'one', email: 'ada@example.com' }, /no e-mail address/],
    [{ kind: 'api_token', tokens: 'one' }, /needs the e-mail address/],
    [{ kind: 'api_token', tokens: 'one', email: 'a:b@example.com' }, /needs the e-mail address/],
    [{ kind: 'access_token', tokens: 'öne' }, /characters that no token has/],
    [{ kind: 'api_token', tokens: 'ATBBsecret', email: 'ada@example.com' }, /app password.*ended/],
    [{ kind: 'access_token', tokens: 'ATATT3secret' }, /This is an API token, not an access token/],
    [{ kind: 'api_token', tokens: 'ATCTT3secret', email: 'ada@example.com' }, /This is an access token, not/],
  ] as const)('refuses %j without repeating it', (entry, message) => {
    expect(() => readTokens(entry)).toThrow(message)
    expect(() => readTokens(entry)).not.toThrow(/secret|öne/)
  })
})

describe('a workspace as it is pasted', () => {
  it.each([
    ['acme', 'acme'],
    [' Acme ', 'acme'],
    ['https://bitbucket.org/acme/', 'acme'],
    ['https://bitbucket.org/acme/workspace/repositories/?sort=name', 'acme'],
    ['bitbucket.org/acme/web-shop/src/main/', 'acme'],
    ['https://bitbucket.org/account/user/acme/projects', 'acme'],
    ['https://api.bitbucket.org/2.0/workspaces/acme/members', 'acme'],
  ])('reads %s', (pasted, slug) => expect(readWorkspace(pasted)).toBe(slug))

  it.each(['', 'https://bitbucket.org/', 'a/b', '..', 'a b', 'https://[', '{uuid}'])(
    'refuses "%s"',
    (pasted) => expect(() => readWorkspace(pasted)).toThrow(/Give the slug/),
  )
})

describe('the address of an API', () => {
  it.each([
    ['http://127.0.0.1:7990', 'http://127.0.0.1:7990/2.0'],
    ['https://gateway.example.com/bitbucket/2.0/', 'https://gateway.example.com/bitbucket/2.0'],
  ])('keeps %s as %s', (given, kept) => expect(readApiAddress(given)).toBe(kept))

  it.each([
    'nonsense',
    'ftp://example.com',
    'https://a:b@example.com',
    'https://example.com/2.0?x=1',
    "https://example.com/'",
  ])('refuses %s', (given) => expect(() => readApiAddress(given)).toThrow(/The request is not valid/))
})

describe('missing scopes', () => {
  it('are told by the names that the kind of credential has for them', () => {
    expect(missingScopes('access_token', ['pullrequest', 'account', 'pipeline'])).toEqual([
      { scope: 'project', need: 'optional', streams: ['projects'] },
      { scope: 'repository:admin', need: 'optional', streams: ['branch_restrictions'] },
      { scope: 'webhook', need: 'optional', streams: ['webhooks'] },
    ])
    // No access token can be granted that of issues.
    expect(missingScopes('oauth', ['pullrequest']).map(({ scope }) => scope)).toContain('issue')
    const tokens = missingScopes('api_token', ['read:pullrequest:bitbucket'])
    expect(tokens.filter(({ need }) => need === 'needed').map(({ scope }) => scope)).toEqual([
      'read:repository:bitbucket',
    ])
  })
})
