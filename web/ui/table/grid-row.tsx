import { Checkbox } from '@mantine/core'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { formatCount } from '../value/format.ts'
import { Time } from '../value/time.tsx'
import { Unknown } from '../value/unknown.tsx'
import type { Column } from './column.ts'
import classes from './table.module.css'

interface GridRowProps<Row> {
  readonly index: number
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly tabIndex: number
  readonly open: boolean
  /** Undefined when rows cannot be selected. */
  readonly selected: boolean | undefined
  readonly onOpen: ((index: number) => void) | undefined
  readonly onSelect: (index: number, range: boolean) => void
  readonly onFocus: (index: number) => void
}

export function GridRow<Row>(props: GridRowProps<Row>) {
  const { index, row, columns, selected, onOpen } = props
  const click = (event: MouseEvent<HTMLElement>) => {
    // Marking text in a row, and what can be clicked inside it, do not open it.
    const inside =
      event.target instanceof Element &&
      event.target.closest('a, button, input, label, [data-cell="actions"]')
    if (inside || document.getSelection()?.isCollapsed === false) return
    onOpen?.(index)
  }
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={props.open || undefined}
      data-opens={onOpen !== undefined || undefined}
      tabIndex={props.tabIndex}
      onFocus={() => props.onFocus(index)}
      onClick={onOpen && click}
    >
      {selected !== undefined && (
        <td className={classes.selector}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label="Select this row"
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => props.onSelect(index, event.shiftKey)}
          />
        </td>
      )}
      <Cells row={row} columns={columns} />
    </tr>
  )
}

/** Apart, so that moving the focus or the selection does not build the cells again. */
const Cells = memo(function Cells({ row, columns }: { row: unknown; columns: readonly Column<never>[] }) {
  return columns.map((column, index) => (
    <td
      key={column.id}
      className={index === 0 ? classes.held : undefined}
      data-align={column.align}
      data-cell={column.actions ? 'actions' : undefined}
    >
      <div className={classes.cell}>{cellContent(column as Column<unknown>, row)}</div>
    </td>
  ))
}) as <Row>(props: { row: Row; columns: readonly Column<Row>[] }) => ReactNode

function cellContent(column: Column<unknown>, row: unknown): ReactNode {
  if (column.cell) return column.cell(row)
  const value = column.value(row)
  if (value === null || value === undefined)
    return <Unknown reason={column.unknown ?? 'It was not recorded.'} />
  if (value instanceof Date) return <Time at={value} />
  if (typeof value === 'number') return formatCount(value, 2)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value
}
