import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addEntity, addRepository, importRepository } from '../catalogue.ts'
import { crewHouse } from './crews.ts'

const { house, viewer, at, read, idOf } = await crewHouse()
afterAll(house.close)

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

  it('tells in its YAML which discovery is linked to it, and what was ingested', async () => {
    expect((await read('deck/one', '/yaml')).ingested).toBeNull()
    const id = await addEntity(house.database, 'crew', 'keel', { title: 'Keel' })
    const { uuid } = await idOf('keel')
    const placed = await addRepository(house.database, 'keel')
    await importRepository(house.database, id, placed, { name: 'keel', is_private: true })
    const { ingested } = await read('keel', '/yaml')
    const properties = { BitbucketCloud: { name: 'keel', is_private: true } }
    expect(parse(ingested)).toEqual({
      metadata: {
        integration: [{ discovery: 'Harbour', source: 'BitbucketCloud', entity: uuid, action: 'MERGE' }],
      },
      integration_properties: properties,
    })
    expect((await read('keel', '/repositories')).items).toMatchObject([{ full_name: 'harbour/keel' }])
    await house.database.pool.query('update discovery_links set unlinked_at = now()')
    expect((await read('keel', '/repositories')).items).toEqual([])
    expect(parse((await read('keel', '/yaml')).ingested)).toEqual({
      metadata: { integration: [] },
      integration_properties: properties,
    })
    await house.database.pool.query(`update entities set removed_at = now() where identifier = 'keel'`)
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
        { language: 'Python', bytes: 7_000, files: 2 },
        { language: 'TypeScript', bytes: 3_000, files: 1 },
      ],
      languages_by: 'bytes',
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
