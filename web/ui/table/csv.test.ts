import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column } from './column.ts'
import { csvField, csvName, toCsv } from './csv.ts'

interface Row {
  readonly name: string
  readonly size: number | null
  readonly at: Date | null
}

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name },
  { id: 'size', title: 'Size, in bytes', value: (row) => row.size },
  { id: 'at', title: 'At', value: (row) => row.at },
  { id: 'edit', title: 'Edit', value: () => null, actions: true },
]

describe('the CSV export', () => {
  it('writes titles and rows, leaves unknown empty and buttons out', () => {
    const rows = [
      { name: 'alpha', size: -4, at: new Date('2026-11-21T12:00:00Z') },
      { name: 'beta', size: null, at: null },
    ]
    expect(toCsv(columns, rows)).toBe(
      '\uFEFFName,"Size, in bytes",At\r\nalpha,-4,2026-11-21T12:00:00.000Z\r\nbeta,,\r\n',
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1+1', "|' /C calc'!A0"])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(csvField(text).replace(/^"/, '')).toMatch(/^'/)
    },
  )

  it('quotes what would break the line', () => {
    expect(csvField('say "hi", twice\nplease')).toBe('"say ""hi"", twice\nplease"')
    expect(csvField('plain')).toBe('plain')
  })

  it('gives back any text that a reader of CSV takes apart again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const field = csvField(text)
        const read = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field
        expect(read === text || read === `'${text}`).toBe(true)
      }),
    )
  })

  it('is named after the table and the day', () => {
    expect(csvName('API keys', new Date('2026-11-21T12:00:00Z'))).toBe('api-keys-2026-11-21.csv')
    expect(csvName('Persönliche Liste', new Date('2026-01-02T00:00:00Z'))).toBe(
      'persönliche-liste-2026-01-02.csv',
    )
  })
})
