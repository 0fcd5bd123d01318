import { describe, expect, it } from 'vitest'
import { filterOf, hasFilter, readFilters, withFilter, withoutFilter, writeFilters } from './filters.ts'

const python = filterOf('properties.language', 'python')

describe('filters of the address', () => {
  it.each([
    ['properties.language:eq:python', [python]],
    ['a:eq:b:c;d:empty', [filterOf('a', 'b:c'), filterOf('d', null)]],
    ['title:contains:a\\;b', [{ field: 'title', op: 'contains', value: 'a;b' }]],
    ['properties.with:colon:gt:3', [{ field: 'properties.with:colon', op: 'gt', value: '3' }]],
    ['nonsense', ['nonsense']],
    ['a:ne:', [{ field: 'a', op: 'ne', value: '' }]],
  ])('read %s and write it as it was', (text, filters) => {
    expect(readFilters(text)).toEqual(filters)
    expect(writeFilters(filters as ReturnType<typeof readFilters>)).toBe(text)
  })

  it('are added once and taken away', () => {
    const one = withFilter(undefined, python) ?? ''
    expect(withFilter(one, python)).toBe(one)
    expect(hasFilter(one, python)).toBe(true)
    expect(hasFilter(one, filterOf('properties.language', 'go'))).toBe(false)
    expect(withoutFilter(one, python)).toBeNull()
    expect(withoutFilter('nonsense', 'nonsense')).toBeNull()
  })
})
