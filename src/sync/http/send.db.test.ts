import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { type Running, start } from '../../../test/simulator/harness.ts'
import { readConfig } from '../../config.ts'
import type { Database } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { createLog } from '../../log.ts'
import { type Client, createClient } from './client.ts'
import type { OpenCredential } from './credential.ts'

let database: Database
let running: Running
let hooks: string
const config = readConfig({}, { allowPrivateHosts: '127.0.0.1' })
const open: Client[] = []
const options = { stream: 'webhooks', lane: 'person' }
const hook = { url: 'https://windlass.example/webhooks/bitbucket', active: true, events: ['repo:push'] }

beforeAll(async () => {
  database = await testDatabase()
  running = await start()
  hooks = `/workspaces/${running.workspace}/hooks`
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

function client(identities: readonly string[] = ['1'], apiUrl = `${running.url}/2.0`): Client {
  const credentials = identities.map(
    (id): OpenCredential => ({
      ...{ id, kind: 'access_token', identity: id, email: null, secret: running.token, reservedFor: null },
    }),
  )
  const connection = { apiUrl, proxyUrl: null, ca: null, rateLimit: null }
  const log = createLog('silent')
  const made = createClient({ db: database.kysely, config, connection, credentials, log, firstPauseMs: 1 })
  open.push(made)
  return made
}

async function failure(asked: Promise<unknown>): Promise<Failure> {
  const error = await asked.catch((reason: unknown) => reason)
  if (error instanceof Failure) return error
  throw new Error(`no failure but ${JSON.stringify(error)?.slice(0, 300)}`)
}

async function fault(status: number, match: object = {}) {
  const effect = { kind: 'answer', status }
  await running.control('/faults', { method: 'POST', body: JSON.stringify({ match, effect }) })
}

const asked = () => running.simulator.ledger.report().total.requests

it('is sent as JSON, counted with webhooks, and answered by nothing where nothing is left', async () => {
  const from = client()
  const made = await from.send('POST', hooks, hook, options)
  expect(made).toMatchObject({ status: 201, body: { events: ['repo:push'] } })
  const path = `${hooks}/${encodeURIComponent(String(Object(made.body).uuid))}`
  const changed = await from.send('PUT', path, { active: false }, options)
  expect(changed).toMatchObject({ status: 200, body: { active: false } })
  expect(await from.send('DELETE', path, undefined, options)).toMatchObject({ status: 204, body: null })
  const { rows } = await sql`select class, spent from ledger`.execute(database.kysely)
  expect(rows).toEqual([{ class: 'hooks', spent: 3 }])
})

it('is not sent again when Bitbucket may have taken it, unless twice is as once', async () => {
  await fault(503)
  const error = await failure(client().send('POST', hooks, hook, options))
  expect(error).toMatchObject({ code: 'source_unreachable', data: { requests: 1 } })
  expect(asked()).toBe(1)
  for (const method of ['PUT', 'DELETE'] as const) {
    const again = await failure(client().send(method, `${hooks}/%7Bgone%7D`, undefined, options))
    expect(again.data).toMatchObject({ requests: 4 })
  }
})

it('is sent again where it was refused for now, or never arrived', async () => {
  await fault(429, { times: 1 })
  expect((await client(['1', '2']).send('POST', hooks, hook, options)).status).toBe(201)
  const nobody = client(['3'], 'http://127.0.0.1:9/2.0')
  expect(await failure(nobody.send('POST', hooks, hook, options))).toMatchObject({
    code: 'source_unreachable',
    data: { requests: 0 },
  })
  const { rows } = await sql`select spent, leased from ledger where identity = '3'`.execute(database.kysely)
  expect(rows).toEqual([{ spent: 0, leased: 0 }])
})

it('marks no credential that is refused at webhooks alone', async () => {
  const db = database.kysely
  const { id: connection_id } = await db
    .insertInto('connections')
    .values({ connector: 'bitbucket-cloud', alias: 'acme', api_url: 'https://x.example' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('credentials')
    .values({ connection_id, kind: 'access_token', label: 'One', identity: 'one' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const health = async () => (await db.selectFrom('credentials').select('health').executeTakeFirst())?.health
  await fault(401)
  expect(await failure(client([id]).send('POST', hooks, hook, options))).toMatchObject({
    code: 'source_refused',
  })
  expect(await health()).toBe('unverified')
  await failure(client([id]).get('/user', {}, options))
  expect(await health()).toBe('rejected')
})
