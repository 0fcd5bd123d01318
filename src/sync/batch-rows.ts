import { CompiledQuery, type Transaction } from 'kysely'
import { encodeColumn } from '../db/encode.ts'
import { columnTypes, type Schema, tableKeys } from '../db/schema.ts'
import { upsertInto } from '../db/upsert.ts'
import { grouped } from './grouped.ts'
import type { Slice } from './slice.ts'
import type { Owned, StreamRow, TableName } from './stream.ts'

export type Key = Readonly<Record<string, unknown>>

/** What a batch did to one table. */
export interface Written {
  readonly inserted: readonly Key[]
  readonly changed: readonly Key[]
  readonly removed: readonly Key[]
}

/** Bitbucket's identity of what has a key of ours. */
const identity: Partial<Record<TableName, string>> = {
  accounts: 'uuid',
  workspaces: 'uuid',
  projects: 'uuid',
  repositories: 'uuid',
}

/** Where a record of a while ago must not undo a newer one. */
const newestBy: Partial<Record<TableName, string>> = { pull_requests: 'updated_on', issues: 'updated_on' }

/** The rows as the table wants them: where they belong, and there again if they were gone. */
export function placed(table: TableName, rows: readonly StreamRow[], slice: Slice): StreamRow[] {
  const place = {
    ...scope(table, slice),
    ...(has(table, 'removed_at') && { removed_at: null }),
    ...(has(table, 'missing_since') && { missing_since: null }),
    ...(has(table, 'is_reachable') && { is_reachable: true }),
  }
  return rows.map((row) => ({ ...place, ...row }))
}

/** One row that a complete listing lacks. Where two listings have to agree, the first only notes it. */
export async function markAbsent(
  tx: Transaction<Schema>,
  table: TableName,
  row: StreamRow,
): Promise<'missing' | 'removed' | 'unknown'> {
  const key = identity[table] === undefined ? keyOf(table) : [identity[table]]
  const twice = has(table, 'missing_since')
  const gone = twice ? 'case when missing_since is not null then now() end' : 'now()'
  const change = has(table, 'is_reachable')
    ? 'is_reachable = false'
    : `removed_at = ${gone}${twice ? ', missing_since = coalesce(missing_since, now())' : ''}`
  const there = has(table, 'is_reachable') ? 'is_reachable' : 'removed_at is null'
  const text = `
    update ${quoted(table)} as stored set ${change} from ${given(table, key)}
     where ${matches(key)} and stored.${there}
    returning ${twice ? 'stored.removed_at is not null' : 'true'} as removed`
  const result = await tx.executeQuery<{ removed: boolean }>(
    CompiledQuery.raw(text, encode(table, key, [row])),
  )
  const [done] = result.rows
  if (!done) return 'unknown'
  return done.removed ? 'removed' : 'missing'
}

/** Writes rows whose references are resolved. Rows with different columns go in one statement per kind. */
export async function writeRows(
  tx: Transaction<Schema>,
  table: TableName,
  rows: readonly StreamRow[],
): Promise<Pick<Written, 'inserted' | 'changed'>> {
  const inserted: Key[] = []
  const changed: Key[] = []
  const key = identity[table]
  const newest = newestBy[table]
  for (const alike of withSameColumns(rows)) {
    const done = await upsertInto(tx, shapeOf(table), alike, {
      ...(key !== undefined && { key: [key] }),
      ...(newest !== undefined && newest in (alike[0] ?? {}) && { notOlderBy: newest }),
    })
    inserted.push(...done.inserted)
    changed.push(...done.changed)
  }
  await forgetHashes(tx, table, changed)
  return { inserted, changed }
}

/** Changes columns of rows that exist, told by their primary key; the path that calls it is not the one that makes them. */
export async function patchRows(
  tx: Transaction<Schema>,
  table: TableName,
  rows: readonly StreamRow[],
): Promise<Key[]> {
  const changed: Key[] = []
  const key = keyOf(table)
  for (const alike of withSameColumns(rows)) {
    const columns = Object.keys(alike[0] ?? {})
    const values = columns.filter((column) => !key.includes(column))
    const text = `
      update ${quoted(table)} as stored set ${values.map((c) => `${quoted(c)} = given.${quoted(c)}`).join(', ')}
        from ${given(table, columns)}
       where ${matches(key)}
         and (${list('stored', values)}) is distinct from (${list('given', values)})
      returning ${list('stored', key)}`
    const result = await tx.executeQuery<Key>(CompiledQuery.raw(text, encode(table, columns, alike)))
    changed.push(...result.rows)
  }
  return changed
}

/**
 * Takes away what records own and did not name. Tables that keep what is gone mark it, the others are parts of their
 * owner and lose it.
 */
export async function removeUnnamed(
  tx: Transaction<Schema>,
  table: TableName,
  owners: readonly StreamRow[],
  named: readonly StreamRow[],
): Promise<Key[]> {
  const removed: Key[] = []
  const key = keyOf(table)
  for (const alike of withSameColumns(owners)) {
    const columns = Object.keys(alike[0] ?? {})
    const keep = has(table, 'removed_at')
    const places = columns.map((_, index) => index + 1)
    const text = `
      ${keep ? `update ${quoted(table)} as stored set removed_at = now()` : `delete from ${quoted(table)} as stored`}
        ${keep ? 'from' : 'using'} (select distinct * from ${given(table, columns)}) as given
       where ${matches(columns)} ${keep ? 'and stored.removed_at is null' : ''}
         and not exists (
           select from ${given(table, key, 'named', places.length)} where ${matches(key, 'named')})
      returning ${list('stored', key)}`
    const parameters = [...encode(table, columns, alike), ...encode(table, key, named)]
    const result = await tx.executeQuery<Key>(CompiledQuery.raw(text, parameters))
    removed.push(...result.rows)
  }
  return removed
}

function withSameColumns(rows: readonly StreamRow[]): Iterable<StreamRow[]> {
  return grouped(rows, (row) => Object.keys(row).sort().join()).values()
}

/** What the record owns, with the place it lies in. */
export function ownersOf(owned: readonly Owned[], table: TableName, slice: Slice): StreamRow[] {
  return owned.flatMap((one) => {
    const columns = one[table]
    return columns ? [{ ...scope(table, slice), ...columns }] : []
  })
}

/** A short hash that moved on leaves no long one behind that belongs to the old. */
async function forgetHashes(
  tx: Transaction<Schema>,
  table: TableName,
  changed: readonly Key[],
): Promise<void> {
  const columns = hashColumns(table)
  if (columns.length === 0 || changed.length === 0) return
  const key = keyOf(table)
  const stale = (column: string) =>
    `(stored.${quoted(column)} is not null and
      (stored.${quoted(`${column}_prefix`)} is null or
       not starts_with(stored.${quoted(column)}, stored.${quoted(`${column}_prefix`)})))`
  const text = `
    update ${quoted(table)} as stored
       set ${columns.map((c) => `${quoted(c)} = case when ${stale(c)} then null else stored.${quoted(c)} end`).join(', ')}
      from ${given(table, key)}
     where ${matches(key)} and (${columns.map(stale).join(' or ')})`
  await tx.executeQuery(CompiledQuery.raw(text, encode(table, key, changed)))
}

/** Columns that hold in full what another shows with its first characters. */
export function hashColumns(table: TableName): string[] {
  const columns = Object.keys(columnTypes[table])
  return columns.filter((column) => columns.includes(`${column}_prefix`))
}

export function scope(table: TableName, slice: Slice): StreamRow {
  return {
    ...(has(table, 'workspace_id') && { workspace_id: slice.workspaceId }),
    ...(has(table, 'repository_id') && { repository_id: slice.repositoryId }),
  }
}

function has(table: TableName, column: string): boolean {
  return Object.hasOwn(columnTypes[table], column)
}

function keyOf(table: TableName): readonly string[] {
  return tableKeys[table]
}

function shapeOf(table: TableName) {
  return { name: table, primaryKey: keyOf(table), types: columnTypes[table] }
}

function typeOf(table: TableName, column: string): string {
  const types: Readonly<Record<string, string>> = columnTypes[table]
  const type = types[column]
  if (type === undefined) throw new Error(`${table} has no column ${column}`)
  return type
}

/** Rows as parameters, one array a column. Arrays travel as text and are cast back. */
function given(table: TableName, columns: readonly string[], alias = 'given', after = 0): string {
  const types = columns.map((column) => typeOf(table, column))
  const arrays = types.map((type, index) => `$${after + index + 1}::${type.endsWith('[]') ? 'text' : type}[]`)
  const casts = columns.map((column, index) =>
    types[index]?.endsWith('[]') ? `${quoted(column)}::${types[index]} as ${quoted(column)}` : quoted(column),
  )
  const names = columns.map(quoted).join(', ')
  return `(select ${casts.join(', ')} from unnest(${arrays.join(', ')}) as one (${names})) as ${alias}`
}

function encode(table: TableName, columns: readonly string[], rows: readonly StreamRow[]): string[] {
  return columns.map((column) => {
    const values = rows.map((row) => row[column] ?? null)
    return encodeColumn(typeOf(table, column), values, { table, column })
  })
}

function matches(columns: readonly string[], alias = 'given'): string {
  return columns.map((column) => `stored.${quoted(column)} = ${alias}.${quoted(column)}`).join(' and ')
}

function list(alias: string, columns: readonly string[]): string {
  return columns.map((column) => `${alias}.${quoted(column)}`).join(', ')
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
