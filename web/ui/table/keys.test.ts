import { describe, expect, it } from 'vitest'
import { nextRow, scrollTopFor, toggleAll, toggleSelection } from './keys.ts'

describe('moving through rows by keys', () => {
  it.each([
    ['j', 4, 5],
    ['ArrowDown', 4, 5],
    ['k', 4, 3],
    ['ArrowUp', 0, 0],
    ['j', 99, 99],
    ['PageDown', 4, 24],
    ['PageDown', 95, 99],
    ['PageUp', 4, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
  ])('%s on row %d of 100 leads to row %d', (key, active, to) => {
    expect(nextRow(key, active, 100, 20)).toBe(to)
  })

  it('leaves other keys and empty tables alone', () => {
    expect(nextRow('a', 3, 100, 20)).toBeNull()
    expect(nextRow('j', 0, 0, 20)).toBeNull()
  })
})

describe('bringing a row into sight', () => {
  // A window of 10 rows of 36 px, of which the head takes one.
  it.each([
    [0, 100, 0],
    [5, 100, 100],
    [8, 0, 0],
    [9, 0, 36],
    [99, 0, 91 * 36],
    [50, 91 * 36, 50 * 36],
  ])('scrolls for row %d from %d px to %d px', (index, from, to) => {
    expect(scrollTopFor(index, from, 360, 36)).toBe(to)
  })
})

describe('selecting rows', () => {
  const keys = ['a', 'b', 'c', 'd']
  const list = (selection: ReadonlySet<string>) => [...selection].sort()

  it('switches one row', () => {
    expect(list(toggleSelection(new Set(), keys, 1, null))).toEqual(['b'])
    expect(list(toggleSelection(new Set(['b', 'c']), keys, 1, null))).toEqual(['c'])
  })

  it('gives a range, in either direction, the state that its end takes', () => {
    expect(list(toggleSelection(new Set(['a']), keys, 3, 0))).toEqual(['a', 'b', 'c', 'd'])
    expect(list(toggleSelection(new Set(keys), keys, 1, 3))).toEqual(['a'])
  })

  it('selects all shown rows or none, and leaves those alone that a filter hides', () => {
    expect(list(toggleAll(new Set(['hidden', 'a']), keys))).toEqual(['a', 'b', 'c', 'd', 'hidden'])
    expect(list(toggleAll(new Set(['hidden', ...keys]), keys))).toEqual(['hidden'])
  })
})
