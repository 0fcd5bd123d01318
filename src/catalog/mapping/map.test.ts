import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../jq/engine.ts'
import type { Json } from '../jq/json.ts'
import { checkMapping } from './check.ts'
import { mapRecords, type Outcome } from './map.ts'

let engine: Engine
beforeAll(() => {
  engine = openEngine()
})
afterAll(() => engine?.close())

interface Parts {
  readonly query?: string
  readonly port?: string
  readonly mappings?: string
}

async function map(parts: Parts, records: readonly Json[]): Promise<Outcome[]> {
  const { query = 'true', port = '', mappings = '{identifier: .id, blueprint: \'"thing"\'}' } = parts
  const text = `resources:
  - kind: repository
    selector: {query: ${JSON.stringify(query)}}
    port:
      ${port}
      entity: {mappings: ${mappings}}`
  const { config, findings } = await checkMapping(engine, text)
  const [resource] = config?.resources ?? []
  if (!resource) throw new Error(JSON.stringify(findings))
  return mapRecords(engine, resource, records)
}

describe('a record', () => {
  it('becomes an entity with everything that its mapping names', async () => {
    const [outcome] = await map(
      {
        mappings: `{identifier: .id, blueprint: '"thing"', title: .name, icon: '"box"', team: '[.team]',
          properties: {size: .size, tags: .tags, gone: .nothing},
          relations: {owner: .owner, parts: '.parts[]'}}`,
      },
      [{ id: 'a', name: 'A', team: 't', size: 3, tags: ['x'], owner: 'ada', parts: ['p', 'q'] }],
    )
    expect(outcome).toEqual({
      outcome: 'mapped',
      errors: [],
      entities: [
        {
          ...{ identifier: 'a', blueprint: 'thing', title: 'A', icon: 'box', team: ['t'] },
          properties: { size: 3, tags: ['x'], gone: null },
          // The first of several answers counts.
          relations: { owner: 'ada', parts: 'p' },
        },
      ],
    })
  })

  it('is left out where the query says no, and in error where it says neither yes nor no', async () => {
    const outcomes = await map({ query: '.keep' }, [
      { id: 'a', keep: true },
      { id: 'b', keep: false },
      { id: 'c' },
      { id: 'd', keep: 'yes' },
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['mapped', 'filtered', 'errored', 'errored'])
    expect(outcomes[2]?.errors).toEqual([
      { field: 'selector.query', jq: '.keep', message: 'it has to be true or false, and is null' },
    ])
    expect(outcomes[3]?.errors[0]?.message).toContain('"yes"')
  })

  it.each([
    ['nothing', '.none', 'it has to be a text, and is null'],
    ['an empty text', '""', 'it has to be a text, and is ""'],
    ['a number', '5', 'it has to be a text, and is 5'],
    ['an error', '.id.more', 'Cannot index string with "more"'],
  ])('is in error, and no entity, when its identifier is %s', async (_, identifier, message) => {
    const [outcome] = await map({ mappings: JSON.stringify({ identifier, blueprint: '"thing"' }) }, [
      { id: 'a' },
    ])
    expect(outcome).toEqual({
      outcome: 'errored',
      entities: [],
      errors: [{ field: 'identifier', jq: identifier, message }],
    })
  })

  it('keeps what a property was when it cannot be told, and says which one and why', async () => {
    const [outcome] = await map(
      { mappings: `{identifier: .id, blueprint: '"thing"', properties: {good: .a, bad: .a.b}}` },
      [{ id: 'x', a: 1 }],
    )
    expect(outcome?.outcome).toBe('errored')
    expect(outcome?.entities[0]?.properties).toEqual({ good: 1 })
    expect(outcome?.errors).toEqual([
      { field: 'properties.bad', jq: '.a.b', message: 'Cannot index number with "b"' },
    ])
  })

  it('becomes several entities when there are several mappings', async () => {
    const [outcome] = await map(
      { mappings: `[{identifier: .id, blueprint: '"one"'}, {identifier: .id + "-2", blueprint: '"two"'}]` },
      [{ id: 'a' }],
    )
    expect(outcome?.entities.map(({ blueprint, identifier }) => [blueprint, identifier])).toEqual([
      ['one', 'a'],
      ['two', 'a-2'],
    ])
  })

  it('stands for each element of a list in it, without the list', async () => {
    const parts = {
      port: "itemsToParse: '.parts | map(select(.on))'\n      itemsToParseName: part",
      query: '.part.size > 1',
      mappings: `{identifier: .id + "/" + .part.name, blueprint: '"part"', properties: {rest: keys}}`,
    }
    const outcomes = await map(parts, [
      {
        id: 'a',
        parts: [
          { name: 'p', size: 2, on: true },
          { name: 'q', size: 1, on: true },
          { name: 'r', size: 9, on: false },
        ],
      },
      { id: 'b', parts: [] },
      { id: 'c' },
    ])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['mapped', 'filtered', 'errored'])
    expect(outcomes[0]?.entities.map(({ identifier, properties }) => [identifier, properties])).toEqual([
      ['a/p', { rest: ['id', 'part'] }],
    ])
    expect(outcomes[2]?.errors[0]?.field).toBe('itemsToParse')
  })

  it('keeps the list where that is wanted', async () => {
    const port = 'itemsToParse: .parts\n      itemsToParseTopLevelTransform: false'
    const mappings = `{identifier: .item, blueprint: '"part"', properties: {all: .parts | length}}`
    const [outcome] = await map({ port, mappings }, [{ parts: ['p', 'q'] }])
    expect(outcome?.entities.map(({ properties }) => properties)).toEqual([{ all: 2 }, { all: 2 }])
  })

  it('may be told by a search, whose every leaf is asked', async () => {
    const mappings = `{identifier: .id, blueprint: '"thing"', relations: {owner: {combinator: "'and'", rules: [{property: '"email"', operator: '"="', value: .mail}]}}}`
    const [outcome] = await map({ mappings }, [{ id: 'a', mail: 'ada@example.com' }])
    expect(outcome?.entities[0]?.relations).toEqual({
      owner: { combinator: 'and', rules: [{ property: 'email', operator: '=', value: 'ada@example.com' }] },
    })
  })
})
