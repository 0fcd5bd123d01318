import { afterAll, describe, expect, it } from 'vitest'
import { crewHouse } from './crews.ts'

const { house, viewer, read } = await crewHouse()
afterAll(house.close)

const list = async (query: Record<string, string | string[]>) => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) search.append(name, one)
  return (await house.send({ url: `/api/v1/entities?${search}` }, viewer)).json()
}
const titles = async (query: Record<string, string | string[]>) =>
  (await list({ blueprint: 'crew', ...query })).items.map((one: { title: string }) => one.title)

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
