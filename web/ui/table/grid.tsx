import { Checkbox } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { useEnvironment } from '../environment.tsx'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import { useActiveRow } from './active-row.ts'
import type { Column } from './column.ts'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import { nextRow, toggleAll, toggleSelection } from './keys.ts'
import classes from './table.module.css'
import { nextSort, type Sort, writeSort } from './view.ts'
import { useRowWindow } from './window.ts'

/** Height of a row and of the head, as in `--ui-row`. */
const rowHeight = 36
const loadAhead = 20

export interface GridProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly sort: Sort | null
  readonly prefix?: string
  readonly remote?: boolean
  readonly changing?: boolean
  readonly onOpen?: (row: Row) => void
  readonly openKey?: string | null
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (keys: ReadonlySet<string>) => void
  readonly onEndReached?: () => void
  readonly hasMore?: boolean
  readonly loadingMore?: boolean
  readonly height?: string
}

/**
 * A real table element, of which only the rows in sight exist: two empty rows hold the place of the others, so that
 * screen readers keep rows, columns and their number.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { columns, rows, rowKey, onOpen, selected, onSelect } = props
  const scroller = useRef<HTMLDivElement>(null)
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const { first, end } = useRowWindow(scroller, rows.length, rowHeight)
  const { active, moveTo, setActive, trackFocus } = useActiveRow(scroller, rows.length, rowHeight)
  const anchor = useRef<number | null>(null)
  useNextPage(props, end)

  const select = (index: number, range: boolean) => {
    if (!selected || !onSelect) return
    onSelect(toggleSelection(selected, keys, index, range ? anchor.current : null))
    anchor.current = index
  }
  const open = (index: number) => {
    const row = rows[index]
    if (row !== undefined) onOpen?.(row)
  }
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isOurs(event)) return
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1
    const to = nextRow(event.key, active, rows.length, page)
    if (to !== null) moveTo(to)
    else if (event.key === 'Enter' || event.key === 'o') open(active)
    else if (event.key === ' ' || event.key === 'x') select(active, event.shiftKey)
    else return
    event.preventDefault()
  }
  useShortcut({
    keys: 'j',
    label: onOpen ? 'Next row; Enter opens it' : 'Next row',
    run: () => moveTo(nextRow('j', active, rows.length, 1) ?? 0),
  })
  useShortcut({
    keys: 'k',
    label: 'Previous row',
    run: () => moveTo(nextRow('k', active, rows.length, 1) ?? 0),
  })

  // One row is reached by Tab: the active one, or the first in the document while that is out of it.
  const focusable = active >= first && active < end ? active : first
  return (
    <section
      ref={scroller}
      className={classes.scroller}
      style={{ maxHeight: props.height }}
      tabIndex={onOpen ? -1 : 0}
      aria-label={`${props.label}, scrolling`}
      aria-busy={props.changing || undefined}
      onKeyDown={press}
      {...trackFocus}
    >
      <table
        className={classes.grid}
        aria-label={props.label}
        aria-rowcount={props.hasMore ? -1 : rows.length + 1}
        style={{ minWidth: minimumWidth(columns, Boolean(selected)) }}
      >
        <Widths columns={columns} selectable={Boolean(selected)} />
        <HeadOf {...props} keys={keys} />
        <tbody>
          <Spacer height={first * rowHeight} columns={columns.length + 1} />
          {rows.slice(first, end).map((row, offset) => {
            const index = first + offset
            const key = keys[index] ?? ''
            return (
              <GridRow
                key={key}
                index={index}
                row={row}
                columns={columns}
                tabIndex={index === focusable ? 0 : -1}
                open={props.openKey === key}
                selected={selected?.has(key)}
                onOpen={onOpen ? open : undefined}
                onSelect={select}
                onFocus={setActive}
              />
            )
          })}
          <Spacer height={(rows.length - end) * rowHeight} columns={columns.length + 1} />
        </tbody>
      </table>
      {props.loadingMore && <div className={classes.more}>Loading more…</div>}
    </section>
  )
}

function useNextPage<Row>({ rows, hasMore, loadingMore, onEndReached }: GridProps<Row>, end: number) {
  const near = end > rows.length - loadAhead
  useEffect(() => {
    if (near && hasMore && !loadingMore) onEndReached?.()
  }, [near, hasMore, loadingMore, onEndReached])
}

function HeadOf<Row>(props: GridProps<Row> & { readonly keys: readonly string[] }) {
  const { setSearch } = useEnvironment()
  const { keys, selected, onSelect, sort, prefix = '' } = props
  const chosen = keys.filter((key) => selected?.has(key)).length
  return (
    <GridHead
      columns={props.columns}
      sort={sort}
      remote={props.remote ?? false}
      onSort={(column) => setSearch({ [`${prefix}sort`]: writeSort(nextSort(sort, column)) })}
      selector={
        selected && (
          <Checkbox
            size="xs"
            aria-label="Select all rows"
            checked={chosen > 0 && chosen === keys.length}
            indeterminate={chosen > 0 && chosen < keys.length}
            onChange={() => onSelect?.(toggleAll(selected, keys))}
          />
        )
      }
    />
  )
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={columns} className={classes.spacer} />
    </tr>
  )
}

function Widths<Row>({ columns, selectable }: { columns: readonly Column<Row>[]; selectable: boolean }) {
  const total = columns.reduce((sum, column) => sum + (column.width ?? 160), 0)
  return (
    <colgroup>
      {selectable && <col style={{ width: 40 }} />}
      {columns.map((column) => (
        <col key={column.id} style={{ width: `${((column.width ?? 160) / total) * 100}%` }} />
      ))}
    </colgroup>
  )
}

function minimumWidth<Row>(columns: readonly Column<Row>[], selectable: boolean): number {
  return columns.reduce((sum, column) => sum + (column.width ?? 160), selectable ? 40 : 0)
}

/** Keys belong to the row or the table; in a button or field inside it they belong to that. */
function isOurs({ target, currentTarget }: KeyboardEvent): boolean {
  return target === currentTarget || target instanceof HTMLTableRowElement
}
