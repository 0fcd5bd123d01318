import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../jq/json.ts'
import { type Definition, formats, type Property } from './blueprint.ts'
import { valuesOf } from './values.ts'

function having(properties: Record<string, Property>): Definition {
  return { identifier: 'thing', schema: { properties } }
}

const problemOf = (property: Property, value: Json) => valuesOf(having({ p: property })).problem('p', value)

describe('a value fits', () => {
  it.each<[Property, Json]>([
    [{ type: 'string' }, ''],
    [{ type: 'number' }, 1.5],
    [{ type: 'boolean' }, false],
    [{ type: 'array' }, [1, 'two', null]],
    [{ type: 'array', items: { type: 'string', enum: ['a', 'b'] } }, ['a']],
    [{ type: 'object' }, { a: { b: 1 } }],
    [{ type: 'string', enum: ['OPEN', 'MERGED'] }, 'OPEN'],
    [{ type: 'string', format: 'url' }, 'https://bitbucket.org/acme/web-shop'],
    [{ type: 'string', format: 'markdown' }, '# Title'],
    [{ type: 'string', format: 'date-time' }, '2026-11-01T08:00:00.123456+00:00'],
    [{ type: 'string', format: 'timer' }, '2026-11-01T08:00:00Z'],
    [{ type: 'string', format: 'email' }, 'mara@example.com'],
    [{ type: 'string', format: 'user' }, 'Mara Lindqvist'],
    [{ type: 'string', format: 'team' }, 'platform'],
    [{ type: 'string', format: 'yaml' }, 'a: [1, 2]'],
    [{ type: 'string', format: 'ipv4' }, '10.0.0.1'],
    [{ type: 'string', format: 'ipv6' }, '::1'],
    [{ type: 'string', format: 'proto' }, 'syntax = "proto3";'],
    [{ type: 'string', format: 'uuid' }, '0be27985-0d43-40f5-9217-b8a63e7a7e83'],
    [{ type: 'string', format: 'something else' }, 'anything'],
    [{ type: 'string', pattern: '^[a-z]+-\\d+$' }, 'web-17'],
  ])('%j as %j', (property, value) => {
    expect(problemOf(property, value)).toBe(null)
  })

  it('when it is null, whatever the property', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formats), (format) => {
        expect(problemOf({ type: 'string', format, enum: ['a'] }, null)).toBe(null)
      }),
    )
  })

  it('when the property says no more than its type, as the type says', () => {
    const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('string', 'number', 'boolean', 'array', 'object'),
        (value, type) => {
          const problem = problemOf({ type }, value as Json)
          expect(problem === null).toBe(value === null || typeOf(value) === type)
        },
      ),
    )
  })
})

/** Another word of JSON schema. */
const long = { type: 'string', minLength: 3 } as const

describe('a value that does not fit', () => {
  it.each<[Property, Json, string]>([
    [{ type: 'number' }, '7', 'it has to be a number and is a text'],
    [{ type: 'string' }, ['a'], 'it has to be a text and is a list'],
    [
      { type: 'array', items: { type: 'string' } },
      ['a', 3],
      'what stands at 1 has to be a text and is a number',
    ],
    [{ type: 'string', enum: ['OPEN', 'MERGED'] }, 'NEW', 'it is none of OPEN, MERGED'],
    [{ type: 'string', format: 'url' }, 'no address', 'it does not have the format url'],
    [
      { type: 'string', format: 'date-time' },
      '2026-13-01T00:00:00Z',
      'it does not have the format date-time',
    ],
    [{ type: 'string', format: 'date-time' }, 'yesterday', 'it does not have the format date-time'],
    [{ type: 'string', format: 'email' }, 'mara', 'it does not have the format email'],
    [{ type: 'string', format: 'yaml' }, 'a: [1', 'it does not have the format yaml'],
    [{ type: 'string', format: 'ipv4' }, '10.0.0.256', 'it does not have the format ipv4'],
    [{ type: 'string', pattern: '^a$' }, 'b', 'it does not fit the pattern ^a$'],
    [long, 'ab', 'it must NOT have fewer than 3 characters'],
  ])('%j as %j says why', (property, value, problem) => {
    expect(problemOf(property, value)).toBe(problem)
  })

  it('is one of a property that there is not; the one that was meant is named', () => {
    const { problem } = valuesOf(having({ status: { type: 'string' } }))
    expect(problem('statu', 'OPEN')).toBe('the blueprint has no property statu; did you mean status?')
    expect(problem('constructor', 1)).toBe('the blueprint has no property constructor')
    expect(problem('nothing', null)).toBe('the blueprint has no property nothing')
  })

  it('is told by its property', () => {
    const values = valuesOf(having({ status: { type: 'string' }, size: { type: 'number' } }))
    expect([...values.declared]).toEqual(['status', 'size'])
    expect(values.problems({ status: 'OPEN', size: 'large', other: 1 })).toEqual([
      { name: 'size', message: 'it has to be a number and is a text' },
      { name: 'other', message: 'the blueprint has no property other' },
    ])
  })
})

describe('a pattern', () => {
  it('that takes other engines for ever is answered at once', () => {
    const started = performance.now()
    expect(problemOf({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(5_000)}!`)).toContain('pattern')
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

it('asks a hundred thousand entities in seconds', () => {
  const values = valuesOf(
    having({ state: { type: 'string', enum: ['OPEN'] }, at: { type: 'string', format: 'date-time' } }),
  )
  const started = performance.now()
  for (let n = 0; n < 100_000; n += 1) values.problems({ state: 'OPEN', at: '2026-11-01T08:00:00+00:00' })
  expect(performance.now() - started).toBeLessThan(5_000)
})
