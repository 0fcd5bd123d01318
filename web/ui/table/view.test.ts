import { describe, expect, it } from 'vitest'
import { nextSort, readView, writeSort } from './view.ts'

describe('the state of a table in the address', () => {
  it('is read from plain names', () => {
    const search = { q: 'ada', sort: '-created', role: 'admin', columns: 'name,role', other: 'x' }
    expect(readView(search, ['role', 'state'])).toEqual({
      query: 'ada',
      sort: { column: 'created', descending: true },
      columns: ['name', 'role'],
      filters: { role: 'admin' },
    })
  })

  it('is empty when the address says nothing or nonsense', () => {
    const empty = { query: '', sort: null, columns: null, filters: {} }
    expect(readView({}, ['role'])).toEqual(empty)
    expect(readView({ sort: '-', columns: '', role: '' }, ['role'])).toEqual(empty)
  })

  it('keeps two tables apart by a prefix', () => {
    const search = { 'a.q': 'one', 'b.q': 'two', 'b.sort': 'name', 'a.role': 'admin' }
    expect(readView(search, ['role'], 'a.').query).toBe('one')
    expect(readView(search, ['role'], 'b.')).toEqual({
      query: 'two',
      sort: { column: 'name', descending: false },
      columns: null,
      filters: {},
    })
  })

  it('goes from ascending to descending to the order of arrival, and starts anew with another column', () => {
    const up = nextSort(null, 'name')
    const down = nextSort(up, 'name')
    expect([up, down, nextSort(down, 'name'), nextSort(down, 'role')].map(writeSort)).toEqual([
      'name',
      '-name',
      null,
      'role',
    ])
  })
})
