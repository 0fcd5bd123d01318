import { Type } from '@sinclair/typebox'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byId, page, readCursor, writeCursor } from './cursor.ts'

const place = Type.Tuple([Type.String(), Type.Integer()])

describe('a cursor', () => {
  it('brings back the place it was made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (text, number) => {
        fc.pre(!text.includes('\0'))
        expect(readCursor('list', place, writeCursor('list', [text, number]))).toEqual([text, number])
      }),
    )
  })

  it('is refused when it is made up, of another list, or holds what cannot be stored', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readCursor('list', place, text)).toThrow('cursor')
      }),
    )
    for (const made of [
      writeCursor('other', ['a', 1]),
      writeCursor('list', ['a']),
      writeCursor('list', ['a\0', 1]),
    ]) {
      expect(() => readCursor('list', place, made)).toThrow('cursor')
    }
    expect(() => readCursor('list', byId, writeCursor('list', ['9'.repeat(19)]))).toThrow('cursor')
  })

  it('is given out only where there is more', () => {
    const options = { limit: 2, place: (row: number) => [row], item: (row: number) => row }
    expect(page('list', [1, 2], options)).toEqual({ items: [1, 2], next: null })
    expect(page('list', [1, 2, 3], options)).toEqual({ items: [1, 2], next: writeCursor('list', [2]) })
    expect(page('list', [], options)).toEqual({ items: [], next: null })
  })
})
