import { afterAll, beforeEach, describe, expect, it } from 'vitest'
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
      { action: 'register', match: null, kind: 'Component', type: 'service' },
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
      },
    ])
    expect((await send('POST', `/${made.id}/imported/${items[0].id}/unlink`)).status).toBe(204)
    expect((await send('POST', `/${made.id}/imported/${items[0].id}/unlink`)).status).toBe(404)
    expect(await waiting()).toMatchObject([{ name: 'Web shop', state: 'unlinked' }])
    expect((await get(`/${made.id}/imported`)).items).toEqual([])
    expect((await get(`/${made.id}/events`)).items[0]).toMatchObject({ type: 'unlinked', caused_by: 'Mara' })
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
