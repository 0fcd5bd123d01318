import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { readConfig } from '../../config.ts'
import type { Database } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { createLog } from '../../log.ts'
import { createClient } from './client.ts'

const secret = 'canary-token-7f3a9c51d2'
const inBasic = Buffer.from(`me@example.com:${secret}`).toString('base64').slice(-16)
let database: Database
/** A gateway that repeats what it was sent. */
const server = createServer((request, response) => {
  response.statusCode = 502
  response.end(`${request.headers.authorization} ${secret} ${encodeURIComponent(secret)}`)
})

beforeAll(async () => {
  database = await testDatabase()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await database?.close()
})

it.each(['access_token', 'api_token'] as const)(
  'keeps no secret that a gateway repeats: %s',
  async (kind) => {
    const { port } = server.address() as AddressInfo
    const apiUrl = `http://127.0.0.1:${port}/2.0`
    const client = createClient({
      db: database.kysely,
      config: readConfig({ WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1' }),
      connection: { apiUrl, proxyUrl: null, ca: null, rateLimit: null },
      credentials: [{ id: '1', kind, identity: kind, email: 'me@example.com', secret, reservedFor: null }],
      log: createLog('silent'),
      firstPauseMs: 1,
    })
    const failure = await client
      .get(`/${kind}`, {}, { stream: 'test', lane: 'newest' })
      .catch((error: unknown) => error)
    await client.close()
    if (!(failure instanceof Failure)) throw new Error('there was no failure')
    const { rows } = await database.pool.query(
      `select error, path from sync_logs where path = '/2.0/${kind}'`,
    )
    expect(rows).toHaveLength(3)
    const kept = JSON.stringify([failure.message, failure.data, rows])
    expect(kept).toContain('[secret]')
    for (const spelling of [secret, inBasic]) expect(kept).not.toContain(spelling)
  },
)
