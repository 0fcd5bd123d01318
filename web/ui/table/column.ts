import type { ReactNode } from 'react'

export type CellValue = string | number | boolean | Date | null | undefined

export interface Column<Row> {
  readonly id: string
  readonly title: string
  /** What sorting, searching and the export see; null is unknown. */
  readonly value: (row: Row) => CellValue
  /** What is shown, when it is more than the text of the value. */
  readonly cell?: (row: Row) => ReactNode
  /** Numbers stand at the right, in tabular figures. */
  readonly align?: 'start' | 'end'
  /** Least width in pixels; what is left over is shared in proportion. 160 unless told. */
  readonly width?: number
  /** A cell with buttons of its own: its clicks do not open the row, and it is not exported. */
  readonly actions?: boolean
  /** With a remote table, offered only where the server can sort; else every column but `actions`. */
  readonly sortable?: boolean
  /** Not shown until somebody chooses it. */
  readonly hidden?: boolean
  /** Offers a filter with these choices, compared with `value` as text. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** Why a null is null, for the hatched dash. */
  readonly unknown?: string
}

/** A value as plain text: what the search looks at and the export writes. */
export function textOf(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return String(value)
}

/** Numbers and times by size, text as people count ("pr-9" before "pr-10"); unknown is handled by the table. */
export function compareValues(left: CellValue, right: CellValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime()
  return collator.compare(textOf(left), textOf(right))
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
