import { describe, expect, it } from 'vitest'
import { expectEachOnce, expectProof, rowsOf } from './proof.ts'

const rows = rowsOf('docs/pains.md', /^[ABCDEQ]\d+$/)
const later = rowsOf('docs/pains.md', /^later [ABCDEQ]\d+$/)

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${letter}${at + 1}`)

/** How many there are of each kind: peculiarities of Bitbucket, and how others fail over quota, access, names, data, webhooks. */
const all = [
  ...numbered('Q', 24),
  ...numbered('A', 14),
  ...numbered('B', 16),
  ...numbered('C', 12),
  ...numbered('D', 23),
  ...numbered('E', 6),
]

describe('docs/pains.md', () => {
  it('names each, once, with its test or as one that is to come', () => {
    expectEachOnce(rows)
    const named = [...rows.map(({ id }) => id), ...later.map(({ id }) => id.replace('later ', ''))]
    expect(named.sort()).toEqual([...all].sort())
  })

  it.each(rows)('$id names a test that exists', expectProof)
})
