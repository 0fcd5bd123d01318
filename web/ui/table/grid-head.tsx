import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Column } from './column.ts'
import classes from './table.module.css'
import type { Sort } from './view.ts'

interface GridHeadProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly sort: Sort | null
  readonly remote: boolean
  readonly onSort: (column: string) => void
  readonly selector: ReactNode
}

export function GridHead<Row>({ columns, sort, remote, onSort, selector }: GridHeadProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selector && (
          <th scope="col" className={classes.selector}>
            {selector}
          </th>
        )}
        {columns.map((column, index) => (
          <th
            key={column.id}
            className={index === 0 ? classes.held : undefined}
            scope="col"
            data-align={column.align}
            aria-sort={ariaSort(column.id, sort)}
          >
            {isSortable(column, remote) ? (
              <button type="button" className={classes.sorter} onClick={() => onSort(column.id)}>
                {column.title}
                <SortIcon state={ariaSort(column.id, sort)} />
              </button>
            ) : (
              <span className={column.actions ? classes.quiet : undefined}>{column.title}</span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function isSortable<Row>(column: Column<Row>, remote: boolean): boolean {
  return column.sortable ?? !(remote || column.actions)
}

function ariaSort(column: string, sort: Sort | null): 'ascending' | 'descending' | undefined {
  if (sort?.column !== column) return undefined
  return sort.descending ? 'descending' : 'ascending'
}

function SortIcon({ state }: { state: 'ascending' | 'descending' | undefined }) {
  const Icon = state === 'ascending' ? IconArrowUp : state === 'descending' ? IconArrowDown : IconArrowsSort
  return <Icon size={14} stroke={1.75} aria-hidden data-idle={state === undefined || undefined} />
}
