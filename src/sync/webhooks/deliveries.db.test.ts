import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import type { Database } from '../../db/pool.ts'
import type { DeliveryFilter } from './delivery-filter.ts'
import { getDelivery, listDeliveries } from './delivery-list.ts'
import { removeOldDeliveries, removeOldRefusals } from './delivery-removal.ts'
import { countReplay, mostReplayed, replayDeliveries, replayMatching } from './delivery-replay.ts'
import { searchDeliveries } from './delivery-search.ts'
import { summariseDeliveries } from './delivery-summary.ts'

let database: Database
/** One connection, workspace and webhook each. */
const places: { connection: string; workspace: string; webhook: string; repository: string; uuid: string }[] =
  []

beforeAll(async () => {
  database = await testDatabase()
  for (const name of ['acme', 'harbour']) {
    const { rows } = await database.pool.query(
      `with connected as (
         insert into connections (connector, alias, api_url)
         values ('bitbucket-cloud', $1, 'https://example.com/2.0') returning id),
       read as (
         insert into workspaces (connection_id, uuid, slug, name)
         select id, gen_random_uuid(), $1, $1 from connected returning id, connection_id),
       hook as (
         insert into webhooks (workspace_id, connection_id, state)
         select id, connection_id, 'registered' from read returning id),
       stored as (
         insert into repositories (workspace_id, uuid, slug, name)
         select id, gen_random_uuid(), 'web-' || $1, 'Web' from read returning id, uuid)
       select connection_id as connection, read.id as workspace, hook.id as webhook, stored.id as repository,
              stored.uuid from read, hook, stored`,
      [name],
    )
    places.push(rows[0])
  }
})
afterAll(() => database?.close())
beforeEach(() => database.pool.query('truncate deliveries, webhook_refusals'))

interface Made {
  readonly event?: string
  readonly state?: string
  readonly body?: unknown
  readonly at?: string
  readonly subject?: string
  readonly error?: string
  readonly tries?: number
  readonly inRepository?: boolean
}

async function arrive(more: Made = {}, place = 0): Promise<string> {
  const { event = 'repo:push', state = 'done', body = {}, at = 'now()', subject, error, tries = 0 } = more
  const { webhook, workspace, repository } = places[place] ?? { webhook: '', workspace: '', repository: '' }
  const settled = ['done', 'unknown', 'dead'].includes(state)
  const { rows } = await database.pool.query(
    `insert into deliveries (webhook_id, workspace_id, repository_id, request_uuid, event, state, body, received_at,
                             subject, error, tries, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, ${at}, $8, $9, $10, case when $11 then ${at} + interval '2 seconds' end)
     returning id`,
    [
      ...[webhook, workspace, more.inRepository ? repository : null, randomUUID(), event, state],
      ...[Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))],
      ...[subject ?? null, error ?? null, tries, settled],
    ],
  )
  return rows[0].id
}

const idsOf = async (filter: DeliveryFilter, before?: string, limit = 50) =>
  (await listDeliveries(database.kysely, filter, before, limit)).map(({ id }) => id)

describe('the list of deliveries', () => {
  it('is newest first, a page at a time', async () => {
    const ids = [await arrive(), await arrive(), await arrive()].reverse()
    expect(await idsOf({}, undefined, 2)).toEqual(ids.slice(0, 2))
    expect(await idsOf({}, ids[1])).toEqual(ids.slice(2))
  })

  it('is filtered by where, what, when and state', async () => {
    const [acme, harbour] = places
    const push = await arrive({ inRepository: true, at: `now() - interval '2 days'` })
    const updated = await arrive({ event: 'pullrequest:updated', state: 'dead' })
    const approved = await arrive({ event: 'pullrequest:approved', inRepository: true }, 1)
    expect(await idsOf({ connection: acme?.connection })).toEqual([updated, push])
    expect(await idsOf({ workspace: 'harbour' })).toEqual([approved])
    for (const repository of ['web-harbour', 'harbour/web-harbour', `{${harbour?.uuid.toUpperCase()}}`])
      expect(await idsOf({ repository })).toEqual([approved])
    expect(await idsOf({ event: 'pullrequest:' })).toEqual([approved, updated])
    expect(await idsOf({ event: 'pullrequest:updated' })).toEqual([updated])
    expect(await idsOf({ event: 'pullrequest' })).toEqual([])
    expect(await idsOf({ state: 'dead' })).toEqual([updated])
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000)
    expect(await idsOf({ to: yesterday })).toEqual([push])
    expect(await idsOf({ from: yesterday })).toEqual([approved, updated])
    const { received_at } = await getDelivery(database.kysely, push)
    expect(await idsOf({ from: received_at, to: received_at })).toEqual([push])
  })

  it('finds a text in what is known of a delivery, taken literally', async () => {
    const push = await arrive({ subject: 'push to main', inRepository: true })
    const broken = await arrive({ error: 'It is 100% broken.' })
    expect(await idsOf({ q: 'PUSH TO' })).toEqual([push])
    expect(await idsOf({ q: 'web-ac' })).toEqual([push])
    expect(await idsOf({ q: '100% b' })).toEqual([broken])
    expect(await idsOf({ q: '1%b' })).toEqual([])
    const { request_uuid } = await getDelivery(database.kysely, push)
    expect(await idsOf({ q: request_uuid.slice(2, 20) })).toEqual([push])
  })

  it('tells how long it took, from its arrival or from its replay', async () => {
    const id = await arrive()
    expect((await getDelivery(database.kysely, id)).lag_seconds).toBe(2)
    await database.pool.query(
      `update deliveries set received_at = now() - interval '9 days', replayed_at = settled_at - interval '1 second'`,
    )
    expect((await getDelivery(database.kysely, id)).lag_seconds).toBe(1)
    expect((await getDelivery(database.kysely, await arrive({ state: 'placed' }))).lag_seconds).toBeNull()
  })

  it('shows one with its payload, without its secrets', async () => {
    const id = await arrive({ body: { a: 1, token: 'geheim' } })
    expect(await getDelivery(database.kysely, id)).toMatchObject({
      ...{ id, alias: 'acme', workspace: 'acme', repository: null, size: 24 },
      payload: { text: '{\n  "a": 1,\n  "token": "[masked]"\n}', masked: 1, is_json: true, is_cut: false },
    })
    await expect(getDelivery(database.kysely, '999999')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the search in payloads', () => {
  const search = async (q: string, more: DeliveryFilter = {}, before?: string, limit = 50) => {
    const found = await searchDeliveries(database.kysely, { ...more, q }, before, limit)
    return { ...found, deliveries: found.deliveries.map(({ id }) => id) }
  }

  it('finds what payloads hold, and what is known of deliveries, whatever their bytes are', async () => {
    const one = await arrive({ body: { title: 'Fix the Needle' } })
    const two = await arrive({ subject: 'needle' })
    await arrive({ body: '\u0000\\x' })
    expect(await search('NEEDLE')).toEqual({ deliveries: [two, one], payloads: 3, is_cut: false })
    expect((await search('needle', {}, two)).deliveries).toEqual([one])
    expect((await search('needle', {}, undefined, 1)).deliveries).toEqual([two])
    expect((await search('needle', { event: 'repo:fork' })).payloads).toBe(0)
  })

  it('does not help to guess a secret', async () => {
    await arrive({ body: { token: 'geheim', url: 'https://ada:hidden@example.com' } })
    expect((await search('geh')).deliveries).toEqual([])
    expect((await search('hidden')).deliveries).toEqual([])
    expect((await search('example.com')).deliveries).toHaveLength(1)
  })

  it('says that it looked at the newest alone', async () => {
    await database.pool.query(
      `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body)
       select $1, $2, n::text, 'repo:push', case when n = 1 then 'needle'::bytea else '{}' end
         from generate_series(1, 1001) as n`,
      [places[0]?.webhook, places[0]?.workspace],
    )
    expect(await search('needle')).toEqual({ deliveries: [], payloads: 1000, is_cut: true })
  })
})

describe('the replay', () => {
  const stateOf = async (id: string) => {
    const { rows } = await database.pool.query('select * from deliveries where id = $1', [id])
    return rows[0]
  }

  it('makes a delivery one that was never looked at, and says when', async () => {
    const id = await arrive({ state: 'dead', tries: 5, error: 'It broke.' })
    await database.pool.query(`update deliveries set changed = 1, requests = 2, effects = '{"tables": {}}'`)
    expect(await replayDeliveries(database.kysely, [id, '999999'])).toEqual({ replayed: 1, left: 0 })
    expect(await stateOf(id)).toMatchObject({
      ...{ state: 'waiting', tries: 0, next_at: null, settled_at: null, error: null },
      ...{ changed: null, requests: null, effects: null, replayed_at: expect.any(Date) },
    })
  })

  it('leaves alone what is dealt with anyway, but for what failed before', async () => {
    const [waiting, placed] = [await arrive({ state: 'waiting' }), await arrive({ state: 'placed' })]
    const failed = await arrive({ state: 'placed', tries: 2 })
    expect(await replayDeliveries(database.kysely, [waiting, placed, failed])).toMatchObject({ replayed: 1 })
    expect(await stateOf(placed)).toMatchObject({ state: 'placed', replayed_at: null })
    expect(await stateOf(failed)).toMatchObject({ state: 'waiting', tries: 0 })
  })

  it('takes those of a filter, as many as were told before', async () => {
    for (const hours of [1, 5, 9]) await arrive({ at: `now() - interval '${hours} hours'` })
    await arrive({ state: 'dead' })
    const filter = { from: new Date(Date.now() - 6 * 3600_000), to: new Date(Date.now() - 1800_000) }
    expect(await countReplay(database.kysely, filter)).toMatchObject({ deliveries: 2 })
    expect(await replayMatching(database.kysely, filter)).toEqual({ replayed: 2, left: 0 })
    expect(await replayMatching(database.kysely, { state: 'dead' })).toEqual({ replayed: 1, left: 0 })
    expect(await countReplay(database.kysely, {})).toMatchObject({ deliveries: 1 })
  })

  it('takes the oldest when there are too many, and says how many are left', async () => {
    await database.pool.query(
      `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, state)
       select $1, $2, n::text, 'repo:push', '{}', 'done' from generate_series(1, $3) as n`,
      [places[0]?.webhook, places[0]?.workspace, mostReplayed + 3],
    )
    expect(await replayMatching(database.kysely, { event: 'repo:' })).toEqual({
      replayed: mostReplayed,
      left: 3,
    })
    const { rows } = await database.pool.query(`select request_uuid from deliveries where state = 'done'`)
    const left = rows.map(({ request_uuid }) => Number(request_uuid)).sort((a, b) => a - b)
    expect(left).toEqual([mostReplayed + 1, mostReplayed + 2, mostReplayed + 3])
  })
})

describe('the summary', () => {
  it('counts states, events, lag and refusals, of a connection or of all', async () => {
    await arrive({ state: 'waiting' })
    await arrive({ state: 'dead', at: `now() - interval '3 days'` })
    await arrive({ at: `now() - interval '3 days'` })
    await arrive()
    await arrive({ event: 'repo:fork', state: 'unknown' }, 1)
    await database.pool.query(
      `insert into webhook_refusals (hour, connection_id, reason, refused) values
         (date_trunc('hour', now()), $1, 'bad_signature', 3), (date_trunc('hour', now()), null, 'bad_signature', 4),
         (now() - interval '30 hours', null, 'unsigned', 9)`,
      [places[0]?.connection],
    )
    expect(await summariseDeliveries(database.kysely, null)).toMatchObject({
      states: { waiting: 1, placed: 0, dead: 1, done: 1, unknown: 1 },
      events: [
        { event: 'repo:push', deliveries: 2, unknown: 0 },
        { event: 'repo:fork', deliveries: 1, unknown: 1 },
      ],
      lag: { deliveries: 1, p50_seconds: 2, p99_seconds: 2 },
      refusals: [{ reason: 'bad_signature', refused: 7 }],
    })
    const one = await summariseDeliveries(database.kysely, places[1]?.connection ?? '')
    expect(one).toMatchObject({
      states: { waiting: 0, dead: 0, done: 0, unknown: 1 },
      lag: { deliveries: 0, p50_seconds: null },
      refusals: [],
    })
  })
})

describe('the removal', () => {
  const { signal } = new AbortController()

  it('takes what is older than so many days, whatever became of it, in parts', async () => {
    await database.pool.query(
      `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, state, received_at)
       select $1, $2, n::text, 'repo:push', '{}', case when n <= 10 then 'dead' else 'done' end,
              now() - interval '15 days' from generate_series(1, 2300) as n`,
      [places[0]?.webhook, places[0]?.workspace],
    )
    const kept = await arrive({ at: `now() - interval '13 days'`, state: 'dead' })
    expect(await removeOldDeliveries(database.kysely, 14, signal)).toEqual({ deliveries: 2300, undealt: 10 })
    expect(await idsOf({})).toEqual([kept])
  })

  it('leaves off when it is told to stop', async () => {
    await arrive({ at: `now() - interval '15 days'` })
    await removeOldDeliveries(database.kysely, 14, AbortSignal.abort())
    expect(await idsOf({})).toHaveLength(1)
  })

  it('takes counts of refused ones after seven days', async () => {
    await database.pool.query(
      `insert into webhook_refusals (hour, reason) values
         (now() - interval '8 days', 'unsigned'), (now() - interval '6 days', 'unsigned')`,
    )
    await removeOldRefusals(database.kysely)
    const { rows } = await database.pool.query('select 1 from webhook_refusals')
    expect(rows).toHaveLength(1)
  })
})
