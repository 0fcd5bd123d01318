import { afterAll, describe, expect, it } from 'vitest'
import { addConnection } from '../../src/connections/connections.ts'
import { connection, credential, otherToken, simulatedWorkspace, workspaceToken } from './connection.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { database } = house
const editor = await house.signIn(await house.addPerson('editor'))

const send = async (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  version = 1,
) => {
  const headers = method === 'PATCH' ? { 'if-match': `"${version}"` } : {}
  const url = `/api/v1/connections${path}`
  const answer = await house.send({ method, url, headers, ...(body ? { body } : {}) }, editor)
  return { status: answer.statusCode, text: answer.body, json: answer.body === '' ? null : answer.json() }
}

describe('settings of a connection', () => {
  it('are kept as they were typed in, at first and later', async () => {
    await database.pool.query('delete from connections')
    const { slug, apiUrl } = await simulatedWorkspace()
    const entered = { alias: 'acme', kind: 'access_token', tokens: await workspaceToken(), workspace: slug }
    const chosen = {
      ...{ source_access: 'none', since: '2026-01-01T00:00:00Z', rate_limit: 500, skip_failed: false },
      ...{ projects: ['web'], include: ['Shop-*', 'web/*'], exclude: ['*-old'], auto_add: false },
      ...{ streams: ['pull_requests', 'pipelines'], cron: '0  6 * * 1-5' },
    }
    const made = await send('POST', '', { ...entered, api_url: apiUrl, ...chosen })
    expect(made).toMatchObject({
      status: 201,
      json: {
        ...chosen,
        ...{ since: '2026-01-01T00:00:00.000Z', projects: ['WEB'], include: ['shop-*', 'web/*'] },
        ...{ cron: '0 6 * * 1-5', frequency_minutes: 180, range_days: 183 },
      },
    })
    const { id } = made.json
    const later = await send('PATCH', `/${id}`, { range_days: 400, frequency_minutes: 60, auto_add: true })
    expect(later.json).toMatchObject({
      ...{
        since: null,
        range_days: 400,
        cron: null,
        frequency_minutes: 60,
        auto_add: true,
        exclude: ['*-old'],
      },
    })
  })

  it('are refused by their names, and then nothing changes', async () => {
    const id = await connection(house)
    const before = await send('GET', `/${id}`)
    const wrong = {
      streams: ['pull_requests', 'dreams'],
      cron: 'now and then',
      since: '2999-01-01T00:00:00Z',
      proxy_url: 'http://ada:secret@proxy.example.com',
      ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      include: ['a b'],
      api_url: 'ftp://example.com',
    }
    for (const [field, value] of Object.entries(wrong)) {
      const refused = await send('PATCH', `/${id}`, { [field]: value })
      expect(refused, field).toMatchObject({ status: 400, json: { problems: [{ path: field }] } })
      expect(refused.text).not.toContain('secret')
    }
    expect((await send('GET', `/${id}`)).text).toBe(before.text)
  })

  it('lead to no private address that is not allowed, and then nothing is asked or stored', async () => {
    const id = await connection(house)
    const before = (await send('GET', `/${id}`)).text
    for (const wrong of [
      { api_url: 'http://0xA9FEA9FE/2.0' },
      { api_url: 'http://[::ffff:10.0.0.1]/' },
      { proxy_url: 'http://10.1:3128' },
    ]) {
      expect(await send('PATCH', `/${id}`, wrong)).toMatchObject({
        ...{ status: 400, json: { code: 'source_private' } },
      })
    }
    expect((await send('GET', `/${id}`)).text).toBe(before)
    const { slug } = await simulatedWorkspace()
    const made = await send('POST', '', {
      ...{ alias: 'inside', kind: 'access_token', tokens: await workspaceToken(), workspace: slug },
      api_url: 'http://192.168.257/2.0',
    })
    expect(made).toMatchObject({ status: 400, json: { code: 'source_private' } })
  })

  it('are tried first when the way to Bitbucket changes: one that fails changes nothing', async () => {
    const id = await connection(house)
    const { apiUrl } = await simulatedWorkspace()
    await send('POST', `/${id}/verify`)
    const before = (await send('GET', `/${id}`)).text
    const away = { api_url: `${new URL(apiUrl).origin}/elsewhere/2.0`, alias: 'moved' }
    const refused = await send('PATCH', `/${id}`, away)
    expect(refused).toMatchObject({ status: 400, json: { problems: [{ path: 'api_url' }] } })
    expect(refused.json.checks[0].commands[0].command).toContain('/elsewhere/2.0/repositories/')
    const nobody = await send('PATCH', `/${id}`, { proxy_url: 'http://127.0.0.1:9' })
    expect(nobody.json).toMatchObject({ code: 'invalid_input', checks: [{ outcome: 'unreachable' }] })
    // When the credential was used last is no part of what was edited.
    const same = (text: string) => text.replace(/"last_used_at":[^,}]*/g, '')
    expect(same((await send('GET', `/${id}`)).text)).toBe(same(before))
    const same_way = await send('PATCH', `/${id}`, { api_url: apiUrl.replace(/\/2.0$/, ''), alias: 'moved' })
    expect(same_way).toMatchObject({ status: 200, json: { alias: 'moved', api_url: apiUrl } })
  })
})

describe('credentials of a connection', () => {
  it('are kept for a part of the work, as long as another does the rest', async () => {
    const id = await connection(house)
    const first = await credential(house, id)
    const kept = { reserved_for: ['pipelines', 'commits'] }
    expect(await send('PATCH', `/${id}/credentials/${first}`, kept)).toMatchObject({ status: 409 })
    const two = await send('POST', `/${id}/credentials`, { kind: 'access_token', tokens: await otherToken() })
    const second = two.json.credentials[1].id
    const changed = await send('PATCH', `/${id}/credentials/${first}`, { ...kept, label: 'Backfill' })
    expect(changed.json.credentials[0]).toMatchObject({
      ...{ label: 'Backfill', reserved_for: ['commits', 'pipelines'] },
    })
    const { rows } = await database.pool.query('select reserved_for from credentials where id = $1', [first])
    expect(rows[0].reserved_for).toEqual(expect.arrayContaining(['git', 'refs', 'deployments']))
    for (const refused of [
      await send('PATCH', `/${id}/credentials/${second}`, { reserved_for: ['issues'] }),
      await send('DELETE', `/${id}/credentials/${second}`),
    ]) {
      expect(refused).toMatchObject({ status: 409 })
      expect(refused.json.detail).toContain('one has to read all the rest')
    }
    const freed = await send('PATCH', `/${id}/credentials/${first}`, { reserved_for: null })
    expect(freed.json.credentials[0].reserved_for).toBeNull()
  })

  it('say which other connection shares their allowance', async () => {
    const id = await connection(house)
    const { apiUrl } = await simulatedWorkspace()
    const other = await addConnection(database.kysely, {
      ...{ connector: 'bitbucket-cloud', alias: 'twin', api_url: apiUrl },
    })
    await database.pool.query(
      `insert into credentials (connection_id, kind, label, identity)
       select $1, kind, label, identity from credentials where connection_id = $2`,
      [other.id, id],
    )
    expect((await send('GET', `/${id}`)).json.credentials[0].shares_allowance_with).toEqual(['twin'])
    expect((await send('GET', `/${other.id}`)).json.credentials[0].shares_allowance_with).toEqual(['acme'])
  })
})

describe('consequences', () => {
  it('count what is there and name who follows', async () => {
    const id = await connection(house)
    const { apiUrl, slug } = await simulatedWorkspace()
    const other = await addConnection(database.kysely, {
      ...{ connector: 'bitbucket-cloud', alias: 'second', api_url: apiUrl },
    })
    await database.pool.query(
      `insert into repositories (workspace_id, uuid, slug, name)
       select id, gen_random_uuid(), 'r' || n, 'R' from workspaces, generate_series(1, 3) n where connection_id = $1`,
      [id],
    )
    await database.pool.query(`insert into sync_runs (connection_id, cause) values ($1, 'person')`, [id])
    const of = async (which: string) => (await send('GET', `/${which}/consequences`)).json
    expect(await of(id)).toMatchObject({
      suspend: { running: true, workspaces: [slug] },
      remove: { workspaces: [slug], credentials: 1, runs: 1, next_default: 'second' },
      make_default: { in_place_of: null, named_repositories: 0 },
    })
    expect((await of(id)).rows).toContainEqual({ table: 'repositories', count: 3 })
    expect(await of(other.id)).toMatchObject({
      remove: { workspaces: [], credentials: 0, next_default: null },
      make_default: { in_place_of: 'acme', named_repositories: 0 },
    })
    await database.pool.query('delete from repositories')
  })
})

describe('a workspace', () => {
  it('is handed over with its rows, and the one that had it reads it no more', async () => {
    const id = await connection(house)
    const { slug, apiUrl } = await simulatedWorkspace()
    await database.pool.query(
      `insert into repositories (workspace_id, uuid, slug, name)
       select id, gen_random_uuid(), 'kept', 'Kept' from workspaces where connection_id = $1`,
      [id],
    )
    const other = await addConnection(database.kysely, {
      ...{ connector: 'bitbucket-cloud', alias: 'heir', api_url: apiUrl },
    })
    await send('POST', `/${other.id}/credentials`, { kind: 'access_token', tokens: await otherToken() })
    const refused = await send('POST', `/${other.id}/workspaces`, { workspace: slug })
    expect(refused).toMatchObject({ status: 409 })
    expect(refused.json.detail).toContain('is read by the connection acme')
    const taken = await send('POST', `/${other.id}/workspaces`, { workspace: slug, hand_over: true })
    expect(taken.json.workspaces).toMatchObject([{ slug }])
    expect((await send('GET', `/${id}`)).json.workspaces).toEqual([])
    const { rows } = await database.pool.query(`select slug from repositories`)
    expect(rows).toEqual([{ slug: 'kept' }])
    await database.pool.query('delete from repositories')
  })
})

describe('verifying all connections', () => {
  it('says of each whether it works', async () => {
    await connection(house)
    const { connections } = (await send('POST', '/verify')).json
    expect(connections).toMatchObject([{ alias: 'acme', ok: true, checks: [{ outcome: 'ok' }] }])
  })
})
