import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { removeOldDeliveries } from '../../src/jobs/tasks/remove-old-deliveries.ts'
import { createLog } from '../../src/log.ts'
import { delivery } from './made.ts'
import { testServer } from './server.ts'

const house = await testServer({ deliveryDays: '3' })
afterAll(house.close)
const { pool } = house.database
const editor = await house.signIn(await house.addPerson('editor'))
const viewer = await house.signIn(await house.addPerson('viewer'))

const send = async (method: 'GET' | 'POST', path: string, body?: object, as = editor) => {
  const answer = await house.send({ method, url: `/api/v1${path}`, ...(body ? { body } : {}) }, as)
  return { status: answer.statusCode, json: answer.json() }
}
const get = async (path: string) => (await send('GET', path)).json

let id: string
let connection: string
beforeEach(async () => {
  await pool.query('delete from workspaces')
  const made = await delivery(house)
  id = made.deliveryId
  connection = made.id
})

async function more(count: number, what = `'done'`): Promise<void> {
  await pool.query(
    `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, state)
     select webhook_id, workspace_id, gen_random_uuid(), 'repo:push', '{"needle": 1}', ${what}
       from deliveries, generate_series(1, ${count}) where id = ${id}`,
  )
}

describe('deliveries', () => {
  it('are listed newest first, a page at a time, and looked for by text', async () => {
    await more(3)
    const first = await get(`/deliveries?connection=${connection}&limit=3`)
    const second = await get(`/deliveries?connection=${connection}&limit=3&cursor=${first.next}`)
    const ids = [...first.items, ...second.items].map((one: { id: string }) => Number(one.id))
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect([ids.length, second.next, first.payloads]).toEqual([4, null, null])
    expect(second.items[0]).toMatchObject({
      ...{ id, event: 'pullrequest:updated', subject: 'pull request 17', state: 'dead', tries: 5 },
      ...{ connection: { id: connection, alias: 'acme' }, error: 'It broke.', effects: null },
    })
    const found = await get('/deliveries?q=needle&payloads=true&limit=2')
    expect(found).toMatchObject({ payloads: { searched: 4, is_cut: false }, next: expect.any(String) })
    expect((await get(`/deliveries?q=needle&payloads=true&cursor=${found.next}`)).items).toHaveLength(1)
    expect((await get('/deliveries?q=needle')).items).toEqual([])
  })

  it('show their payload and what they did', async () => {
    await pool.query(
      `update deliveries set state = 'done', changed = 3, requests = 0,
              effects = '{"tables": {"pull_requests": 1}, "read": ["git"]}'`,
    )
    expect(await get(`/deliveries/${id}`)).toMatchObject({
      ...{ changed: 3, requests: 0, size: 25 },
      effects: { tables: { pull_requests: 1 }, read: ['git'], note: null },
      payload: { is_json: true, masked: 0, is_cut: false },
    })
    expect((await send('GET', '/deliveries/999999')).status).toBe(404)
  })

  it('are summarised with the days for which they are kept', async () => {
    expect(await get('/deliveries/summary')).toMatchObject({
      states: { dead: 1, done: 0 },
      events: [{ event: 'pullrequest:updated', deliveries: 1, unknown: 0 }],
      refusals: [],
      kept_days: 3,
    })
  })

  it('are replayed by id or by a filter whose number is told before; both are in the audit log', async () => {
    await more(2)
    expect(await get(`/deliveries/replayable?event=repo:&connection=${connection}`)).toMatchObject({
      ...{ deliveries: 2, most: 10_000, oldest_at: expect.any(String) },
    })
    expect((await send('POST', '/deliveries/replay', { ids: [id] })).json).toEqual({ replayed: 1, left: 0 })
    const filter = { event: 'repo:', connection, to: '2100-01-01T00:00:00Z' }
    expect((await send('POST', '/deliveries/replay', { filter })).json).toEqual({ replayed: 2, left: 0 })
    const { rows } = await pool.query(
      `select subject_kind, subject_name, after from audit_log where action = 'delivery.replay' order by id`,
    )
    expect(rows).toMatchObject([
      {
        ...{ subject_kind: 'delivery', subject_name: `pullrequest:updated, delivery ${id}` },
        after: { replayed: 1, ids: [id] },
      },
      { subject_kind: 'connection', subject_name: 'acme', after: { replayed: 2, left: 0, filter } },
    ])
  })

  it('are not replayed by who may only look, and not all of them by a slip', async () => {
    expect((await send('POST', '/deliveries/replay', { ids: [id] }, viewer)).status).toBe(403)
    for (const body of [{}, { filter: {} }, { ids: [] }, { ids: [id], filter: { state: 'dead' } }])
      expect((await send('POST', '/deliveries/replay', body)).status).toBe(400)
    const { rows } = await pool.query(`select state from deliveries where id = ${id}`)
    expect(rows[0].state).toBe('dead')
  })

  it('that are dead ask for attention until they are replayed or their connection rests', async () => {
    const needs = async () =>
      (await get('/attention')).items.map(({ reason, count }: Record<string, unknown>) => [reason, count])
    expect(await needs()).toEqual([['deliveries_dead', 1]])
    await send('POST', '/deliveries/replay', { filter: { state: 'dead' } })
    expect(await needs()).toEqual([])
  })

  it('are removed after the days that are set, by the hourly task', async () => {
    await more(1, `'done'`)
    await pool.query(`update deliveries set received_at = now() - interval '4 days' where state = 'dead'`)
    const config = readConfig({}, { deliveryDays: '3' })
    const { signal } = new AbortController()
    const { keyRing } = house
    const db = house.database.kysely
    await removeOldDeliveries.run({ db, config, log: createLog('silent'), keyRing, signal, attempt: 1 }, {})
    expect((await get('/deliveries')).items).toMatchObject([{ event: 'repo:push' }])
  })
})
