export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** The state of a table as the address holds it. */
export interface TableView {
  readonly query: string
  readonly sort: Sort | null
  /** Shown columns, or null for the table's own choice. */
  readonly columns: readonly string[] | null
  /** The chosen values by column. */
  readonly filters: Readonly<Record<string, string>>
}

type Search = Readonly<Record<string, string>>

/** `?q=ada&sort=-created&role=admin&columns=name,role`; a prefix keeps several tables of one page apart. */
export function readView(search: Search, filterable: readonly string[], prefix = ''): TableView {
  const columns = search[`${prefix}columns`]
  return {
    query: search[`${prefix}q`] ?? '',
    sort: readSort(search[`${prefix}sort`]),
    columns: columns ? columns.split(',') : null,
    filters: Object.fromEntries(
      filterable.flatMap((id) => {
        const value = search[prefix + id]
        return value ? [[id, value]] : []
      }),
    ),
  }
}

function readSort(text: string | undefined): Sort | null {
  if (!text || text === '-') return null
  return text.startsWith('-')
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false }
}

export function writeSort(sort: Sort | null): string | null {
  if (!sort) return null
  return sort.descending ? `-${sort.column}` : sort.column
}

/** A click on a header: ascending, then descending, then the order the rows came in. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, descending: false }
  return sort.descending ? null : { column, descending: true }
}
