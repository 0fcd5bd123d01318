import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { webhookCurl } from './curl.ts'

const wanted = {
  apiUrl: 'https://api.bitbucket.org/2.0',
  workspace: 'acme',
  url: 'https://windlass.example/webhooks/bitbucket',
  events: ['pullrequest:created', 'pullrequest:fulfilled'],
  secret: null,
  uuid: null,
}

/** What a shell hands to curl. */
function heard(command: string): string[] {
  const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }; ${command}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

it('sends description, address, secret and events as a shell runs it, with either kind of token', () => {
  const [bearer, basic] = webhookCurl(wanted).map(({ command }) => heard(command))
  expect(bearer?.slice(0, 9)).toEqual([
    ...['-X', 'POST', 'https://api.bitbucket.org/2.0/workspaces/acme/hooks'],
    ...['-H', 'Authorization: Bearer TOKEN', '-H', 'Accept: application/json'],
    ...['-H', 'Content-Type: application/json'],
  ])
  expect(JSON.parse(bearer?.at(-1) ?? '')).toEqual({
    ...{ description: 'Windlass', url: wanted.url, active: true, secret: 'SECRET', events: wanted.events },
  })
  expect(basic?.[4]).toBe(`Authorization: Basic ${Buffer.from('EMAIL:API_TOKEN').toString('base64')}`)
  expect(basic?.at(-1)).toBe(bearer?.at(-1))
})

it('holds whatever the secret is made of', () => {
  const secret = `it's "$HOME" \\ \`id\` !`
  const [first] = webhookCurl({ ...wanted, secret })
  expect(JSON.parse(heard(first?.command ?? '').at(-1) ?? '')).toMatchObject({ secret })
})

it('changes the webhook that is there', () => {
  const [first] = webhookCurl({ ...wanted, uuid: '11111111-2222-4333-8444-555555555555' })
  expect(heard(first?.command ?? '').slice(0, 3)).toEqual([
    ...['-X', 'PUT', `${wanted.apiUrl}/workspaces/acme/hooks/%7B11111111-2222-4333-8444-555555555555%7D`],
  ])
})
