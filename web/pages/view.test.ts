import { describe, expect, it } from 'vitest'
import { oneOf, parseSearch, readView, stringifySearch, text } from './view.ts'

const parts = { search: text(), role: oneOf('viewer', 'admin') }

describe('the view in the address', () => {
  it('keeps what fits and drops what does not', () => {
    expect(readView(parts, { search: 'mara', role: 'admin', page: '3' })).toEqual({
      search: 'mara',
      role: 'admin',
    })
    expect(readView(parts, { search: '', role: 'owner' })).toEqual({})
  })

  it('is written as plain text that reads back the same', () => {
    const view = { search: 'a&b=ü "42"', role: 'viewer' }
    expect(parseSearch(stringifySearch(view).slice(1))).toEqual(view)
    expect(stringifySearch({ search: '', role: undefined })).toBe('')
  })
})
