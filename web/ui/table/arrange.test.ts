import { describe, expect, it } from 'vitest'
import { arrange, shownColumns } from './arrange.ts'
import type { Column } from './column.ts'

interface Row {
  readonly name: string
  readonly role: string
  readonly size: number | null
  readonly at: Date | null
}

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name },
  { id: 'role', title: 'Role', value: (row) => row.role, choices: [] },
  { id: 'size', title: 'Size', value: (row) => row.size, hidden: true },
  { id: 'at', title: 'At', value: (row) => row.at },
  { id: 'edit', title: 'Edit', value: () => null, actions: true },
]

function row(name: string, role: string, size: number | null, at: string | null): Row {
  return { name, role, size, at: at === null ? null : new Date(at) }
}

const rows = [
  row('pr-10', 'admin', 5, '2026-03-01'),
  row('pr-9', 'viewer', null, '2026-01-01'),
  row('Élan', 'admin', -2, null),
  row('alpha', 'editor', 40, '2026-02-01'),
]

function names(view: Partial<Parameters<typeof arrange>[2]>): string[] {
  return arrange(rows, columns, { query: '', sort: null, filters: {}, ...view }).map(({ name }) => name)
}

describe('arranging rows', () => {
  it('leaves the very same rows alone when nothing is asked', () => {
    expect(arrange(rows, columns, { query: '', sort: null, filters: {} })).toBe(rows)
  })

  it('finds rows that hold every word, in any column and any case', () => {
    expect(names({ query: 'ADMIN pr' })).toEqual(['pr-10'])
    expect(names({ query: ' admin ' })).toEqual(['pr-10', 'Élan'])
    expect(names({ query: 'admin nobody' })).toEqual([])
  })

  it('does not find a row by parts of two columns run together', () => {
    expect(names({ query: 'alphaeditor' })).toEqual([])
  })

  it('compares a chosen value as a whole', () => {
    expect(names({ filters: { role: 'admin' } })).toEqual(['pr-10', 'Élan'])
    expect(names({ filters: { role: 'adm' } })).toEqual([])
  })

  it('sorts text as people count and spell', () => {
    expect(names({ sort: { column: 'name', descending: false } })).toEqual(['alpha', 'Élan', 'pr-9', 'pr-10'])
  })

  it('puts unknown last in both directions', () => {
    expect(names({ sort: { column: 'size', descending: false } })).toEqual(['Élan', 'pr-10', 'alpha', 'pr-9'])
    expect(names({ sort: { column: 'size', descending: true } })).toEqual(['alpha', 'pr-10', 'Élan', 'pr-9'])
    expect(names({ sort: { column: 'at', descending: true } })).toEqual(['pr-10', 'alpha', 'pr-9', 'Élan'])
  })

  it('ignores a sort by a column that does not exist', () => {
    expect(names({ sort: { column: 'gone', descending: false } })).toEqual(rows.map(({ name }) => name))
  })
})

describe('choosing columns', () => {
  const ids = (chosen: readonly string[] | null) => shownColumns(columns, chosen).map(({ id }) => id)

  it('shows what is not hidden from the start, or what was chosen, and always the buttons', () => {
    expect(ids(null)).toEqual(['name', 'role', 'at', 'edit'])
    expect(ids(['size'])).toEqual(['size', 'edit'])
  })

  it('shows everything rather than nothing when the address names no column of this table', () => {
    expect(ids(['gone'])).toEqual(['name', 'role', 'size', 'at', 'edit'])
  })
})
