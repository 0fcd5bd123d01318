import { describe, expect, it } from 'vitest'
import { payloadHolds, readPayload } from './delivery-payload.ts'

const read = (body: unknown) => readPayload(Buffer.from(JSON.stringify(body)))
const shown = (text: string) => JSON.parse(read({ text }).text).text

describe('the payload of a delivery', () => {
  it('is laid out in lines when it is JSON, and text when it is not', () => {
    expect(readPayload(Buffer.from('{"a":{"b":[1,"ü"]}}'))).toEqual({
      text: '{\n  "a": {\n    "b": [\n      1,\n      "ü"\n    ]\n  }\n}',
      ...{ is_json: true, masked: 0, is_cut: false },
    })
    expect(readPayload(Buffer.from('not { JSON'))).toMatchObject({ text: 'not { JSON', is_json: false })
    expect(readPayload(Buffer.alloc(0))).toMatchObject({ text: '', is_json: false })
  })

  it('shows what no screen should be sent as codes', () => {
    expect(readPayload(Buffer.from('a\u0007\u202eb\tc\n')).text).toBe('a\\u0007\\u202eb\tc\n')
    expect(read({ a: '\u202e' }).text).toContain('"\\u202e"')
    expect(readPayload(Buffer.of(0xff, 0x41)).text).toBe('\ufffdA')
  })

  it('masks what stands below the name of a secret, and keeps whether there is one', () => {
    const { text, masked } = read({
      ...{ token: 'abc', client_secret: 'x', Password: 12, private_key: ['a', { b: 'c' }], apiKey: 'q' },
      ...{ next_token: null, has_password: false, key: 'PROJ', author: { nickname: 'ada' } },
    })
    expect(JSON.parse(text)).toEqual({
      ...{ token: '[masked]', client_secret: '[masked]', Password: '[masked]' },
      ...{ private_key: ['[masked]', { b: '[masked]' }], apiKey: '[masked]' },
      ...{ next_token: null, has_password: false, key: 'PROJ', author: { nickname: 'ada' } },
    })
    expect(masked).toBe(6)
  })

  it.each([
    ['see ATCTT3xFfGN0abcdef=12 there', 'see [masked] there'],
    ['ATATT3xFfGF0abc_def-12', '[masked]'],
    ['ATBBabcdefgh12', '[masked]'],
    ['https://x-token-auth:abc123@bitbucket.org/a/b.git', 'https://[masked]@bitbucket.org/a/b.git'],
    ['https://ada:geheim@example.com/a', 'https://[masked]@example.com/a'],
    ['git clone x-token-auth:abc123@host', 'git clone x-token-auth:[masked]@host'],
    ['Authorization: Basic YWRhOmdlaGVpbQ==', 'Authorization: Basic [masked]'],
    ['https://example.com/?a=b&access_token=zzz&c=d', 'https://example.com/?a=b&access_token=[masked]&c=d'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----!', '[masked]!'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2ln', '[masked]'],
  ])('masks what is shaped like a secret: %s', (text, expected) => {
    expect(shown(text)).toBe(expected)
    expect(readPayload(Buffer.from(`no json: ${text}`)).text).toBe(`no json: ${expected}`)
  })

  it('leaves alone what only looks like one', () => {
    for (const text of [
      'Basic authentication is gone',
      'https://example.com:8080/a@b',
      'ATLAS-12',
      'fix(token): x',
    ]) {
      expect(shown(text)).toBe(text)
    }
  })

  it('says when it is cut', () => {
    const { text, is_cut } = read({ long: 'a'.repeat(300_000) })
    expect([text.length, is_cut]).toEqual([200_000, true])
  })

  it('is nested as deeply as a sender likes', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(readPayload(Buffer.from(deep))).toMatchObject({ is_json: false, is_cut: false })
  })

  it('is searched without its secrets', () => {
    const body = Buffer.from(
      JSON.stringify({ title: 'Fix Ärger', token: 'a"b\nlong', url: 'https://u:pw@h' }),
    )
    expect(payloadHolds(body, 'fix ärg')).toBe(true)
    expect(payloadHolds(body, '"TITLE":"Fix')).toBe(true)
    for (const secret of ['long', 'a\\"b', 'u:pw', 'pw@']) expect(payloadHolds(body, secret)).toBe(false)
  })
})
