import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openWebhookSecret } from '../../src/connections/webhooks.ts'
import { connection, simulator } from './connection.ts'
import { webhook } from './made.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { database } = house
const admin = await house.signIn(await house.addPerson('admin'))
const editor = await house.signIn(await house.addPerson('editor'))

let id: string
let connectionId: string
beforeEach(async () => {
  for (const { uuid } of await hooks()) (await simulator()).simulation.cloud.hooks.remove(uuid)
  ;({ id, connectionId } = await webhook(house))
})

async function hooks() {
  return (await simulator()).simulation.cloud.hooks.all()
}

function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, as = admin) {
  return house.send({ method, url: `/api/v1/webhooks${path}`, headers: as, ...(body ? { body } : {}) })
}

const secret = () => openWebhookSecret(database.kysely, house.keyRing, id)

async function lastAudit() {
  const { rows } = await database.pool.query('select * from audit_log order by id desc limit 1')
  return rows[0]
}

describe('a webhook', () => {
  it('waits until it is registered, and then says what came by it', async () => {
    expect((await ask('GET', `/${id}`)).json()).toMatchObject({ state: 'waiting', lag: null, url: null })
    const answer = await ask('POST', `/${id}/register`)
    expect(answer.json()).toMatchObject({
      state: 'registered',
      detail: null,
      last_day: { received: 0, done: 0, unknown: 0, dead: 0 },
    })
    expect(await hooks()).toMatchObject([{ url: answer.json().url, secret: await secret() }])
    await database.pool.query(
      `insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, state, received_at, settled_at)
       select id, workspace_id, n, 'repo:push', '{}', case when n = 4 then 'dead' when n = 3 then 'unknown' else 'done' end,
              now() - interval '1 minute', now() - interval '1 minute' + n * interval '1 second'
         from webhooks, generate_series(1, 4) as n where id = $1`,
      [id],
    )
    await database.pool.query(
      `insert into webhook_refusals (hour, connection_id, reason, refused)
       values (date_trunc('hour', now()), null, 'bad_signature', 7)`,
    )
    const listed = (await ask('GET', `?connection=${connectionId}`)).json()
    expect(listed.items).toMatchObject([
      {
        id,
        lag: { p50_seconds: 2, p99_seconds: 3 },
        last_day: { received: 4, done: 2, unknown: 1, dead: 1 },
        secret_last_four: expect.stringMatching(/^.{4}$/),
      },
    ])
    expect(listed.refusals).toMatchObject([{ reason: 'bad_signature', refused: 7 }])
    expect(JSON.stringify(listed)).not.toContain(await secret())
  })

  it('takes a secret that was typed, and none that can be guessed', async () => {
    const refused = await ask('PUT', `/${id}/secret`, { secret: 'too short' })
    expect(refused.json()).toMatchObject({ status: 400, problems: [{ path: 'secret' }] })
    await ask('PUT', `/${id}/secret`, { secret: 'typed by a person' })
    expect(await hooks()).toMatchObject([{ secret: 'typed by a person' }])
    expect(await lastAudit()).toMatchObject({ action: 'webhook.set_secret' })
  })

  it('gets another secret, with the one before for a day', async () => {
    await ask('POST', `/${id}/register`)
    const before = await secret()
    const answer = await ask('POST', `/${id}/rotate`)
    expect(answer.json()).toMatchObject({ state: 'registered' })
    expect(Date.parse(answer.json().previous_secret_until)).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    expect(await secret()).not.toBe(before)
    expect(await hooks()).toMatchObject([{ secret: await secret() }])
    expect(JSON.stringify(await lastAudit())).not.toContain(await secret())
  })

  it('shows its secret to an administrator, notes who looked, and hides it from everybody else', async () => {
    await ask('POST', `/${id}/register`)
    const shown = (await ask('POST', `/${id}/reveal`)).json()
    expect(shown.secret).toBe(await secret())
    expect(shown.commands[0].command).toContain(await secret())
    expect(await lastAudit()).toMatchObject({
      action: 'webhook.reveal',
      subject_kind: 'webhook',
      subject_id: id,
    })
    expect(JSON.stringify(await lastAudit())).not.toContain(await secret())
    expect((await ask('POST', `/${id}/reveal`, undefined, editor)).statusCode).toBe(403)
    const { commands } = (await ask('GET', `/${id}/curl`, undefined, editor)).json()
    expect(commands).toHaveLength(2)
    expect(JSON.stringify(commands)).not.toContain(await secret())
  })

  it('is not registered for a connection that rests', async () => {
    await database.pool.query(`update connections set state = 'suspended'`)
    expect((await ask('POST', `/${id}/register`)).json()).toMatchObject({ status: 409, code: 'conflict' })
    expect(await hooks()).toEqual([])
  })

  it.each([
    ['a connection', async () => `/api/v1/connections/${connectionId}?rows=keep`],
    [
      'a workspace',
      async () => {
        const { rows } = await database.pool.query('select workspace_id from webhooks where id = $1', [id])
        return `/api/v1/connections/${connectionId}/workspaces/${rows[0].workspace_id}?rows=keep`
      },
    ],
  ])('is deleted at Bitbucket with %s', async (_, addressOf) => {
    await ask('POST', `/${id}/register`)
    const consequences = await house.send({
      method: 'GET',
      url: `/api/v1/connections/${connectionId}/consequences`,
      headers: admin,
    })
    expect(consequences.json()).toMatchObject({ remove: { webhooks: 1 }, suspend: { webhooks: 1 } })
    const answer = await house.send({ method: 'DELETE', url: await addressOf(), headers: admin })
    expect(answer.statusCode).toBe(204)
    expect(await hooks()).toEqual([])
    expect((await database.pool.query('select from webhooks')).rows).toEqual([])
    const left = `select from secrets where purpose like 'webhook%' and record = $1`
    expect((await database.pool.query(left, [id])).rows).toEqual([])
  })

  it('is checked as soon as a connection is stored', async () => {
    await database.pool.query('delete from graphile_worker._private_jobs')
    const { slug, apiUrl, token } = await fresh()
    await database.pool.query('delete from connections')
    const body = { alias: 'new', workspace: slug, api_url: apiUrl, kind: 'access_token', tokens: token }
    await house.send({ method: 'POST', url: '/api/v1/connections', headers: admin, body })
    const { rows } = await database.pool.query(
      `select task_identifier, (select state from webhooks) as state from graphile_worker.jobs`,
    )
    expect(rows).toContainEqual({ task_identifier: 'check-webhooks', state: 'waiting' })
  })
})

describe('freshness', () => {
  it('is when a delivery came last, and the older of two complete readings, page by page', async () => {
    const of = await connection(house)
    await database.pool.query(
      `insert into repositories (workspace_id, uuid, slug, name, last_event_at)
       select id, gen_random_uuid(), n, n, case when n = 'a' then timestamptz '2026-01-03Z' end
         from workspaces, unnest(array['a', 'b', 'c']) as n where connection_id = $1`,
      [of],
    )
    await database.pool.query(
      `insert into cursors (workspace_id, repository_id, stream, complete_at)
       select workspace_id, id, stream, complete_at from repositories,
              (values ('pull_requests', timestamptz '2026-01-02Z', 'a'), ('pull_request_activity', '2026-01-01Z', 'a'),
                      ('pull_requests', '2026-01-02Z', 'b'), ('pull_request_activity', null, 'b')) as c (stream, complete_at, of)
        where slug = of`,
    )
    const first = (await ask('GET', `/freshness?connection=${of}&limit=2`)).json()
    expect(first.items).toMatchObject([
      {
        repository: 'a',
        last_event_at: '2026-01-03T00:00:00.000Z',
        reconciled_at: '2026-01-01T00:00:00.000Z',
      },
      { repository: 'b', last_event_at: null, reconciled_at: null },
    ])
    const second = (await ask('GET', `/freshness?connection=${of}&limit=2&cursor=${first.next}`)).json()
    expect(second).toMatchObject({ items: [{ repository: 'c', reconciled_at: null }], next: null })
  })
})

async function fresh() {
  const { simulation, world, url } = await simulator()
  const [workspace] = world.workspaces
  const token = simulation.credentials.all().find((one) => one.kind === 'workspace_access_token')?.secret
  return { slug: workspace?.slug, apiUrl: `${url}/2.0`, token }
}
