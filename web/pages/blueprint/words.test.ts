import { expect, it } from 'vitest'
import { originOf, outcomeOf, sentenceOf } from '../blueprints/words.ts'
import type { Checked, Impact } from './queries.ts'
import { breaks, lossOf, verdictOf } from './words.ts'

const nothing: Impact = { entities: 0, values: [], missing: [], relations: [], blueprints: [] }
const lost: Impact = { ...nothing, entities: 7, values: [{ name: 'colour', entities: 7, examples: [] }] }
const finding = { line: 1, column: 1, path: '', message: 'No.', mended: null }

it.each<[Checked, string]>([
  [
    { findings: [{ ...finding, level: 'error' }], impact: null },
    'One thing is wrong with it: it cannot be saved.',
  ],
  [{ findings: [{ ...finding, level: 'warning' }], impact: null }, 'It can be saved.'],
  [{ findings: [], impact: nothing }, 'It can be saved. There is no entity of it yet.'],
  [{ findings: [], impact: { ...nothing, entities: 7 } }, 'It can be saved. All that 7 entities hold fits.'],
  [{ findings: [], impact: lost }, 'It can be saved, but not everything that is there would fit any more.'],
])('what came of a check is one sentence', (checked, sentence) => {
  expect(verdictOf(checked)).toBe(sentence)
})

it('a loss names what and how many', () => {
  expect([breaks(nothing), breaks(lost)]).toEqual([false, true])
  expect(lossOf('missing', 'size', 1)).toBe('size: 1 entity lacks it, and it becomes required.')
  expect(lossOf('relations', 'home', 2)).toBe('home: 2 entities lose what they refer to.')
})

it('what was brought in is told one by one and together', () => {
  const one = { identifier: 'ship', outcome: 'made', findings: [] }
  expect(sentenceOf([one, { ...one, outcome: 'refused' }, { ...one, outcome: 'kept' }])).toBe(
    '1 blueprint made, 1 left as they were, 1 not taken.',
  )
  expect(outcomeOf({ ...one, identifier: null, outcome: 'refused' })).toBe(
    'Something without an identifier: not taken',
  )
  expect(originOf({ shipped: 'ship', is_changed: true })).toBe('Shipped, changed')
})
