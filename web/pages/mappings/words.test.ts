import { describe, expect, it } from 'vitest'
import type { Tried, TriedRecord } from './queries.ts'
import { answersOf, labelOf, nameOf, placeOf, sentenceOf } from './words.ts'

const uuid = '0be27985-0d43-40f5-9217-b8a63e7a7e83'

function record(over: Partial<TriedRecord> = {}): TriedRecord {
  return {
    ...{ workspace: 'acme', repository: 'shop', key: '17', outcome: 'mapped', input: {} },
    ...{ entities: [], errors: [] },
    ...over,
  }
}

function tried(records: TriedRecord[], errors = 0): Tried {
  const finding = { line: 1, column: 1, path: '', message: 'No.', mended: null, edit: null }
  return {
    findings: [
      ...Array.from({ length: errors }, () => ({ ...finding, level: 'error' as const })),
      { ...finding, level: 'warning' },
    ],
    resources: errors > 0 ? [] : [{ kind: 'project', line: 3, records }],
    answers: { all: 0, answers: 0 },
  }
}

describe('what came of a test', () => {
  it.each([
    [tried([], 1), 'One thing is wrong with it: nothing was mapped.'],
    [tried([], 2), '2 things are wrong with it: nothing was mapped.'],
    [tried([]), 'Nothing that it is about has been collected yet.'],
    [
      tried([record(), record({ outcome: 'filtered' }), record({ outcome: 'errored' }), record()]),
      'Of 4 records 2 mapped, 1 left out, 1 in error.',
    ],
  ])('is one sentence', (of, sentence) => {
    expect(sentenceOf(of)).toBe(sentence)
  })

  it.each([
    [0, 0, /^$/],
    [500, 0, /^Our own engine answered every/],
    [1_000, 1, /^jq itself answered under 1 %/],
    [1_000, 250, /^jq itself answered 25 %/],
  ])('tells of %i answers how many jq itself gave: %i', (all, answers, sentence) => {
    expect(answersOf({ all, answers })).toMatch(sentence)
  })

  it('names a record by its entity, else by what people call it', () => {
    const entity = {
      identifier: 'a-1',
      blueprint: 'b',
      title: null,
      icon: null,
      team: null,
      properties: {},
      relations: {},
    }
    expect(nameOf(record({ entities: [{ ...entity, title: 'Shop' }] }))).toBe('Shop')
    expect(nameOf(record({ entities: [entity] }))).toBe('a-1')
    expect(nameOf(record())).toBe('17')
    expect(nameOf(record({ key: uuid }))).toBe('acme/shop')
    expect(placeOf(record())).toBe('acme/shop/17')
    expect(placeOf(record({ key: uuid, repository: null }))).toBe('acme')
  })

  it('tells resources of one kind apart by their line', () => {
    const [one, other, third] = [
      { kind: 'file', line: 3, records: [] },
      { kind: 'file', line: 9, records: [] },
      { kind: 'user', line: 12, records: [] },
    ] as const
    const all = [one, other, third].map((each) => ({ ...each, records: [] }))
    expect(all.map((each) => labelOf(each, all))).toEqual(['file, line 3', 'file, line 9', 'user'])
  })
})
