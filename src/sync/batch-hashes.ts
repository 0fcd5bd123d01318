import { hashColumns } from './batch-rows.ts'
import type { SourceRecord } from './record.ts'
import type { Rows, StreamRow, TableName } from './stream.ts'

/**
 * Finds the commits whose hash begins as given: none when the mirror lacks it, several when the characters do not
 * tell them apart. A prefix that is missing from the answer was not looked for.
 */
export type HashResolver = (prefixes: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>

/** Fills in the full hashes. A record with one that is ambiguous has an error: either choice could be wrong. */
export async function withFullHashes(
  records: readonly SourceRecord[],
  resolver: HashResolver,
): Promise<SourceRecord[]> {
  const prefixes = new Set(records.flatMap(prefixesOf))
  if (prefixes.size === 0) return [...records]
  const found = await resolver([...prefixes])
  return records.map((record) => resolved(record, found))
}

function prefixesOf({ reading }: SourceRecord): string[] {
  if ('error' in reading) return []
  return tablesOf(reading.rows).flatMap(([table, rows]) =>
    rows.flatMap((row) => hashColumns(table).flatMap((column) => prefixIn(row, column) ?? [])),
  )
}

function resolved(record: SourceRecord, found: ReadonlyMap<string, readonly string[]>): SourceRecord {
  const { reading } = record
  if ('error' in reading) return record
  const ambiguous = prefixesOf(record).find((prefix) => (found.get(prefix)?.length ?? 0) > 1)
  if (ambiguous !== undefined)
    return { ...record, reading: { error: `More than one commit begins with ${ambiguous}.` } }
  const rows = Object.fromEntries(
    tablesOf(reading.rows).map(([table, all]) => [table, all.map((row) => filled(table, row, found))]),
  )
  return { ...record, reading: { ...reading, rows } }
}

/** Nothing else completes their hashes: what shows none has none, and all rows of a batch fit one statement. */
const completedHere: ReadonlySet<TableName> = new Set(['pull_request_activity'])

function filled(table: TableName, row: StreamRow, found: ReadonlyMap<string, readonly string[]>): StreamRow {
  const full = hashColumns(table).flatMap((column) => {
    const prefix = prefixIn(row, column)
    if (prefix === null) return completedHere.has(table) ? [[column, null]] : []
    const commits = found.get(prefix)
    return commits ? [[column, commits[0] ?? null]] : []
  })
  return { ...row, ...Object.fromEntries(full) }
}

function prefixIn(row: StreamRow, column: string): string | null {
  const prefix = row[`${column}_prefix`]
  return typeof prefix === 'string' ? prefix : null
}

function tablesOf(rows: Rows): [TableName, readonly StreamRow[]][] {
  return Object.entries(rows) as [TableName, readonly StreamRow[]][]
}
