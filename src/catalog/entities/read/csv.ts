import type { Json } from '../../jq/json.ts'

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, even inside quotes; an apostrophe before it
 * keeps it text. The full-width forms are read as formulas by Excel in East Asian settings.
 */
const formulaStart = /^[\s]*[=+\-@\t\r\n|＝＋－＠]/

/** RFC 4180. A list of texts stands in one cell, by comma; unknown is an empty one. */
export function csvLine(values: readonly Json[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

function cell(value: Json): string {
  if (value === null) return ''
  // A number cannot be a formula, and an apostrophe before "-4" would make it text.
  if (typeof value === 'number') return String(value)
  const text = textOf(value)
  const safe = formulaStart.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function textOf(value: Json): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return JSON.stringify(value)
}
