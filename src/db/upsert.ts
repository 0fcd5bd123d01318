import { CompiledQuery, type InsertType, type SelectType } from 'kysely'
import { encodeColumn } from './encode.ts'
import { type Db, transaction } from './pool.ts'
import { columnTypes, type Row, type Schema, tableKeys } from './schema.ts'

type ColumnOf<T extends keyof Schema> = keyof Schema[T] & string

/** A row to write: plain values, JSON not yet turned into text. Columns left out keep their value. */
type UpsertRow<T extends keyof Schema> = {
  readonly [C in ColumnOf<T>]?: SelectType<Schema[T][C]> | InsertType<Schema[T][C]>
}

/** The primary key, and the columns of another key when the rows were told apart by one. */
type KeyOf<T extends keyof Schema> = Pick<Row<T>, (typeof tableKeys)[T][number] & keyof Row<T>> &
  Partial<Row<T>>

interface UpsertOptions<Column extends string> {
  /** The unique columns that tell whether a row exists; the primary key when left out. */
  readonly key?: readonly Column[]
  /** Columns that are written along with a change but do not make one, such as the time of writing. */
  readonly quiet?: readonly Column[]
  /** A row is left alone when what is stored has a greater value here: late news never undoes newer. */
  readonly notOlderBy?: Column
}

interface Upserted<Key> {
  readonly inserted: Key[]
  readonly changed: Key[]
}

/** A table as the statement needs it. */
export interface TableShape {
  readonly name: string
  readonly primaryKey: readonly string[]
  readonly types: Readonly<Record<string, string>>
}

/** About what one statement carries. Larger ones gain no speed and cost memory on both sides. */
const chunkRows = 1000

/**
 * Writes rows that are new or differ, and nothing else. All rows of a call carry the same columns; of two rows with
 * one key the last wins. Returns the primary key and the key of what was written.
 */
export function upsert<T extends keyof Schema>(
  db: Db,
  table: T,
  rows: readonly UpsertRow<T>[],
  options: UpsertOptions<ColumnOf<T>> = {},
): Promise<Upserted<KeyOf<T>>> {
  const shape = { name: table, primaryKey: tableKeys[table], types: columnTypes[table] }
  return upsertInto(db, shape, rows, options) as Promise<Upserted<KeyOf<T>>>
}

/** `upsert` for a table the schema does not name. */
export async function upsertInto(
  db: Db,
  table: TableShape,
  rows: readonly Readonly<Record<string, unknown>>[],
  options: UpsertOptions<string> = {},
): Promise<Upserted<Record<string, unknown>>> {
  const [first] = rows
  if (!first) return { inserted: [], changed: [] }
  // In plain order, so that rows of one kind have one text, whose plan is kept.
  const columns = Object.keys(first).sort()
  const text = statement(table, columns, options)
  const write = async (on: Db, chunk: typeof rows) => {
    const query = CompiledQuery.raw(text, encodeRows(table, columns, chunk))
    return (await on.executeQuery<Written>(query)).rows
  }
  // One statement is all or nothing by itself.
  if (rows.length <= chunkRows) return summarise(await write(db, rows))
  return transaction(db, async (tx) => {
    const written: Written[] = []
    for (let start = 0; start < rows.length; start += chunkRows)
      written.push(...(await write(tx, rows.slice(start, start + chunkRows))))
    return summarise(written)
  })
}

/** No column of ours is called so. */
const insertedFlag = 'inserted?'
type Written = Readonly<Record<string, unknown>>

/**
 * One statement serves every chunk. It sorts by the key: two transactions that write the same rows then wait for each
 * other in turn instead of forever. A row that was inserted has no xmax, one that was updated has ours.
 */
function statement(table: TableShape, columns: readonly string[], options: UpsertOptions<string>): string {
  const { key = table.primaryKey, quiet = [], notOlderBy } = options
  const types = columns.map((column) => typeOf(table, column))
  const arrays = types.map((type, index) => `$${index + 1}::${type.endsWith('[]') ? 'text' : type}[]`)
  const casts = columns.map((column, index) =>
    types[index]?.endsWith('[]') ? `${name(column)}::${types[index]}` : name(column),
  )
  const newest = notOlderBy === undefined ? '' : `${name(notOlderBy)} desc nulls last, `
  return `
    insert into ${name(table.name)} as stored (${list(columns)})
    select distinct on (${list(key)}) ${casts.join(', ')}
      from unnest(${arrays.join(', ')}) with ordinality as given (${list([...columns, 'place?'])})
     order by ${list(key)}, ${newest}"place?" desc
    on conflict (${list(key)}) ${conflictAction(columns, { key, quiet, notOlderBy })}
    returning ${[...new Set([...table.primaryKey, ...key])].map((column) => `stored.${name(column)}`).join(', ')},
              stored.xmax = 0 as ${name(insertedFlag)}`
}

function conflictAction(
  columns: readonly string[],
  options: { key: readonly string[]; quiet: readonly string[]; notOlderBy: string | undefined },
): string {
  const values = columns.filter((column) => !options.key.includes(column))
  const compared = values.filter((column) => !options.quiet.includes(column))
  if (compared.length === 0) return 'do nothing'
  const news = options.notOlderBy && name(options.notOlderBy)
  const guard = news ? ` and (stored.${news} is null or stored.${news} <= excluded.${news})` : ''
  return `do update set ${values.map((column) => `${name(column)} = excluded.${name(column)}`).join(', ')}
      where (${prefixed('stored', compared)}) is distinct from (${prefixed('excluded', compared)})${guard}`
}

function encodeRows(
  table: TableShape,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string[] {
  for (const row of rows) {
    const complete = columns.every((column) => row[column] !== undefined)
    if (complete && Object.keys(row).length === columns.length) continue
    throw new Error(`the rows for ${table.name} do not all carry the columns ${columns.join(', ')}`)
  }
  return columns.map((column) => {
    const values = rows.map((row) => row[column])
    return encodeColumn(typeOf(table, column), values, { table: table.name, column })
  })
}

/** A row whose key came in two chunks is named once, and as inserted when it was. */
function summarise(written: readonly Written[]): Upserted<Record<string, unknown>> {
  const inserted = new Map<string, Record<string, unknown>>()
  const changed = new Map<string, Record<string, unknown>>()
  for (const { [insertedFlag]: fresh, ...key } of written) {
    const identity = JSON.stringify(key)
    if (fresh) inserted.set(identity, key)
    else if (!inserted.has(identity)) changed.set(identity, key)
  }
  return { inserted: [...inserted.values()], changed: [...changed.values()] }
}

function typeOf(table: TableShape, column: string): string {
  const type = Object.hasOwn(table.types, column) ? table.types[column] : undefined
  if (type === undefined) throw new Error(`${table.name} has no column ${column}`)
  return type
}

function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

function list(columns: readonly string[]): string {
  return columns.map(name).join(', ')
}

function prefixed(prefix: string, columns: readonly string[]): string {
  return columns.map((column) => `${prefix}.${name(column)}`).join(', ')
}
