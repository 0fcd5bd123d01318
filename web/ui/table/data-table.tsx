import { Button } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { useEnvironment } from '../environment.tsx'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorState } from '../feedback/error-state.tsx'
import { toProblem } from '../feedback/problem.ts'
import { Loading, TableSkeleton } from '../feedback/skeletons.tsx'
import { type Choice, FilterBar } from '../layout/filter-bar.tsx'
import { formatCount } from '../value/format.ts'
import { Status } from '../value/status.tsx'
import { arrange, shownColumns } from './arrange.ts'
import type { Column } from './column.ts'
import { Grid } from './grid.tsx'
import classes from './table.module.css'
import { TableTools } from './tools.tsx'
import { readView } from './view.ts'

interface DataTableProps<Row> {
  /** Names the table for screen readers and the exported file: "People". */
  readonly label: string
  /** Declare outside the component, or memoise: a new array is a new table. */
  readonly columns: readonly Column<Row>[]
  /** Undefined while loading. */
  readonly rows: readonly Row[] | undefined
  readonly rowKey: (row: Row) => string
  /** Shown when there are no rows and no filter: an `EmptyState`. */
  readonly empty: ReactNode
  readonly error?: unknown
  readonly onRetry?: () => void
  /** Keeps the address of several tables on one page apart. */
  readonly prefix?: string
  /** Rows come filtered and sorted by the server; the page asks it with what the address says. */
  readonly remote?: boolean
  /** The rows answer what was asked before: others are on their way, and these stay to be read and pressed. */
  readonly changing?: boolean
  /** False where the server cannot search. */
  readonly searchable?: boolean
  /** Filters that are no column's. */
  readonly choices?: readonly Choice[]
  readonly onOpen?: (row: Row) => void
  /** The key of the row whose detail is open. */
  readonly openKey?: string | null
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (keys: ReadonlySet<string>) => void
  /** Stands above the table while rows are selected. */
  readonly bulk?: (rows: readonly Row[]) => ReactNode
  /** The next page of a list read by cursor, asked for before the end comes into sight. */
  readonly onEndReached?: () => void
  readonly hasMore?: boolean
  readonly loadingMore?: boolean
  /** Greatest height of the scrolling part; by default what is left of the window below a page header. */
  readonly height?: string
}

/** The one table: virtualised, its state in the address, worked by keyboard or mouse. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, prefix = '', remote = false, changing = false, hasMore = false } = props
  const { search } = useEnvironment()
  const filterable = columns.filter((column) => column.choices).map((column) => column.id)
  const view = readView(search, filterable, prefix)
  const viewText = JSON.stringify(view)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the view, which is new each time.
  const arranged = useMemo(
    () => (rows && !remote ? arrange(rows, columns, view) : rows),
    [rows, columns, remote, viewText],
  )
  const shown = shownColumns(columns, view.columns)
  const filtered = view.query !== '' || Object.keys(view.filters).length > 0 || anyChoice(props, search)
  const untouched = arranged?.length === 0 && !filtered && !props.error
  if (untouched && !hasMore) return props.empty
  return (
    <div className={classes.table}>
      <FilterBar
        search={props.searchable === false ? undefined : `${prefix}q`}
        choices={[...columnChoices(columns, prefix), ...(props.choices ?? [])]}
        end={
          <TableTools
            label={props.label}
            columns={columns}
            shown={shown}
            rows={arranged ?? []}
            prefix={prefix}
          />
        }
      />
      <Bulk {...props} rows={arranged} />
      {arranged && <Stale error={props.error} onRetry={props.onRetry} />}
      <Body {...props} arranged={arranged} shown={shown} view={view} />
      {arranged && arranged.length > 0 && (
        <p className={classes.count}>
          {changing ? 'Looking…' : countSentence(arranged.length, rows?.length ?? 0, hasMore)}
        </p>
      )}
    </div>
  )
}

interface BodyProps<Row> extends DataTableProps<Row> {
  readonly arranged: readonly Row[] | undefined
  readonly shown: readonly Column<Row>[]
  readonly view: ReturnType<typeof readView>
}

function Body<Row>(props: BodyProps<Row>) {
  if (props.error !== undefined && props.error !== null && !props.arranged) {
    return <ErrorState error={props.error} onRetry={props.onRetry} />
  }
  if (!props.arranged) {
    return (
      <Loading label={`Loading ${props.label}`}>
        <TableSkeleton columns={props.shown.length} />
      </Loading>
    )
  }
  if (props.arranged.length === 0 && !props.hasMore)
    return <EmptyState>Nothing matches the filters.</EmptyState>
  return <Grid {...props} rows={props.arranged} columns={props.shown} sort={props.view.sort} />
}

/** Rows that were read before and could not be read again stay, and say so. */
function Stale({ error, onRetry }: Pick<DataTableProps<unknown>, 'error' | 'onRetry'>) {
  if (error === undefined || error === null) return null
  return (
    <div className={classes.stale} role="alert">
      <Status level="attention">These rows may be old: {toProblem(error).detail}</Status>
      {onRetry && (
        <Button size="compact-sm" variant="subtle" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

function Bulk<Row>({ selected, bulk, onSelect, rows, rowKey }: DataTableProps<Row>) {
  if (!bulk || !selected || selected.size === 0 || !onSelect) return null
  const chosen = (rows ?? []).filter((row) => selected.has(rowKey(row)))
  return (
    <section className={classes.bulk} aria-label="Selected rows">
      <span>{formatCount(selected.size)} selected</span>
      {bulk(chosen)}
    </section>
  )
}

function columnChoices<Row>(columns: readonly Column<Row>[], prefix: string): Choice[] {
  return columns.flatMap(({ id, title, choices }) =>
    choices ? [{ name: prefix + id, label: title, options: choices }] : [],
  )
}

function anyChoice<Row>({ choices }: DataTableProps<Row>, search: Readonly<Record<string, string>>): boolean {
  return (choices ?? []).some((choice) => Boolean(search[choice.name]))
}

function countSentence(shown: number, all: number, more: boolean): string {
  const rest = more ? ', more below' : ''
  if (shown === all) return `${formatCount(shown)} ${shown === 1 ? 'row' : 'rows'}${rest}`
  return `${formatCount(shown)} of ${formatCount(all)} rows${rest}`
}
