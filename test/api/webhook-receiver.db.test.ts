import { createHmac, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealSecret } from '../../src/connections/credentials.ts'
import { transaction } from '../../src/db/pool.ts'
import { type TestServer, testServer } from './server.ts'

const secret = 'the secret of the first webhook'
const previous = 'the secret before that one'
const ended = 'the secret that ended yesterday'
const foreign = 'the secret of another connection'
const hookUuid = 'd6a1a2b3-0001-4002-8003-000000000001'

let one: TestServer
let first: Door
let second: Door
beforeAll(async () => {
  one = await testServer()
  first = await makeDoor('first', { secret, previous, until: '1 hour', uuid: hookUuid })
  second = await makeDoor('second', { secret: foreign, previous: ended, until: '-1 second', uuid: null })
})
afterAll(() => one?.close())

interface Door {
  readonly connection: string
  readonly webhook: string
}

interface Secrets {
  readonly secret: string
  readonly previous: string
  readonly until: string
  readonly uuid: string | null
}

async function makeDoor(alias: string, given: Secrets): Promise<Door> {
  const { pool, kysely } = one.database
  const insert = async (text: string, values: unknown[]) =>
    String((await pool.query(text, values)).rows[0].id)
  const connection = await insert(
    `insert into connections (connector, alias, api_url) values ('bitbucket-cloud', $1, 'https://api.example.com/2.0') returning id`,
    [alias],
  )
  const workspace = await insert(
    'insert into workspaces (uuid, slug, name, connection_id) values ($1, $2, $2, $3) returning id',
    [randomUUID(), alias, connection],
  )
  const webhook = await insert(
    `insert into webhooks (workspace_id, connection_id, state, uuid, previous_secret_until)
     values ($1, $2, 'registered', $3, now() + $4::interval) returning id`,
    [workspace, connection, given.uuid, given.until],
  )
  for (const [purpose, text] of [
    ['webhook', given.secret],
    ['webhook_previous', given.previous],
  ] as const)
    await transaction(kysely, (tx) => sealSecret(tx, one.keyRing, { purpose, record: webhook }, text))
  return { connection, webhook }
}

const body = JSON.stringify({ repository: { uuid: '{0}' }, text: 'A push with an ä in it' })

function sign(text: string | Buffer, key = secret, algorithm = 'sha256'): string {
  return `${algorithm}=${createHmac(algorithm, key).update(text).digest('hex')}`
}

interface Sent {
  readonly url?: string
  readonly payload?: string | Buffer
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>
}

/** What Bitbucket sends, but for what a case bends. */
async function send({ url = '/webhooks/bitbucket', payload = body, headers = {} }: Sent) {
  const all = {
    'content-type': 'application/json',
    'user-agent': 'Bitbucket-Webhooks/2.0',
    'x-event-key': 'repo:push',
    'x-hook-uuid': hookUuid,
    'x-request-uuid': randomUUID(),
    'x-attempt-number': '1',
    'x-hub-signature': sign(payload),
    ...headers,
  }
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  return one.server.inject({ method: 'POST', url, payload, headers: given as Record<string, string> })
}

async function stored(): Promise<number> {
  return Number((await one.database.pool.query('select count(*) from deliveries')).rows[0].count)
}

describe('a delivery that is signed', () => {
  it.each<[string, () => Sent]>([
    ['with the secret', () => ({})],
    ['at the address of its connection', () => ({ url: `/webhooks/bitbucket/${first.connection}` })],
    [
      'with the secret before, while that is still taken',
      () => ({ headers: { 'x-hub-signature': sign(body, previous) } }),
    ],
    ['with a uuid in braces', () => ({ headers: { 'x-hook-uuid': `{${hookUuid}}` } })],
    ['by a webhook that was made anew by hand', () => ({ headers: { 'x-hook-uuid': randomUUID() } })],
    ['and does not say by which webhook', () => ({ headers: { 'x-hook-uuid': undefined } })],
    [
      'by a webhook whose uuid nobody knows yet',
      () => ({ headers: { 'x-hook-uuid': undefined, 'x-hub-signature': sign(body, foreign) } }),
    ],
    ['and is as large as may be', () => signed(Buffer.from(`{"a":"${'x'.repeat(1024 * 1024 - 8)}"}`))],
    ['and is no JSON: that is found out later', () => signed('{"broken')],
    ['and nested without end: that is found out later', () => signed('['.repeat(200_000))],
    ['and holds bytes that are no text', () => signed(Buffer.from([0x7b, 0xff, 0x00, 0x7d]))],
    ['with a charset', () => ({ headers: { 'content-type': 'application/json; charset=utf-8' } })],
  ])('%s is taken as it came', async (_, bend) => {
    const before = await stored()
    const sent = bend()
    const answer = await send(sent)
    expect([answer.statusCode, answer.body]).toEqual([200, '{}'])
    expect(await stored()).toBe(before + 1)
    const { rows } = await one.database.pool.query(
      'select body, state from deliveries order by id desc limit 1',
    )
    expect(rows[0].body.equals(Buffer.from(sent.payload ?? body))).toBe(true)
    expect(rows[0].state).toBe('waiting')
  })

  it('is stored once, however often it is sent', async () => {
    const before = await stored()
    const headers = { 'x-request-uuid': randomUUID() }
    for (let attempt = 1; attempt <= 3; attempt += 1)
      expect((await send({ headers: { ...headers, 'x-attempt-number': String(attempt) } })).statusCode).toBe(
        200,
      )
    expect(await stored()).toBe(before + 1)
  })

  it('is told apart by what it says when it has no uuid of its own', async () => {
    const before = await stored()
    const headers = { 'x-request-uuid': undefined }
    await send({ headers })
    await send({ headers })
    await send({ ...signed('{"another":1}'), headers: { ...signed('{"another":1}').headers, ...headers } })
    expect(await stored()).toBe(before + 2)
  })

  it('tells the uuid of a webhook that a person made, and that it works', async () => {
    const shown = randomUUID()
    await send({
      url: `/webhooks/bitbucket/${second.connection}`,
      headers: { 'x-hook-uuid': shown, 'x-hub-signature': sign(body, foreign) },
    })
    await expect
      .poll(async () => {
        const { rows } = await one.database.pool.query(
          'select uuid, first_delivery_at, last_delivery_at from webhooks where id = $1',
          [second.webhook],
        )
        return rows[0].first_delivery_at !== null && rows[0].last_delivery_at !== null
      })
      .toBe(true)
  })

  it('is answered 503 while the database is away, so that Bitbucket sends it again', async () => {
    await one.database.pool.query('alter table deliveries rename to deliveries_away')
    const answer = await send({})
    await one.database.pool.query('alter table deliveries_away rename to deliveries')
    expect(answer.statusCode).toBeGreaterThanOrEqual(500)
  })
})

function signed(payload: string | Buffer): Required<Pick<Sent, 'payload' | 'headers'>> {
  return { payload, headers: { 'x-hub-signature': sign(payload) } }
}

const bits = Buffer.from(body)
const oneBit = Buffer.from(bits)
oneBit[bits.length - 3] = (bits[bits.length - 3] ?? 0) ^ 1

const forgeries: [string, number, () => Sent][] = [
  ['without a signature', 401, () => ({ headers: { 'x-hub-signature': undefined } })],
  ['with an empty signature', 401, () => ({ headers: { 'x-hub-signature': '' } })],
  ['with a digest of zeros', 401, () => ({ headers: { 'x-hub-signature': `sha256=${'0'.repeat(64)}` } })],
  ['with a wrong secret', 401, () => ({ headers: { 'x-hub-signature': sign(body, 'guessed') } })],
  ['with the empty secret', 401, () => ({ headers: { 'x-hub-signature': sign(body, '') } })],
  ['with SHA-1', 401, () => ({ headers: { 'x-hub-signature': sign(body, secret, 'sha1') } })],
  ['with SHA-512', 401, () => ({ headers: { 'x-hub-signature': sign(body, secret, 'sha512') } })],
  [
    'with SHA-1 that calls itself SHA-256',
    401,
    () => ({ headers: { 'x-hub-signature': sign(body, secret, 'sha1').replace('sha1', 'sha256') } }),
  ],
  ['in upper case', 401, () => ({ headers: { 'x-hub-signature': sign(body).toUpperCase() } })],
  [
    'with a digest in upper case',
    401,
    () => ({ headers: { 'x-hub-signature': `sha256=${sign(body).slice(7).toUpperCase()}` } }),
  ],
  ['with half of the digest', 401, () => ({ headers: { 'x-hub-signature': sign(body).slice(0, 39) } })],
  ['with the digest and more', 401, () => ({ headers: { 'x-hub-signature': `${sign(body)}00` } })],
  [
    'with a digit that is none',
    401,
    () => ({ headers: { 'x-hub-signature': `${sign(body).slice(0, -1)}g` } }),
  ],
  [
    'with the digest in base64',
    401,
    () => ({
      headers: { 'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('base64')}` },
    }),
  ],
  ['with the digest alone', 401, () => ({ headers: { 'x-hub-signature': sign(body).slice(7) } })],
  [
    'with two signatures in one header',
    401,
    () => ({ headers: { 'x-hub-signature': `${sign(body, 'guessed')}, ${sign(body)}` } }),
  ],
  [
    'with the right one in a header that others use',
    401,
    () => ({ headers: { 'x-hub-signature': undefined, 'x-hub-signature-256': sign(body) } }),
  ],
  [
    'with both headers, of which the right one is not ours',
    401,
    () => ({ headers: { 'x-hub-signature': sign(body, secret, 'sha1'), 'x-hub-signature-256': sign(body) } }),
  ],
  [
    'with the secret of another connection',
    401,
    () => ({ headers: { 'x-hub-signature': sign(body, foreign) } }),
  ],
  ['at the address of another connection', 401, () => ({ url: `/webhooks/bitbucket/${second.connection}` })],
  [
    'with a secret that has ended',
    401,
    () => ({
      url: `/webhooks/bitbucket/${second.connection}`,
      headers: { 'x-hook-uuid': undefined, 'x-hub-signature': sign(body, ended) },
    }),
  ],
  [
    'with one bit of the body changed',
    401,
    () => ({ payload: oneBit, headers: { 'x-hub-signature': sign(body) } }),
  ],
  [
    'with a body that was parsed and written again',
    401,
    () => ({
      payload: JSON.stringify(JSON.parse(body), null, 2),
      headers: { 'x-hub-signature': sign(body) },
    }),
  ],
  [
    'with a line end added',
    401,
    () => ({ payload: `${body}\n`, headers: { 'x-hub-signature': sign(body) } }),
  ],
  [
    'without a body, with the signature of one',
    401,
    () => ({ payload: '', headers: { 'x-hub-signature': sign(body) } }),
  ],
  ['with the signature of nothing', 401, () => ({ headers: { 'x-hub-signature': sign('') } })],
  [
    'that was packed after it was signed',
    401,
    () => ({
      payload: gzipSync(body),
      headers: { 'x-hub-signature': sign(body), 'content-encoding': 'gzip' },
    }),
  ],
  [
    'that is packed',
    400,
    () => ({ ...packed(), headers: { ...packed().headers, 'content-encoding': 'gzip' } }),
  ],
  [
    'that says it is a form',
    400,
    () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  ],
  ['that says it is text', 400, () => ({ headers: { 'content-type': 'text/plain' } })],
  ['that does not say what happened', 400, () => ({ headers: { 'x-event-key': undefined } })],
  [
    'whose event is no name',
    400,
    () => ({ headers: { 'x-event-key': "repo:push'; drop table deliveries" } }),
  ],
  [
    'an unsigned ping of Data Center',
    401,
    () => ({
      payload: '{"test":true}',
      headers: { 'x-event-key': 'diagnostics:ping', 'x-hub-signature': undefined },
    }),
  ],
  ['at the address of no connection', 404, () => ({ url: '/webhooks/bitbucket/999999' })],
  ['at an address that is no number', 404, () => ({ url: '/webhooks/bitbucket/1%20or%201=1' })],
  ['that is too large', 413, () => signed(Buffer.alloc(1024 * 1024 + 1, 0x20))],
]

function packed() {
  return signed(gzipSync(body))
}

describe(`a delivery that is not genuine (${forgeries.length} cases)`, () => {
  it.each(forgeries)('%s is refused, and nothing is kept of it', async (_, status, bend) => {
    const before = await stored()
    const answer = await send(bend())
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).not.toContain(secret)
    expect(await stored()).toBe(before)
  })

  it('is counted by reason', async () => {
    await expect
      .poll(async () => {
        const { rows } = await one.database.pool.query(
          'select distinct reason from webhook_refusals order by reason',
        )
        return rows.map(({ reason }) => reason)
      })
      .toEqual(['bad_signature', 'malformed', 'too_large', 'unknown_connection', 'unsigned'])
  })

  it('leaves its signature and its body out of the log', () => {
    const log = one.lines.join('')
    expect(log).toContain('a delivery was refused')
    for (const canary of [secret, previous, foreign, ended, 'A push with', sign(body).slice(7)])
      expect(log).not.toContain(canary)
  })
})

describe('other methods and places', () => {
  it.each(['GET', 'PUT', 'DELETE', 'PATCH'] as const)('%s is no delivery', async (method) => {
    const answer = await one.server.inject({ method, url: '/webhooks/bitbucket' })
    expect(answer.statusCode).toBe(404)
  })

  it('needs no session, and sets no cookie', async () => {
    const answer = await send({})
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

it('a delivery from a network that is not named is refused before anything else is looked at', async () => {
  const narrow = await testServer({ webhookAddresses: '104.192.136.0/21' })
  try {
    const answer = await narrow.server.inject({ method: 'POST', url: '/webhooks/bitbucket', payload: '{}' })
    expect(answer.statusCode).toBe(403)
  } finally {
    await narrow.close()
  }
})
