import type { IncomingMessage } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { serve } from '../../../test/serve.ts'
import { type Running, start, valuesOf } from '../../../test/simulator/harness.ts'
import { readConfig } from '../../config.ts'
import type { Database } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { createLog } from '../../log.ts'
import type { Query } from './address.ts'
import { type Client, createClient } from './client.ts'
import type { OpenCredential } from './credential.ts'
import type { Route } from './line.ts'

let database: Database
let running: Running
let repository: string
const config = readConfig({}, { allowPrivateHosts: '127.0.0.1' })
const log = createLog('silent')
const open: Client[] = []

beforeAll(async () => {
  database = await testDatabase()
  running = await start()
  repository = running.path(running.repository((one) => one.counts.pullRequests > 30))
})
beforeEach(async () => {
  await running.control('/faults', { method: 'DELETE' })
  await running.control('/ledger', { method: 'DELETE' })
  await sql`truncate ledger, ledger_limits, credential_parks`.execute(database.kysely)
})
afterAll(async () => {
  for (const client of open) await client.close()
  await running?.stop()
  await database?.close()
})

function token(changes: Partial<OpenCredential> = {}): OpenCredential {
  return {
    id: '1',
    kind: 'access_token',
    identity: 'token',
    email: null,
    secret: running.token,
    reservedFor: null,
    ...changes,
  }
}

function client(credentials: readonly OpenCredential[] = [token()], route: Partial<Route> = {}): Client {
  const connection = {
    apiUrl: `${running.url}/2.0`,
    proxyUrl: null,
    ca: null,
    rateLimit: null,
    ...route,
  }
  const made = createClient({
    db: database.kysely,
    config,
    connection,
    credentials,
    log,
    firstPauseMs: 1,
  })
  open.push(made)
  return made
}

function get(from: Client, path: string, query: Query = {}, trail?: Set<string>) {
  return from.get(path, query, { stream: 'test', lane: 'newest', ...(trail ? { trail } : {}) })
}

async function failure(asked: Promise<unknown>): Promise<Failure> {
  const error = await asked.catch((reason: unknown) => reason)
  if (error instanceof Failure) return error
  throw new Error(`no failure but ${JSON.stringify(error)?.slice(0, 300)}`)
}

async function fault(effect: object, match: object = {}) {
  await running.control('/faults', { method: 'POST', body: JSON.stringify({ match, effect }) })
}

describe('a request', () => {
  it('shows each kind of credential as Bitbucket wants it', async () => {
    const held = running.simulator.simulation.credentials.all().find((one) => one.kind === 'api_token')
    const api = token({ kind: 'api_token', email: held?.email ?? '', secret: held?.secret ?? '' })
    expect((await get(client([api]), '/user')).status).toBe(200)
    expect((await get(client(), repository)).status).toBe(200)
    expect(await failure(get(client([token({ kind: 'api_token' })]), repository))).toMatchObject({
      code: 'source_refused',
    })
  })

  it('says who asks, takes packed answers and encodes what is asked for', async () => {
    const seen: IncomingMessage[] = []
    const server = await serve((request, response) => {
      seen.push(request)
      response.setHeader('content-type', 'application/json').end('{}')
    })
    await get(client([token()], { apiUrl: `${server.url}/2.0` }), '/a', {
      fields: '+values.x',
      state: ['A', 'B'],
    })
    await server.stop()
    expect(seen[0]?.headers).toMatchObject({
      'user-agent': `Windlass/${config.version}`,
      'accept-encoding': 'gzip',
    })
    expect(seen[0]?.url).toBe('/2.0/a?fields=%2Bvalues.x&state=A&state=B')
  })

  it('walks a list from page to page', async () => {
    const from = client()
    const trail = new Set<string>()
    const ids: unknown[] = []
    for (
      let at: string | undefined = `${repository}/pullrequests`, query: Query = { pagelen: 10, q: 'id>0' };
      at;
    ) {
      const page = await get(from, at, query, trail)
      ids.push(...valuesOf(page.body).map(({ id }) => id))
      at = page.next
      query = {}
    }
    const listed = await running.walk(`${repository}/pullrequests?pagelen=50&q=id%3E0`)
    expect(ids).toEqual(listed.map(({ id }) => id))
  })

  it('learns the limit that answers tell, and counts what it spent', async () => {
    await get(client(), repository)
    const { rows } =
      await sql`select max_requests, spent, leased from ledger join ledger_limits using (identity, class)`.execute(
        database.kysely,
      )
    expect(rows).toEqual([{ max_requests: 1_000, spent: 1, leased: 0 }])
  })

  it('follows the redirect of a renamed repository, on the same host alone', async () => {
    const { world } = running.simulator
    const place = running.repository((one) => one.counts.pullRequests > 0 && running.path(one) !== repository)
    const before = running.path(place)
    const actor = world.content(place.uuid).pullRequests[0]?.author ?? ''
    world.mutate.renameRepository(place.uuid, 'Another name', actor)
    const answer = await get(client(), `${before}/pullrequests`, { pagelen: 5 })
    expect(answer).toMatchObject({ status: 200, requests: 2 })
    await fault({ kind: 'answer', status: 302, headers: { Location: 'http://example.com/2.0/x' } })
    expect(await failure(get(client(), repository))).toMatchObject({ code: 'source_unreadable' })
    await running.control('/faults', { method: 'DELETE' })
    await fault({ kind: 'answer', status: 302, headers: { Location: '?again=1' } })
    expect(await failure(get(client(), repository))).toMatchObject({ code: 'source_unreadable' })
  })
})

describe('the next page', () => {
  const list = () => `${repository}/pullrequests`

  it('is mended where it is malformed, and never read at another host', async () => {
    await fault({ kind: 'page', how: 'malformed-next' })
    const mended = await get(client(), list(), { pagelen: 10, q: 'id>0' })
    await running.control('/faults', { method: 'DELETE' })
    expect((await get(client(), mended.next ?? '')).status).toBe(200)
    await fault({ kind: 'page', how: 'foreign-next' })
    expect(await failure(get(client(), list(), { pagelen: 10, q: 'id>0' }))).toMatchObject({
      code: 'source_unreadable',
    })
    expect(await failure(get(client(), 'http://example.com/2.0/x'))).toMatchObject({
      code: 'source_unreadable',
    })
  })

  it('is not read twice', async () => {
    await fault({ kind: 'page', how: 'loop' })
    const from = client()
    const trail = new Set<string>()
    const walk = async () => {
      let at: string | undefined = list()
      for (let page = 0; page < 20 && at; page++)
        at = (await get(from, at, page ? {} : { pagelen: 10, q: 'id>0' }, trail)).next
    }
    expect(await failure(walk())).toMatchObject({ code: 'source_unreadable' })
  })

  it('keeps the order that the list of pipelines drops', async () => {
    const place = running.repository((one) => one.pipelinesEnabled && one.counts.commits > 40)
    const page = await get(client(), `${running.path(place)}/pipelines/`, { sort: '-created_on', pagelen: 1 })
    expect(new URL(page.next ?? 'http://none').searchParams.get('sort')).toBe('-created_on')
  })
})

describe('a bad answer', () => {
  it.each([
    ['a page of HTML', { kind: 'html' }, /maintenance/],
    ['half a body', { kind: 'truncate', share: 0.5 }, /^\{/],
    ['text', { kind: 'answer', status: 200, contentType: 'text/plain', body: 'no\u0000thing' }, /^no.thing$/],
    ['nothing', { kind: 'answer', status: 200, body: '' }, /^$/],
  ])('of %s is kept up to 2 KB and never repeated', async (_, effect, beginning) => {
    await fault(effect)
    const error = await failure(get(client(), `${repository}/pullrequests`, { pagelen: 50 }))
    expect(error).toMatchObject({ code: 'source_unreadable', data: { status: 200, requests: 1 } })
    expect(error.data?.excerpt).toMatch(beginning)
    expect(Buffer.byteLength(String(error.data?.excerpt))).toBeLessThanOrEqual(2048)
  })

  it('that unpacks without end is cut off', async () => {
    await fault({ kind: 'gzip-bomb', megabytes: 64 })
    expect(await failure(get(client(), repository))).toMatchObject({ code: 'source_unreadable' })
  })

  it('of 403 and 404 says what is missing', async () => {
    const scopeless = running.simulator.simulation.credentials.issue({
      kind: 'workspace_access_token',
      label: 'no scopes',
      scopes: ['account'],
      reach: { workspace: running.simulator.world.workspaces[0]?.uuid ?? '' },
    })
    const forbidden = await failure(get(client([token({ secret: scopeless.secret })]), repository))
    expect(forbidden).toMatchObject({ code: 'source_forbidden', data: { required: ['repository'] } })
    expect(await failure(get(client(), `${repository}/nothing`))).toMatchObject({
      code: 'source_missing',
      data: { status: 404 },
    })
    expect(await failure(get(client(), `${repository}/pullrequests`, { pagelen: 51 }))).toMatchObject({
      code: 'source_unreadable',
      data: { status: 400 },
    })
  })
})

describe('what passes by itself', () => {
  it.each([
    ['500', { kind: 'answer', status: 500 }],
    ['503 with a time', { kind: 'answer', status: 503, headers: { 'Retry-After': '0' } }],
    ['555', { kind: 'answer', status: 555 }],
    ['a cut connection', { kind: 'reset' }],
    ['a connection cut in the body', { kind: 'reset', after: 20 }],
    ['a body shorter than declared', { kind: 'content-length', by: 50 }],
  ])('%s is tried again', async (_, effect) => {
    await fault(effect, { times: 2 })
    expect(await get(client(), repository)).toMatchObject({ status: 200, requests: 3 })
  })

  it('is given up after four tries, or when the pause would be long', async () => {
    await fault({ kind: 'answer', status: 502 })
    expect(await failure(get(client(), repository))).toMatchObject({
      code: 'source_unreachable',
      data: { requests: 4, status: 502 },
    })
    await running.control('/faults', { method: 'DELETE' })
    await fault({ kind: 'answer', status: 503, headers: { 'Retry-After': '3600' } })
    expect(await failure(get(client(), repository))).toMatchObject({ data: { requests: 1 } })
  })

  it('costs nothing when the host cannot be reached, and says why', async () => {
    const nowhere = client([token()], { apiUrl: 'http://127.0.0.1:9/2.0' })
    const error = await failure(get(nowhere, '/user'))
    expect(error).toMatchObject({ code: 'source_unreachable', data: { reason: 'refused', requests: 0 } })
    const { rows } = await sql`select sum(leased + spent)::integer as used from ledger`.execute(
      database.kysely,
    )
    expect(rows).toEqual([{ used: 0 }])
  })
})

describe('several credentials', () => {
  it('carry on for the one that is refused for now, until all are', async () => {
    const identity = running.simulator.simulation.credentials
      .all()
      .find((one) => one.secret === running.token)
    const other = running.simulator.simulation.credentials.issue({
      kind: 'workspace_access_token',
      label: 'second',
      scopes: identity?.scopes ?? [],
      reach: identity?.reach ?? null,
    })
    const both = client([token({ identity: 'a' }), token({ id: '2', identity: 'b', secret: other.secret })])
    await fault(
      {
        kind: 'answer',
        status: 429,
        contentType: 'text/plain',
        body: 'exceeded',
        headers: { 'Retry-After': '60' },
      },
      { times: 1 },
    )
    expect(await get(both, repository)).toMatchObject({ status: 200, requests: 2 })
    const later = new Date(Date.now() + 30_000).toUTCString()
    await fault({ kind: 'answer', status: 429, headers: { 'Retry-After': later } })
    const error = await failure(get(both, repository))
    expect(error.code).toBe('source_throttled')
    const wait = (Number(error.data?.until) - Date.now()) / 1000
    expect(wait).toBeGreaterThan(25)
    expect(wait).toBeLessThan(32)
  })

  it('are shown no more once they were answered 401, and the credential is marked', async () => {
    const { rows } = await sql<{ id: string }>`
      with made as (insert into connections (connector, alias, api_url) values ('bitbucket-cloud', 'x', 'http://x') returning id)
      insert into credentials (connection_id, kind, label, identity) select id, 'access_token', 'x', 'x' from made returning id`.execute(
      database.kysely,
    )
    const id = rows[0]?.id ?? ''
    const both = client([
      token({ id, identity: 'dead', secret: 'made-up' }),
      token({ id: '0', identity: 'live' }),
    ])
    for (let asked = 0; asked < 4; asked++) expect((await get(both, repository)).status).toBe(200)
    const { json } = await running.control('/ledger')
    expect(JSON.stringify(json)).toContain('401')
    const marked = await sql`select health, health_detail from credentials where id = ${id}`.execute(
      database.kysely,
    )
    expect(marked.rows).toEqual([
      { health: 'rejected', health_detail: expect.stringContaining('Token is invalid') },
    ])
    expect(JSON.stringify(marked.rows)).not.toContain('made-up')
  })

  it('are used only for the streams they are kept for', async () => {
    const kept = client([token({ reservedFor: ['pipelines'] })])
    expect(await failure(get(kept, repository))).toMatchObject({ code: 'source_refused' })
    expect((await kept.get(repository, {}, { stream: 'pipelines', lane: 'newest' })).status).toBe(200)
  })
})

describe('the way out', () => {
  it.each([
    'http://169.254.169.254/2.0',
    'http://[::ffff:10.0.0.1]/2.0',
    'http://2130706434/2.0',
    'http://[fd00::1]/2.0',
  ])('does not lead to %s', async (apiUrl) => {
    expect(await failure(get(client([token()], { apiUrl }), '/user'))).toMatchObject({
      code: 'source_private',
    })
  })

  it('does not lead to a name that means a private address, unless told otherwise', async () => {
    const named = createClient({
      db: database.kysely,
      config: readConfig({}),
      connection: {
        apiUrl: running.url.replace('127.0.0.1', 'localhost'),
        proxyUrl: null,
        ca: null,
        rateLimit: null,
      },
      credentials: [token()],
      log,
    })
    open.push(named)
    expect(await failure(get(named, '/user'))).toMatchObject({ code: 'source_private' })
  })

  it('does not lead to a proxy at a private address, however it is named', async () => {
    const behind = (proxyUrl: string) =>
      createClient({
        db: database.kysely,
        config: { ...config, allowPrivateHosts: 'none' },
        connection: { apiUrl: 'http://bitbucket.example/2.0', proxyUrl, ca: null, rateLimit: null },
        credentials: [token()],
        log,
      })
    expect(() => behind('http://0x7f.1:3128')).toThrow(/private address/)
    const asked: string[] = []
    const proxy = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.end('{}')
    })
    const named = behind(proxy.url.replace('127.0.0.1', 'localhost'))
    open.push(named)
    expect(await failure(get(named, '/user'))).toMatchObject({ code: 'source_private' })
    await proxy.stop()
    expect(asked).toEqual([])
  })

  it('goes through the proxy of the connection', async () => {
    const asked: string[] = []
    const proxy = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.setHeader('content-type', 'application/json').end('{"by":"proxy"}')
    })
    const answer = await get(
      client([token()], { apiUrl: 'http://bitbucket.example/2.0', proxyUrl: proxy.url }),
      '/user',
    )
    await proxy.stop()
    expect(answer.body).toEqual({ by: 'proxy' })
    expect(asked).toEqual(['http://bitbucket.example/2.0/user'])
  })
})
