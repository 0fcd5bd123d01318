import { type Column, textOf } from './column.ts'

/** RFC 4180 with CRLF; a leading mark tells spreadsheets that the text is UTF-8. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const exported = columns.filter((column) => !column.actions)
  const lines = [exported.map((column) => csvField(column.title)).join(',')]
  for (const row of rows) {
    lines.push(exported.map((column) => csvCell(column.value(row))).join(','))
  }
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function csvCell(value: ReturnType<Column<unknown>['value']>): string {
  // A number cannot be a formula, and an apostrophe before "-4" would make it text.
  return typeof value === 'number' ? String(value) : csvField(textOf(value))
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, even inside quotes; an apostrophe before it
 * keeps it text. The full-width forms are read as formulas by Excel in East Asian settings.
 */
const formulaStart = /^[\s]*[=+\-@\t\r\n|＝＋－＠]/

export function csvField(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Hands the file to the browser. */
export function download(name: string, text: string, type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Safari reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** "API keys" on 21 November 2026: api-keys-2026-11-21.csv */
export function csvName(label: string, today: Date): string {
  const name = label.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
  return `${name}-${today.toISOString().slice(0, 10)}.csv`
}
