import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config.ts'
import { removeOldEvents } from '../../src/jobs/tasks/remove-old-events.ts'
import { createLog } from '../../src/log.ts'
import {
  discoveredRepository,
  discoveryOf,
  entity,
  linkedRepository,
  waitingRepository,
} from './discovered.ts'
import { wanted } from './endpoints-of-discoveries.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { pool } = house.database
const editor = await house.signIn(await house.addPerson('editor', 'Mara'))

/** A time within the last minute. */
const lately = () =>
  expect.toSatisfy((at: string) => at.endsWith('Z') && Math.abs(Date.now() - Date.parse(at)) < 60_000)

type Method = 'GET' | 'POST' | 'PATCH'
const send = async (method: Method, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await house.send(
    { method, url: `/api/v1/discoveries${path}`, headers, ...(body ? { body } : {}) },
    editor,
  )
  return { status: answer.statusCode, json: answer.body === '' ? null : answer.json() }
}
const get = async (path: string) => (await send('GET', path)).json

let made: Awaited<ReturnType<typeof discoveryOf>>
beforeEach(async () => {
  await pool.query('delete from repositories')
  made = await discoveryOf(house)
})

const waiting = async (query = '') => (await get(`/${made.id}/discovered${query}`)).items
const follow = (change: string) => pool.query(`update discoveries set ${change}`)

describe('a discovery', () => {
  it('is one a workspace: a second is refused, and told which is the first', async () => {
    const { status, json } = await send('POST', '', { ...wanted, workspace: made.workspace })
    expect([status, json.code, json.discovery]).toEqual([409, 'conflict', made.id])
    const { workspaces } = await get('/set-up')
    expect(workspaces).toMatchObject([
      { id: made.workspace, discovery: made.id, by_api_token: false, uncollected: [] },
    ])
  })

  it('starts a sync when it is set up, and has its connection read often and far back enough', async () => {
    await pool.query('delete from discoveries')
    const since = '2020-01-01T00:00:00.000Z'
    const rhythm = await get(`/rhythm?workspace=${made.workspace}&frequency_minutes=30&since=${since}`)
    expect(rhythm).toMatchObject({ frequency_minutes: 30, since, changes: true })
    expect(
      (await pool.query('select frequency_minutes from connections')).rows[0].frequency_minutes,
    ).not.toBe(30)

    const body = { ...wanted, workspace: made.workspace, frequency_minutes: 30, since }
    const { status, json } = await send('POST', '', body)
    expect([status, json]).toMatchObject([201, { name: 'Acme', auto_import: false, suspended_at: null }])
    const { rows } = await pool.query('select frequency_minutes, since from connections')
    expect(rows).toEqual([{ frequency_minutes: 30, since: new Date(since) }])
    const { items } = await get(`/${json.id}/events`)
    expect(items).toMatchObject([
      { type: 'sync', status: 'running', trigger: 'manual' },
      { type: 'created', status: 'success', caused_by: 'Mara' },
    ])
    const again = await get(`/rhythm?workspace=${made.workspace}&frequency_minutes=1440`)
    expect(again).toMatchObject({ frequency_minutes: 30, since, changes: false })
  })

  it('has its connection collect what is wanted of each repository besides, and says so in the audit log', async () => {
    await pool.query('delete from discoveries')
    await pool.query(`update connections set streams = '{repositories}', source_access = 'none'`)
    const { workspaces } = await get('/set-up')
    expect(workspaces[0].uncollected).toEqual(['pull_requests', 'commits'])
    const body = { ...wanted, workspace: made.workspace, secondary_kinds: ['pull_requests'] }
    expect((await send('POST', '', body)).status).toBe(201)
    const { rows } = await pool.query('select streams from connections')
    expect(rows).toEqual([{ streams: ['repositories', 'pull_requests'] }])
    const audited = await pool.query(
      `select after -> 'changed_of_connection' as changed from audit_log where action = 'discovery.create' order by id desc limit 1`,
    )
    expect(audited.rows[0].changed).toMatchObject({ streams: ['repositories', 'pull_requests'] })
  })

  it('takes only kinds, types and values that there are, and no type where it only merges', async () => {
    await pool.query('delete from discoveries')
    const problem = async (over: object) =>
      (await send('POST', '', { ...wanted, workspace: made.workspace, ...over })).json.problems?.[0]?.path
    expect(await problem({ kind: 'Nothing' })).toBe('kind')
    expect(await problem({ entity_type: 'castle' })).toBe('entity_type')
    expect(await problem({ behaviour: 'merge' })).toBe('entity_type')
    expect(await problem({ catalogue_path: 'properties.tier' })).toBe('catalogue_path')
    expect(await problem({ workspace: '999999' })).toBe('workspace')
    expect(await problem({ since: '2100-01-01T00:00:00Z' })).toBe('since')
    expect((await pool.query('select from discoveries')).rowCount).toBe(0)
  })

  it('is changed only by who saw it as it is, and keeps its secondary kinds', async () => {
    const patch = (body: object, version: string) =>
      send('PATCH', `/${made.id}`, body, { 'if-match': `"${version}"` })
    expect((await patch({ name: 'Shop' }, '1')).json).toMatchObject({
      name: 'Shop',
      secondary_kinds: ['commits'],
    })
    expect((await patch({ name: 'Again' }, '1')).status).toBe(412)
    expect((await patch({ secondary_kinds: [] }, '2')).status).toBe(400)
    const { items } = await get(`/${made.id}/events?type=edited`)
    expect(items).toMatchObject([{ description: 'Changed: name.', caused_by: 'Mara' }])
  })

  it('is suspended and resumed once, and tells of both', async () => {
    for (const verb of ['suspend', 'suspend', 'resume', 'resume']) await send('POST', `/${made.id}/${verb}`)
    const { items } = await get(`/${made.id}/events`)
    expect(items.map(({ type }: { type: string }) => type)).toEqual(['resumed', 'suspended', 'created'])
    await send('POST', `/${made.id}/suspend`)
    await waitingRepository(house, made, 'Web shop')
    expect((await send('POST', `/${made.id}/import`, { repositories: 'all' })).status).toBe(409)
  })
})

describe('what is recommended', () => {
  it('is the entity with the very same value under Equals', async () => {
    await waitingRepository(house, made, 'Web shop')
    await entity(house, 'other', 'web shop')
    expect(await waiting()).toMatchObject([
      { action: 'register', match: null, kind: 'Component', type: 'service', detected_at: lately() },
    ])
    await entity(house, 'shop', 'Web shop', { type: 'library' })
    expect(await waiting()).toMatchObject([
      { action: 'merge', match: { identifier: 'shop' }, type: 'library', other_matches: 0 },
    ])
  })

  it('is under Contains the exact, else the shortest, else the first by identifier, in whatever case', async () => {
    await follow(`operator = 'contains'`)
    await waitingRepository(house, made, 'shop')
    const first = async () => (await waiting())[0].match?.identifier
    await entity(house, 'z', 'Workshop tools')
    expect(await first()).toBe('z')
    await entity(house, 'b', 'My Shop')
    await entity(house, 'a', 'An SHOP')
    expect(await first()).toBe('a')
    await entity(house, 'exact', 'shop')
    expect(await first()).toBe('exact')
    expect((await waiting())[0].other_matches).toBe(3)
    await pool.query('delete from repositories')
    await waitingRepository(house, made, '100%_sure')
    expect(await first()).toBeUndefined()
  })

  it.each([
    ['slug', 'identifier', 'web-shop', {}],
    ['name', 'properties.url', 'x', { url: 'Web shop' }],
  ])('compares %s with %s', async (ingested, catalogue, identifier, properties) => {
    await waitingRepository(house, made, 'Web shop')
    await entity(house, identifier, 'Something else', properties)
    for (const operator of ['equals', 'contains']) {
      await follow(`ingested_path = '${ingested}', catalogue_path = '${catalogue}', operator = '${operator}'`)
      expect((await waiting())[0].match?.identifier).toBe(identifier)
    }
  })

  it('never merges under Register, and registers nothing under Merge', async () => {
    const repository = await waitingRepository(house, made, 'Web shop')
    await follow(`behaviour = 'merge', entity_type = null`)
    expect(await waiting()).toMatchObject([{ action: null, match: null, type: null }])
    await entity(house, 'shop', 'Web shop')
    expect(await waiting()).toMatchObject([{ action: 'merge' }])
    const choose = (body: object) => send('PATCH', `/${made.id}/discovered/${repository}`, body)
    expect((await choose({ action: 'register' })).status).toBe(400)
    await follow(`behaviour = 'register'`)
    expect(await waiting()).toMatchObject([{ action: 'register', match: null }])
    expect((await choose({ action: 'merge' })).status).toBe(400)
  })

  it('is changed by a person: another entity, another action, another type; and back', async () => {
    const repository = await waitingRepository(house, made, 'Web shop')
    await entity(house, 'shop', 'Web shop')
    const other = await entity(house, 'till', 'Cash till')
    const at = `/${made.id}/discovered/${repository}`
    const names = async (query: string) =>
      (await get(`${at}/candidates${query}`)).items.map(
        ({ identifier }: { identifier: string }) => identifier,
      )
    expect(await names('')).toEqual(['shop'])
    expect(await names('?search=TILL')).toEqual(['till'])
    const choose = async (body: object) => (await send('PATCH', at, body)).json
    expect(await choose({ action: 'merge', entity: other })).toMatchObject({
      ...{ action: 'merge', is_chosen: true, match: { identifier: 'till' }, other_matches: 1 },
    })
    expect(await choose({ action: 'register', entity: null, type: 'library' })).toMatchObject({
      ...{ action: 'register', match: null, type: 'library' },
    })
    expect((await choose({ type: 'castle' })).problems[0].path).toBe('type')
    expect((await choose({ entity: '999999' })).problems[0].path).toBe('entity')
    expect(await choose({ action: null, type: null })).toMatchObject({ action: 'merge', is_chosen: false })
  })
})

describe('the entity of a repository', () => {
  const path = '/api/v1/entities/Component/shop'
  const read = async (part: string) =>
    (await house.send({ method: 'GET', url: `${path}${part}` }, editor)).json()

  it('shows in its YAML which discovery it is linked by, and what was ingested, which stays', async () => {
    made = await discoveryOf(house)
    await entity(house, 'shop', 'Shop')
    expect((await read('/yaml')).ingested).toBeNull()
    const linked = await linkedRepository(house)
    const { rows } = await pool.query('select uuid from entities where id = $1', [linked.entityId])
    const links = [{ discovery: 'Acme', source: 'BitbucketCloud', action: 'MERGE', entity: rows[0].uuid }]
    const ingested = { BitbucketCloud: { name: 'Web shop' } }
    expect(parse((await read('/yaml')).ingested)).toEqual({
      metadata: { integration: links },
      integration_properties: ingested,
    })
    await send('POST', `/${linked.id}/imported/${linked.link}/unlink`)
    expect(parse((await read('/yaml')).ingested)).toEqual({
      metadata: { integration: [] },
      integration_properties: ingested,
    })
  })

  it('has it among its repositories until it is unlinked', async () => {
    const linked = await linkedRepository(house)
    const names = async () => (await read('/repositories')).items.map(({ name }: { name: string }) => name)
    expect(await names()).toEqual(['Web shop'])
    await send('POST', `/${linked.id}/imported/${linked.link}/unlink`)
    expect(await names()).toEqual([])
  })

  it('belongs to no other repository of the discovery', async () => {
    const linked = await linkedRepository(house)
    const other = await waitingRepository(house, linked, 'Other shop')
    const at = `/${linked.id}/discovered/${other}`
    expect((await get(`${at}/candidates?search=shop`)).items).toMatchObject([
      { identifier: 'shop', belongs_to: 'Web shop' },
    ])
    const { status, json } = await send('PATCH', at, { entity: linked.entityId })
    expect([status, json.problems]).toEqual([
      400,
      [{ path: 'entity', message: 'belongs to Web shop already' }],
    ])
  })
})

describe('the lists of a discovery', () => {
  it('are read a page at a time, and searched', async () => {
    for (const name of ['Bravo', 'alpha', 'Charlie']) await waitingRepository(house, made, name)
    const first = await get(`/${made.id}/discovered?limit=2`)
    const second = await get(`/${made.id}/discovered?limit=2&cursor=${first.next}`)
    const names = [...first.items, ...second.items].map(({ name }: { name: string }) => name)
    expect([names, second.next]).toEqual([['alpha', 'Bravo', 'Charlie'], null])
    expect(await waiting('?search=HARL')).toMatchObject([{ name: 'Charlie' }])
  })

  it('leave out of those that wait what is imported, until it is unlinked', async () => {
    made = await linkedRepository(house)
    expect(await waiting()).toEqual([])
    const { items } = await get(`/${made.id}/imported`)
    expect(items).toMatchObject([
      {
        name: 'Web shop',
        status: 'merged',
        scope: 'account',
        entity: { identifier: 'shop', kind: 'Component' },
        imported_at: lately(),
      },
    ])
    expect((await send('POST', `/${made.id}/imported/${items[0].id}/unlink`)).status).toBe(204)
    expect((await send('POST', `/${made.id}/imported/${items[0].id}/unlink`)).status).toBe(404)
    expect(await waiting()).toMatchObject([{ name: 'Web shop', state: 'unlinked' }])
    expect((await get(`/${made.id}/imported`)).items).toEqual([])
    expect((await get(`/${made.id}/events`)).items[0]).toMatchObject({ type: 'unlinked', caused_by: 'Mara' })
  })

  it('keep events for 180 days', async () => {
    await pool.query(
      `insert into discovery_events (discovery_id, type, status, description, started_at)
       select $1, 'edited', 'success', days || ' days ago', now() - make_interval(days => days)
         from unnest('{179, 181}'::integer[]) as days`,
      [made.id],
    )
    const { signal } = new AbortController()
    const { keyRing, database } = house
    const told = { config: readConfig({}), log: createLog('silent') }
    await removeOldEvents.run({ db: database.kysely, keyRing, signal, attempt: 1, ...told }, {})
    const { items } = await get(`/${made.id}/events?type=edited`)
    expect(items).toMatchObject([{ description: '179 days ago' }])
  })

  it('show what is being imported, which nobody can ask for twice', async () => {
    made = await discoveredRepository(house)
    const { status, json } = await send('POST', `/${made.id}/import`, { repositories: 'all' })
    expect([status, json.count]).toEqual([202, 1])
    expect(await waiting()).toMatchObject([{ state: 'importing' }])
    expect((await send('POST', `/${made.id}/import`, { repositories: 'all' })).status).toBe(409)
    expect(await get(`/${made.id}/events/${json.event}`)).toMatchObject({
      type: 'manual_import',
      status: 'running',
    })
  })
})
