import { describe, expect, it } from 'vitest'
import { schemasAt } from '../json-schema.ts'
import { completionsAt, waysOf } from './completion.ts'
import {
  type Definition,
  nameProblem,
  partOf,
  partsOf,
  readDefinition,
  withoutPart,
  withPart,
  withRequired,
  writeDefinition,
} from './definition.ts'
import { withChoice, withColour, withoutChoice } from './enum.ts'
import { arranged, moved } from './order.ts'
import { wordsOf } from './schema.ts'

const ship: Definition = {
  identifier: 'ship',
  schema: { properties: { size: { type: 'number' }, colour: { type: 'string' } }, required: ['size'] },
  relations: { home: { target: 'harbour' } },
}

describe('a blueprint as a form shows it', () => {
  it('is the text and nothing else', () => {
    expect(readDefinition(writeDefinition(ship))).toEqual(ship)
    for (const text of [
      '',
      '{',
      '[]',
      '{"identifier":"a"}',
      '{"identifier":"a","schema":{"properties":{"p":1}}}',
    ])
      expect(readDefinition(text)).toBe(null)
  })

  it('has a part put in its place, or at the end', () => {
    const changed = withPart(ship, 'properties', 'size', { type: 'string' })
    expect(Object.keys(partsOf(changed, 'properties'))).toEqual(['size', 'colour'])
    const longer = withPart(ship, 'mirrorProperties', 'city', { path: 'home.city' })
    expect(partOf(longer, 'mirrorProperties', 'city')).toEqual({ path: 'home.city' })
    expect(partOf(ship, 'relations', 'constructor')).toBe(undefined)
  })

  it('does not require a property that was taken out', () => {
    const { schema } = withoutPart(ship, 'properties', 'size')
    expect(schema).toEqual({ properties: { colour: { type: 'string' } }, required: [] })
    expect(withRequired(ship, 'colour', true).schema.required).toEqual(['size', 'colour'])
    expect(withRequired(ship, 'size', true)).toBe(ship)
  })

  it('has each name once; a relation may be called like a property', () => {
    expect(nameProblem(ship, 'calculationProperties', 'size')).toBe('Something else is called size already.')
    expect(nameProblem(ship, 'relations', 'size')).toBe(null)
    expect(nameProblem(ship, 'properties', '')).toBe('Enter a name.')
  })
})

describe('allowed values', () => {
  const state = { type: 'string', enum: ['OPEN', 'MERGED'], enumColors: { OPEN: 'green' } }

  it('come and go with their colours', () => {
    expect(withChoice(state, 'DECLINED').enum).toEqual(['OPEN', 'MERGED', 'DECLINED'])
    expect(withChoice(state, 'OPEN').enum).toEqual(['OPEN', 'MERGED'])
    expect(withoutChoice(state, 'OPEN')).toEqual({ enum: ['MERGED'], enumColors: undefined })
    expect(withColour(state, 'MERGED', 'purple').enumColors).toEqual({ OPEN: 'green', MERGED: 'purple' })
    expect(withColour(state, 'OPEN', null).enumColors).toBe(undefined)
  })

  it('are numbers where the property is one, and any when none is left', () => {
    expect(withChoice({ type: 'number' }, '7').enum).toEqual([7])
    expect(withChoice({ type: 'number' }, 'seven').enum).toEqual([])
    expect(withoutChoice({ type: 'number', enum: [7] }, 7).enum).toBe(undefined)
  })
})

it('an order is changed by exchanging neighbours; what is not chosen stands behind', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(arranged(['a', 'b', 'c'], ['c'])).toEqual(['c', 'a', 'b'])
})

describe('what is offered in the JSON', () => {
  const schema = {
    type: 'object',
    properties: {
      identifier: { type: 'string', description: 'What it is called.' },
      schema: {
        properties: {
          properties: {
            patternProperties: {
              '.*': {
                properties: {
                  type: { anyOf: [{ const: 'string' }, { const: 'number' }] },
                  format: { type: 'string', examples: ['url'] },
                },
              },
            },
          },
        },
      },
      relations: { patternProperties: { '.*': { properties: { many: { type: 'boolean' } } } } },
      layout: { properties: { tabs: { items: { anyOf: [{ const: 'overview' }] } } } },
    },
  }
  const harbour: Definition = { identifier: 'harbour', schema: { properties: { city: { type: 'string' } } } }
  const labels = (path: string[], kind: 'key' | 'value' = 'value') =>
    completionsAt({ path, kind }, schema, ship, [ship, harbour]).map(({ label }) => label)

  it('is what the schema knows', () => {
    expect(labels([], 'key')).toEqual(['identifier', 'schema', 'relations', 'layout'])
    expect(labels(['schema', 'properties', 'size', 'type'])).toEqual(['string', 'number'])
    expect(labels(['schema', 'properties', 'size', 'format'])).toEqual(['url'])
    expect(labels(['relations', 'home', 'many'])).toEqual(['true', 'false'])
    expect(labels(['layout', 'tabs', '0'])).toEqual(['overview'])
    expect(wordsOf(schema)).toMatchObject({
      types: ['string', 'number'],
      formats: ['url'],
      tabs: ['overview'],
    })
    expect(schemasAt(schema, ['nothing', 'here'])).toEqual([])
  })

  it('is what there is by name', () => {
    expect(labels(['relations', 'home', 'target'])).toEqual(['ship', 'harbour'])
    expect(labels(['schema', 'required', '0'])).toEqual(['size', 'colour'])
    expect(labels(['mirrorProperties', 'city', 'path'])).toEqual(waysOf(ship, [harbour]))
    expect(waysOf(ship, [harbour])).toEqual(['home.city', 'home.$title', 'home.$identifier'])
  })
})
