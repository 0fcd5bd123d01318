import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { readConfig } from '../../config.ts'
import type { Database } from '../../db/pool.ts'
import { createLog } from '../../log.ts'
import { type Client, createClient } from './client.ts'
import type { OpenCredential } from './credential.ts'

/** A list of any length in pages of ten, told as Bitbucket tells it; `size` is not to be trusted. */
const perPage = 10
let database: Database
let server: Server
let origin: string
const shown: string[] = []

beforeAll(async () => {
  database = await testDatabase()
  server = createServer((request, response) => {
    shown.push(request.headers.authorization ?? '')
    response.setHeader('content-type', 'application/json').end(JSON.stringify(pageOf(request)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await database.close()
})

function pageOf(request: IncomingMessage) {
  const url = new URL(request.url ?? '', origin)
  const length = Number(url.searchParams.get('length'))
  const from = Number(url.searchParams.get('from') ?? 0)
  const values = Array.from({ length: Math.min(perPage, length - from) }, (_, at) => ({ id: from + at }))
  const next = `${origin}/2.0/list?length=${length}&from=${from + perPage}`
  return { values, size: 3, ...(from + perPage < length && { next }) }
}

function credential(id: string): OpenCredential {
  return {
    id,
    kind: 'access_token',
    identity: `identity ${id}`,
    email: null,
    secret: `secret-${id}`,
    reservedFor: null,
  }
}

function open(credentials: readonly OpenCredential[]): Client {
  return createClient({
    db: database.kysely,
    config: readConfig({ WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1' }),
    connection: { apiUrl: `${origin}/2.0`, proxyUrl: null, ca: null, rateLimit: null },
    credentials,
    log: createLog('silent'),
  })
}

it.each([0, 1, perPage, perPage + 1, 10 * perPage])(
  'reads a list of %i to its end, each item once',
  async (length) => {
    const client = open([credential('1')])
    const options = { stream: 'test', lane: 'newest' as const, trail: new Set<string>() }
    const ids: number[] = []
    let answer = await client.get('/list', { length: String(length) }, options)
    for (;;) {
      const { values } = answer.body as { values: { id: number }[] }
      ids.push(...values.map(({ id }) => id))
      if (answer.next === undefined) break
      answer = await client.get(answer.next, {}, options)
    }
    await client.close()
    expect(ids).toEqual(Array.from({ length }, (_, id) => id))
  },
)

it('shows one credential whole with each request, however many are under way', async () => {
  const client = open([credential('1'), credential('2'), credential('3')])
  shown.length = 0
  const options = { stream: 'test', lane: 'newest' as const }
  await Promise.all(Array.from({ length: 60 }, () => client.get('/list', { length: '1' }, options)))
  await client.close()
  expect(shown).toHaveLength(60)
  expect([...new Set(shown)].sort()).toEqual(['Bearer secret-1', 'Bearer secret-2', 'Bearer secret-3'])
})
