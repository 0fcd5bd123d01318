import { type RawBuilder, sql } from 'kysely'

/** What a list may be sorted by; its type reads the value back that a cursor holds as text. */
interface SortColumn {
  readonly value: RawBuilder<unknown>
  readonly type: 'text' | 'timestamptz' | 'bigint' | 'numeric'
  /** Whether no row lacks it: an index then serves either way round, and finds a place at once. */
  readonly isKnown?: boolean
}

type SortColumns<Name extends string> = Readonly<Record<Name, SortColumn>>

/** `name`, or `-name` from the last to the first. */
export type Sort<Name extends string> = Name | `-${Name}`

/** Where in a list a row stands: the value it is sorted by, and its id among equal ones. */
export type Place = readonly [value: string | null, id: string]

export interface Keyset {
  /** To be selected as `sort_value`: what a cursor keeps of a row. */
  readonly value: RawBuilder<string | null>
  readonly orderBy: RawBuilder<unknown>
  /** Rows behind a place; all rows without one. */
  behind(place: Place | undefined): RawBuilder<boolean>
}

/** A walk along a list that holds its place while rows come and go. What is unknown stands last, either way round. */
export function keyset<Name extends string>(
  columns: SortColumns<Name>,
  sort: Sort<Name>,
  id: RawBuilder<unknown>,
): Keyset {
  const descending = sort.startsWith('-')
  const { value, type, isKnown = false } = columns[(descending ? sort.slice(1) : sort) as Name]
  const way = sql.raw(descending ? 'desc' : 'asc')
  const further = sql.raw(descending ? '<' : '>')
  return {
    value: sql`(${value})::text`,
    orderBy: isKnown ? sql`${value} ${way}, ${id} ${way}` : sql`${value} ${way} nulls last, ${id} ${way}`,
    behind(place) {
      if (!place) return sql`true`
      const [at, from] = place
      const laterId = sql`${id} ${further} ${from}::bigint`
      if (at === null) return sql`(${value} is null and ${laterId})`
      const known = sql`${at}::${sql.raw(type)}`
      if (isKnown) return sql`(${value}, ${id}) ${further} (${known}, ${from}::bigint)`
      return sql`(${value} is null or ${value} ${further} ${known} or (${value} = ${known} and ${laterId}))`
    },
  }
}
