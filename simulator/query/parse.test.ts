import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fields, matcher } from './match.ts'
import { type Condition, type Literal, micros, parseQuery, printQuery } from './parse.ts'
import { compareNaturally, sorter } from './sort.ts'

type Item = {
  id: number
  state: string
  title: string
  updated_on: string
  draft: boolean
  reviewers: string[]
  parent: object | null
  priority: string
}
const fields: Fields<Item> = {
  id: { kind: 'number', get: (item) => item.id },
  state: { kind: 'text', get: (item) => item.state },
  title: { kind: 'text', get: (item) => item.title },
  updated_on: { kind: 'time', get: (item) => item.updated_on },
  draft: { kind: 'boolean', get: (item) => item.draft },
  'reviewers.nickname': { kind: 'text', get: (item) => item.reviewers },
  parent: { kind: 'present', get: (item) => item.parent !== null || null },
  priority: { kind: 'text', get: (item) => item.priority, ranks: ['trivial', 'minor', 'major'] },
}
const item: Item = {
  id: 7,
  state: 'OPEN',
  title: 'Mend the Pump',
  updated_on: '2026-03-04T10:00:00.123456+00:00',
  draft: false,
  reviewers: ['ana', 'bo'],
  parent: null,
  priority: 'minor',
}
const says = (query: string) => matcher(parseQuery(query), fields)(item)

describe('the filter language', () => {
  test.each([
    ['state = "OPEN" AND id > 6', true],
    ['state="MERGED" OR id<=7', true],
    ['state = "MERGED" or state = "OPEN" and id = 8', false],
    ['(state = "MERGED" OR state = "OPEN") AND id = 7', true],
    ['state IN ("OPEN", "MERGED")', true],
    ['state NOT IN ("DECLINED")', true],
    ['id in (1, 7)', true],
    ['title ~ "pump"', true],
    ['title !~ "pump"', false],
    ['draft = false', true],
    ['draft != true', true],
    ['parent = null', true],
    ['parent != null', false],
    ['reviewers.nickname = "bo"', true],
    ['reviewers.nickname != "bo"', false],
    ['reviewers.nickname != "cy"', true],
    ['updated_on > 2026-03-04T10:00:00.123455+00:00', true],
    ['updated_on > 2026-03-04T10:00:00.123456+00:00', false],
    ['updated_on >= "2026-03-04T12:00:00.123456+02:00"', true],
    ['updated_on <= 2026-03-04', false],
    ['updated_on < 2026-03-05', true],
    ['priority >= "minor"', true],
    ['priority > "minor"', false],
  ])('%s is %s', (query, expected) => expect(says(query)).toBe(expected))

  test.each([
    'state',
    'state = ',
    'state == "OPEN"',
    'state = "OPEN" AND',
    '(state = "OPEN"',
    'state IN ()',
    'state NOT = "OPEN"',
    'state = OPEN',
    'id = "seven"',
    'id ~ 7',
    'updated_on > "soon"',
    'priority > "urgent"',
    'parent = 3',
    'state = "OPEN" %',
  ])('%s is refused', (query) => expect(() => says(query)).toThrow())

  test('a field that cannot be filtered is named in the refusal', () => {
    expect(() => says('summary.raw ~ "x"')).toThrow('Field ".summary.raw" does not support filtering')
    expect(() => says('constructor = "x"')).toThrow('does not support filtering')
  })

  const path = fc.constantFrom('id', 'author.uuid', 'source.branch.name')
  const text = fc.string({ maxLength: 8 })
  const literal: fc.Arbitrary<Literal> = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => ({
      instant: date.toISOString(),
      micros: date.getTime() * 1000,
    })),
  )
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      fc.record({
        kind: fc.constant('compare' as const),
        path,
        operator: fc.constantFrom('=', '!=', '~', '!~', '>', '>=', '<', '<='),
        value: literal,
      }),
      fc.record({
        kind: fc.constant('in' as const),
        path,
        negated: fc.boolean(),
        values: fc.array(literal, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }))
  test('what is printed parses to the same condition', () => {
    fc.assert(
      fc.property(condition, (tree) => {
        expect(parseQuery(printQuery(tree))).toEqual(tree)
      }),
    )
  })
  test('a condition and its opposite split the world in two', () => {
    const worlds = fc.array(fc.record({ id: fc.nat(20) }).map((part) => ({ ...item, ...part })))
    fc.assert(
      fc.property(worlds, fc.nat(20), (items, bound) => {
        const below = items.filter(matcher(parseQuery(`id < ${bound}`), fields))
        const above = items.filter(matcher(parseQuery(`id >= ${bound}`), fields))
        expect(below.length + above.length).toBe(items.length)
      }),
    )
  })
})

describe('time and order', () => {
  test('microseconds and offsets survive', () => {
    expect(micros('2026-01-01T00:00:00.000001Z')).toBe(Date.UTC(2026, 0, 1) * 1000 + 1)
    expect(micros('2026-01-01T01:00+01:00')).toBe(Date.UTC(2026, 0, 1) * 1000)
    expect(micros('2026-01-01T01:00:00+0100')).toBe(Date.UTC(2026, 0, 1) * 1000)
    expect(micros('soon')).toBeUndefined()
  })
  test('names sort naturally, and a leading hyphen reverses', () => {
    const names = ['v10', 'v9', 'v1.10', 'v1.9', 'a']
    expect(names.toSorted(compareNaturally)).toEqual(['a', 'v1.9', 'v1.10', 'v9', 'v10'])
    const older = { ...item, id: 1, updated_on: '2025-01-01T00:00:00+00:00' }
    expect([older, item].toSorted(sorter('-updated_on', fields)).map(({ id }) => id)).toEqual([7, 1])
    expect(() => sorter('parent', fields)).toThrow('Invalid sort field')
  })
})
