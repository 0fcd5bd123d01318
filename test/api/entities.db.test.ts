import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Said } from '../../src/catalog/entities/said.ts'
import { addBlueprints, addEntity, addRepository, mapRepository } from '../catalogue.ts'
import { type Credentials, testServer } from './server.ts'

const house = await testServer()
let admin: Credentials
let viewer: Credentials

beforeAll(async () => {
  admin = await house.signIn(await house.addPerson('admin'))
  viewer = await house.signIn(await house.addPerson('viewer'))
  await addBlueprints(house.database)
  await addEntity(house.database, 'ship', 'tern', { title: 'Arctic Tern', properties: { flag: 'blue' } })
  for (const one of crews) await addEntity(house.database, 'crew', one.identifier, one)
  const { id } = await idOf('deck/one')
  const { workspaceId, repositoryId } = await addRepository(house.database, 'deck')
  await mapRepository(house.database, id, { workspaceId, repositoryId }, { language: 'typescript', lines: 1 })
})
afterAll(house.close)

const crews: readonly (Partial<Said> & { readonly identifier: string })[] = [
  {
    identifier: 'deck/one',
    title: 'Deck',
    team: ['sea', 'land'],
    properties: { language: 'python', lines: 120, is_public: true, tags: ['rope', 'tar'] },
    relations: { ship: 'tern', mates: ['galley.two', 'hold:three'] },
  },
  {
    identifier: 'galley.two',
    title: 'Galley',
    team: 'sea',
    properties: { language: 'go', lines: 80, is_public: false, notes: 'x'.repeat(2_000) },
    relations: { ship: 'tern' },
  },
  { identifier: 'hold:three', title: '50% of the _hold_', properties: { language: 'go' } },
]

const list = async (query: Record<string, string | string[]>) => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) search.append(name, one)
  return (await house.send({ url: `/api/v1/entities?${search}` }, viewer)).json()
}
const titles = async (query: Record<string, string | string[]>) =>
  (await list({ blueprint: 'crew', ...query })).items.map((one: { title: string }) => one.title)
const at = (identifier: string, below = '') =>
  `/api/v1/entities/crew/${encodeURIComponent(identifier)}${below}`
const read = async (identifier: string, below = '') =>
  (await house.send({ url: at(identifier, below) }, viewer)).json()

async function idOf(identifier: string): Promise<{ id: string; uuid: string }> {
  const { rows } = await house.database.pool.query('select id, uuid from entities where identifier = $1', [
    identifier,
  ])
  return rows[0]
}

describe('the list of entities', () => {
  it.each([
    ['properties.language:eq:go', ['50% of the _hold_', 'Galley']],
    ['properties.language:ne:go', ['Deck']],
    ['properties.lines:gt:80', ['Deck']],
    ['properties.lines:lt:100', ['Galley']],
    ['properties.lines:empty', ['50% of the _hold_']],
    ['properties.lines:set', ['Deck', 'Galley']],
    ['properties.is_public:eq:true', ['Deck']],
    ['properties.tags:eq:rope', ['Deck']],
    ['properties.tags:contains:TA', ['Deck']],
    ['calculated.long:eq:true', ['Deck']],
    ['relations.ship:eq:tern', ['Deck', 'Galley']],
    ['relations.ship:contains:arctic', ['Deck', 'Galley']],
    ['relations.mates:empty', ['50% of the _hold_', 'Galley']],
    ['team:eq:land', ['Deck']],
    ['team:eq:sea', ['Deck', 'Galley']],
    ['team:empty', ['50% of the _hold_']],
    ['title:contains:50%', ['50% of the _hold_']],
    ['identifier:eq:galley.two', ['Galley']],
    ['updated:gt:2020-01-01;properties.lines:set', ['Deck', 'Galley']],
    ['updated:lt:2020-01-01', []],
  ])('filters by %s', async (filter, expected) => {
    expect(await titles({ filter })).toEqual(expected)
  })

  it('takes conditions one by one or together, and words beside them', async () => {
    expect(await titles({ filter: ['properties.language:eq:go', 'properties.lines:set'] })).toEqual([
      'Galley',
    ])
    expect(await titles({ filter: 'properties.language:eq:go;properties.lines:set' })).toEqual(['Galley'])
    expect(await titles({ q: 'gal two' })).toEqual(['Galley'])
    expect(await titles({ q: '_' })).toEqual(['50% of the _hold_'])
  })

  it.each([
    ['nonsense', /is not like/],
    ['properties.nothing:eq:1', /a field that is not there: properties\.nothing/],
    ['relations.nothing:set', /a relation that is not there/],
    ['properties.lines:eq:many', /needs a number, not many/],
    ['properties.is_public:eq:perhaps', /needs true or false/],
    ['properties.tags:gt:1', /cannot compare tags by gt/],
    ['properties.lines:set:1', /takes no value after set/],
    ['properties.lines:eq', /lacks a value after eq/],
    ['updated:gt:yesterday', /needs a time/],
    ['relations.ship:gt:a', /cannot compare a relation/],
  ])('says what is wrong with %s', async (filter, message) => {
    const answer = await list({ blueprint: 'crew', filter })
    expect(answer).toMatchObject({ code: 'invalid_input', problems: [{ path: 'filter' }] })
    expect(answer.detail).toMatch(message)
  })

  it.each([
    ['title', ['50% of the _hold_', 'Deck', 'Galley']],
    ['-title', ['Galley', 'Deck', '50% of the _hold_']],
    ['properties.lines', ['Galley', 'Deck', '50% of the _hold_']],
    ['-properties.lines', ['Deck', 'Galley', '50% of the _hold_']],
    ['properties.language', ['Galley', '50% of the _hold_', 'Deck']],
  ])('is sorted by %s, and goes on where a page ended', async (sort, expected) => {
    expect(await titles({ sort })).toEqual(expected)
    const walked: string[] = []
    let cursor = ''
    do {
      const page = await list({ blueprint: 'crew', sort, limit: '1', ...(cursor ? { cursor } : {}) })
      walked.push(...page.items.map((one: { title: string }) => one.title))
      cursor = page.next ?? ''
    } while (cursor)
    expect(walked).toEqual(expected)
  })

  it('shows what is calculated, mirrored and referred to, and the beginning of long texts', async () => {
    const { items } = await list({ blueprint: 'crew', sort: '-properties.lines' })
    expect(items[0]).toMatchObject({
      calculated: { long: true },
      mirrored: { flag: 'blue' },
      relations: { ship: { count: 1, items: [{ title: 'Arctic Tern' }] }, mates: { count: 2 } },
      cut: [],
    })
    expect(items[1].cut).toEqual(['notes'])
    expect(items[1].properties.notes).toHaveLength(501)
    expect((await read('galley.two')).properties.notes).toHaveLength(2_000)
  })

  it('holds those of every blueprint, and none of one that is not there', async () => {
    const { items } = await list({ sort: 'title' })
    expect(items.map((one: { title: string }) => one.title)).toEqual([
      '50% of the _hold_',
      'Arctic Tern',
      'Deck',
      'Galley',
    ])
    expect(await list({ blueprint: 'nothing', filter: 'properties.a:eq:1' })).toEqual({
      items: [],
      next: null,
    })
  })
})

describe('facets and groups', () => {
  const facets = async (query: Record<string, string>) =>
    (await house.send({ url: '/api/v1/entities/facets', query }, viewer)).json()

  it('count what entities have in common', async () => {
    const { total, items } = await facets({ blueprint: 'crew' })
    expect(total).toBe(3)
    const values = (field: string) => {
      const facet = items.find((one: { field: string }) => one.field === field)
      return facet.values.map((one: { value: string; count: number }) => [one.value, one.count])
    }
    expect(values('properties.language')).toEqual([
      ['go', 2],
      ['python', 1],
    ])
    expect(values('properties.is_public')).toEqual([
      ['false', 1],
      ['true', 1],
      [null, 1],
    ])
    expect(values('team')).toEqual([
      ['sea', 2],
      ['land', 1],
    ])
    expect(values('relations.ship')).toEqual([['tern', 2]])
  })

  it('count only what is chosen, and nothing of all blueprints at once', async () => {
    expect((await facets({ blueprint: 'crew', filter: 'properties.language:eq:python' })).total).toBe(1)
    expect(await facets({})).toEqual({ total: 0, items: [] })
  })

  it.each([
    [
      { blueprint: 'crew', by: 'properties.language' },
      [
        ['go', null, 2],
        ['python', null, 1],
      ],
    ],
    [
      { blueprint: 'crew', by: 'relations.ship' },
      [
        ['tern', 'Arctic Tern', 2],
        [null, null, 1],
      ],
    ],
    [
      { blueprint: 'crew', by: 'team' },
      [
        ['sea', null, 2],
        ['land', null, 1],
        [null, null, 1],
      ],
    ],
    [
      {},
      [
        ['crew', 'Crew', 3],
        ['ship', 'Ship', 1],
      ],
    ],
  ])('group by %j', async (query, expected) => {
    const { items, more } = (await house.send({ url: '/api/v1/entities/groups', query }, viewer)).json()
    expect(
      items.map((one: { value: string; label: string; count: number }) => [one.value, one.label, one.count]),
    ).toEqual(expected)
    expect(more).toBe(0)
  })
})

describe('an entity', () => {
  it('is found by words of its title and identifier, the same first', async () => {
    const search = async (q: string) =>
      (await house.send({ url: '/api/v1/entities/search', query: { q } }, viewer)).json().items
    expect((await search('deck'))[0]).toMatchObject({ title: 'Deck', blueprint: { title: 'Crew' } })
    expect((await search('THREE hold')).map((one: { title: string }) => one.title)).toEqual([
      '50% of the _hold_',
    ])
    expect(await search('nothing of it')).toEqual([])
  })

  it('has one uuid by which it is read as well', async () => {
    const { uuid } = await idOf('deck/one')
    const answer = await house.send({ url: `/api/v1/entities/${uuid}` }, viewer)
    expect(answer.json()).toEqual(await read('deck/one'))
  })

  it('says why its values are so', async () => {
    const { items } = await read('deck/one', '/sources')
    expect(items.map((one: { origin: string }) => one.origin)).toEqual(['hand', 'mapping'])
    expect(items[0].believed).toContain('properties.language')
    expect(items[1]).toMatchObject({
      mapping: 'main',
      kind: 'repository',
      repository: 'harbour/deck',
      believed: [],
    })
  })

  it('is YAML in Port’s form', async () => {
    const { text } = await read('deck/one', '/yaml')
    expect(text).toContain('identifier: deck/one')
    expect(text).toContain('mates:\n    - galley.two\n    - hold:three')
  })

  it('stands in a picture with what it refers to and what refers to it, two hops around', async () => {
    const { nodes, edges, more } = await read('galley.two', '/graph')
    expect(nodes.map((one: { title: string; hop: number }) => [one.title, one.hop]).sort()).toEqual([
      ['50% of the _hold_', 2],
      ['Arctic Tern', 1],
      ['Deck', 1],
      ['Galley', 0],
    ])
    expect(edges).toHaveLength(4)
    expect(more).toEqual([])
    const near = await house.send({ url: at('galley.two', '/graph?hops=1') }, viewer)
    expect(near.json().nodes).toHaveLength(3)
  })

  it('says how many of those around it are not drawn', async () => {
    for (let n = 0; n < 15; n += 1)
      await addEntity(house.database, 'crew', `boat-${n}`, { relations: { ship: 'brig' } })
    const answer = await house.send({ url: '/api/v1/entities/ship/brig/graph' }, viewer)
    expect(answer.json().nodes).toHaveLength(13)
    expect(answer.json().more).toMatchObject([{ way: 'in', name: 'ship', count: 3 }])
    await house.database.pool.query(
      `update entities set removed_at = now() where identifier ~ '^(boat-|brig)'`,
    )
  })
})

describe('what belongs to an entity', () => {
  it('is its repository: languages, contributors, commits and tags', async () => {
    const { items } = await read('deck/one', '/repositories')
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      full_name: 'harbour/deck',
      url: 'https://bitbucket.org/harbour/deck',
      languages: [
        { language: 'Python', bytes: 7_000 },
        { language: 'TypeScript', bytes: 3_000 },
      ],
      unmeasured: 1,
      contributors: [
        { name: 'Mara', commits: 17 },
        { name: 'Jonas', commits: 8 },
      ],
    })
    expect(items[0].commits).toHaveLength(10)
    expect(items[0].commits[0]).toMatchObject({ message: 'Change 25', author: 'Mara' })
    expect(items[0].commits[0].url).toMatch(/^https:\/\/bitbucket\.org\/harbour\/deck\/commits\/0{38}19$/)
    expect(items[0].releases.map((one: { name: string }) => one.name)).toEqual([
      'v1.7',
      'v1.6',
      'v1.5',
      'v1.4',
      'v1.3',
    ])
  })

  it('is also the repository of what it refers to', async () => {
    const { id } = await idOf('hold:three')
    await house.database.pool.query(
      `insert into relations (entity_id, name, target_identifier, target_blueprint_id, target_id)
       select $1, 'mates', identifier, blueprint_id, id from entities where identifier = 'deck/one'`,
      [id],
    )
    expect((await read('hold:three', '/repositories')).items).toHaveLength(1)
    expect((await read('galley.two', '/repositories')).items).toEqual([])
  })

  it('is what happened last, of every sort', async () => {
    const { items } = await read('deck/one', '/activity')
    expect(items).toHaveLength(10)
    expect(new Set(items.map((one: { kind: string }) => one.kind))).toContain('merge')
    const times = items.map((one: { at: string }) => one.at)
    expect(times).toEqual(times.toSorted().reverse())
  })

  it('is all commits and tags, page by page', async () => {
    const walked: string[] = []
    let cursor = ''
    do {
      const page = await read('deck/one', `/events?limit=7${cursor && `&cursor=${cursor}`}`)
      walked.push(...page.items.map((one: { kind: string; title: string }) => `${one.kind} ${one.title}`))
      cursor = page.next ?? ''
    } while (cursor)
    expect(walked).toHaveLength(32)
    expect(new Set(walked).size).toBe(32)
  })

  it('is its pull requests, with how many there are of each state', async () => {
    const { items, counts } = await read('deck/one', '/pull-requests?state=MERGED')
    expect(items.map((one: { number: number }) => one.number)).toEqual([2, 4])
    expect(items[0].url).toBe('https://bitbucket.org/harbour/deck/pull-requests/2')
    expect(
      counts.toSorted((a: { state: string }, b: { state: string }) => (a.state < b.state ? -1 : 1)),
    ).toEqual([
      { state: 'MERGED', count: 2 },
      { state: 'OPEN', count: 3 },
    ])
  })

  it('is its pipelines and deployments, by environment and by day', async () => {
    const pipelines = await read('deck/one', '/pipelines')
    expect(pipelines.items).toHaveLength(4)
    expect(pipelines.items.find((one: { number: string }) => one.number === '2')).toMatchObject({
      ...{ branch: 'main', result: 'FAILED', seconds: 240, environment: null },
      url: 'https://bitbucket.org/harbour/deck/pipelines/results/2',
    })
    const deployed = await read('deck/one', '/deployments?environment=Production')
    expect(deployed.items.map((one: { number: string; result: string }) => [one.number, one.result])).toEqual(
      [
        ['4', 'SUCCESSFUL'],
        ['2', 'FAILED'],
      ],
    )
    const { items, environments } = await read('deck/one', '/deployment-days')
    expect(environments).toEqual(['Test', 'Production'])
    expect(items).toHaveLength(30)
    const sum = (of: 'successful' | 'other') =>
      items.reduce((all: number, one: { successful: number; other: number }) => all + one[of], 0)
    expect([sum('successful'), sum('other')]).toEqual([3, 1])
  })
})

describe('what is said by hand', () => {
  const send = async (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object) =>
    house.send({ method, url, ...(body ? { body } : {}) }, admin)

  it('makes an entity once, is changed part by part, and is removed', async () => {
    const body = {
      blueprint: 'crew',
      identifier: 'new/one',
      title: 'New',
      properties: { lines: 1, language: 'go' },
    }
    const made = await send('POST', '/api/v1/entities', body)
    expect(made.statusCode).toBe(201)
    expect((await send('POST', '/api/v1/entities', body)).json().code).toBe('conflict')

    await send('PATCH', at('new/one'), { properties: { lines: 200, language: null } })
    expect(await read('new/one')).toMatchObject({
      title: 'New',
      properties: { lines: 200 },
      calculated: { long: true },
    })
    expect((await read('new/one')).properties).not.toHaveProperty('language')

    await send('PUT', at('new/one'), { properties: { language: 'go' } })
    expect(await read('new/one')).toMatchObject({ title: 'new/one', properties: { language: 'go' } })

    expect((await send('DELETE', at('new/one'))).statusCode).toBe(204)
    expect((await house.send({ url: at('new/one') }, viewer)).statusCode).toBe(404)
    const { rows } = await house.database.pool.query(
      `select action, subject_name from audit_log where action like 'entity.%' order by id`,
    )
    expect(rows.map((row) => row.action)).toEqual([
      'entity.create',
      'entity.update',
      'entity.update',
      'entity.remove',
    ])
  })

  it('is refused with all that is wrong, and stores nothing then', async () => {
    const answer = await send('POST', '/api/v1/entities', {
      ...{ blueprint: 'crew', identifier: 'wrong' },
      properties: { lines: 'many', language: 'cobol', unheard: 1 },
      relations: { nobody: 'x' },
    })
    expect(answer.statusCode).toBe(400)
    const paths = answer.json().problems.map((one: { path: string }) => one.path)
    expect(paths.sort()).toEqual([
      'properties.language',
      'properties.lines',
      'properties.unheard',
      'relations.nobody',
    ])
    expect((await house.send({ url: at('wrong') }, viewer)).statusCode).toBe(404)
  })

  it('cannot remove what a mapping makes', async () => {
    expect((await send('DELETE', at('deck/one'))).json().code).toBe('conflict')
  })

  it('comes many at a time, and one that is wrong hinders no other', async () => {
    const answer = await send('POST', '/api/v1/entities/bulk', {
      blueprint: 'crew',
      entities: [
        {
          identifier: 'bulk-1',
          title: 'One',
          icon: 'Service',
          team: 'sea',
          properties: { lines: 1 },
          relations: {},
        },
        { identifier: 'bulk-2', properties: { lines: 'many' } },
        { identifier: 'bulk-3', blueprint: 'nothing' },
        { identifier: 'bulk-4', blueprint: 'ship' },
        { identifier: 'bulk-1', title: 'Once more' },
      ],
    })
    const { items, ...counts } = answer.json()
    expect(counts).toEqual({ created: 2, updated: 1, failed: 2 })
    expect(items.map((one: { outcome: string }) => one.outcome)).toEqual([
      'created',
      'failed',
      'failed',
      'created',
      'updated',
    ])
    expect(items[1].problem).toContain('lines')
    expect(await read('bulk-1')).toMatchObject({ title: 'Once more' })
    await house.database.pool.query(`update entities set removed_at = now() where identifier like 'bulk-%'`)
  })
})

describe('an export', () => {
  const file = (query: Record<string, string>) =>
    house.send({ url: '/api/v1/entities/export', query }, viewer)

  it('is a file of all that is chosen, in three forms', async () => {
    const json = await file({ blueprint: 'crew', filter: 'properties.language:eq:go', sort: '-title' })
    expect(json.headers['content-disposition']).toBe('attachment; filename="catalogue.json"')
    expect(json.json().items.map((one: { identifier: string }) => one.identifier)).toEqual([
      'galley.two',
      'hold:three',
    ])
    const yaml = await file({ blueprint: 'ship', format: 'yaml' })
    expect(yaml.body).toContain('identifier: tern')
    const csv = await file({ blueprint: 'crew', format: 'csv' })
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.body.split('\r\n')[0]).toBe(
      '\uFEFFblueprint,identifier,title,team,updated,language,lines,is_public,tags,notes,home,setup,long,ship,mates',
    )
    expect(csv.body).toContain('"galley.two, hold:three"')
  })

  it('has no cell that a spreadsheet would run', async () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '|', ' =']
    for (const [n, start] of starts.entries())
      await addEntity(house.database, 'ship', `cell-${n}`, { title: `${start}cmd|'/c calc'!A1` })
    const { body } = await file({ blueprint: 'ship', format: 'csv', q: 'cell-' })
    const titles = [...body.matchAll(/^ship,cell-\d,("?)(.)/gm)]
    expect(titles).toHaveLength(starts.length)
    expect(titles.map(([, , first]) => first)).toEqual(starts.map(() => "'"))
    await house.database.pool.query(`update entities set removed_at = now() where identifier like 'cell-%'`)
  })

  it('tells what is wrong with a filter as any other answer does', async () => {
    expect((await file({ blueprint: 'crew', filter: 'x' })).json().code).toBe('invalid_input')
  })
})
