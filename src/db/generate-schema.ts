import type pg from 'pg'

interface Column {
  readonly table: string
  readonly table_doc: string | null
  readonly name: string
  readonly doc: string | null
  readonly type: string
  /** The type of one element when `type` is an array. */
  readonly element: string | null
  readonly nullable: boolean
  /** Filled in when an insert leaves it out. */
  readonly defaulted: boolean
  /** Written by the database alone. */
  readonly generated: boolean
  readonly key_position: number | null
  /** The values of an enum. */
  readonly labels: string[] | null
}

/** The type of a column in TypeScript; the capitalised ones are declared in the header. */
const typescriptTypes: Record<string, string> = {
  bigint: 'Bigint',
  boolean: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  'double precision': 'number',
  inet: 'string',
  integer: 'number',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'Numeric',
  real: 'number',
  smallint: 'number',
  text: 'string',
  'timestamp with time zone': 'Timestamp',
  uuid: 'string',
}

/** What the formatter allows on one line. */
const lineWidth = 110

const header = `// Written by \`npm run generate:schema\` from the migrated database. Edit the migrations, then run it again.
import type { ColumnType, Insertable, Selectable } from 'kysely'`

/** Declared in the file only where a column needs them. */
const helperTypes: Record<string, string> = {
  Bigint: `/** Read as text: a JavaScript number loses digits above 2^53. */
type Bigint = ColumnType<string, string | number | bigint, string | number | bigint>`,
  Numeric: `/** Read as text: most fractions are no JavaScript number. */
type Numeric = ColumnType<string, string | number, string | number>`,
  Json: `/** Written as text: the driver would turn a bare array into a PostgreSQL array. */
type Json = ColumnType<unknown, string, string>`,
  Timestamp: 'type Timestamp = ColumnType<Date, Date | string, Date | string>',
  Nullable: `type Nullable<T> =
  T extends ColumnType<infer Read, infer Insert, infer Update>
    ? ColumnType<Read | null, Insert | null | undefined, Update | null>
    : ColumnType<T | null, T | null | undefined, T | null>`,
  Defaulted: `/** Filled in when an insert leaves it out. */
type Defaulted<T> = [T] extends [ColumnType<infer Read, infer Insert, infer Update>]
  ? ColumnType<Read, Insert | undefined, Update>
  : ColumnType<T, T | undefined, T>`,
  ReadOnly: `/** Written by the database alone. */
type ReadOnly<T> =
  T extends ColumnType<infer Read, infer _Insert, infer _Update>
    ? ColumnType<Read, never, never>
    : ColumnType<T, never, never>`,
}

const footer = `/** A row as it is read. */
export type Row<T extends keyof Schema> = Selectable<Schema[T]>

/** A row as it is inserted: what has a default may be left out. */
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>`

/** The text of `schema.ts` for a migrated database: row types, primary keys and the types for casts. */
export async function generateSchema(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<Column>(columnsQuery)
  const tables = new Map<string, Column[]>()
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row])
  const interfaces = [...tables.values()].map(tableInterface).join('\n\n')
  const names = [...tables.keys()].map((name) => `  ${name}: ${pascal(name)}Table\n`).join('')
  const helpers = Object.entries(helperTypes).filter(([name]) => interfaces.includes(name))
  const parts = [
    header,
    ...helpers.map(([, declaration]) => declaration),
    ...enumTypes(rows),
    interfaces,
    `export interface Schema {\n${names}}`,
    footer,
    constant('The primary key of every table.', 'tableKeys', tables, keyList),
    constant('The type of every column as PostgreSQL writes it in a cast.', 'columnTypes', tables, typeList),
  ]
  return `${parts.join('\n\n')}\n`
}

function enumTypes(columns: readonly Column[]): string[] {
  const types = new Map<string, string>()
  for (const { labels, element, type } of columns) {
    const name = pascal(element ?? type)
    if (labels) types.set(name, union(`export type ${name} =`, labels))
  }
  return [...types.keys()].sort().map((name) => types.get(name) ?? '')
}

function union(start: string, labels: readonly string[]): string {
  const line = `${start} ${labels.map((label) => `'${label}'`).join(' | ')}`
  return line.length <= lineWidth ? line : `${start}${labels.map((label) => `\n  | '${label}'`).join('')}`
}

function tableInterface(columns: readonly Column[]): string {
  const [first] = columns
  if (!first) return ''
  const fields = columns.map((column) => `${doc(column.doc, '  ')}  ${column.name}: ${fieldType(column)}\n`)
  return `${doc(first.table_doc, '')}interface ${pascal(first.table)}Table {\n${fields.join('')}}`
}

function fieldType(column: Column): string {
  const type = elementType(column) + (column.element === null ? '' : '[]')
  if (column.generated) return `ReadOnly<${type}>`
  if (column.nullable) return `Nullable<${type}>`
  return column.defaulted ? `Defaulted<${type}>` : type
}

function elementType(column: Column): string {
  const type = column.element ?? column.type
  const name = column.labels ? pascal(type) : typescriptTypes[type]
  if (name) return name
  throw new Error(`${column.table}.${column.name} has the type ${type}, which the generator does not know`)
}

function constant(
  sentence: string,
  name: string,
  tables: ReadonlyMap<string, Column[]>,
  value: (columns: readonly Column[]) => string,
): string {
  const lines = [...tables].map(([table, columns]) => `  ${table}: ${value(columns)},\n`)
  return `/** ${sentence} */\nexport const ${name} = {\n${lines.join('')}} as const`
}

function keyList(columns: readonly Column[]): string {
  const key = columns.filter((column) => column.key_position !== null)
  key.sort((a, b) => Number(a.key_position) - Number(b.key_position))
  return `[${key.map((column) => `'${column.name}'`).join(', ')}]`
}

function typeList(columns: readonly Column[]): string {
  return `{\n${columns.map((column) => `    ${column.name}: '${column.type}',\n`).join('')}  }`
}

function pascal(name: string): string {
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return words.join('')
}

function doc(text: string | null, indent: string): string {
  return text ? `${indent}/** ${text.replaceAll('*/', '* /')} */\n` : ''
}

/** Partitions are left out: one writes to the table they belong to. */
const columnsQuery = `
  select c.relname as table,
         obj_description(c.oid, 'pg_class') as table_doc,
         a.attname as name,
         col_description(c.oid, a.attnum) as doc,
         format_type(a.atttypid, null) as type,
         format_type(nullif(t.typelem, 0), null) as element,
         not a.attnotnull as nullable,
         a.atthasdef or a.attidentity <> '' as defaulted,
         a.attgenerated <> '' or a.attidentity = 'a' as generated,
         array_position(k.conkey, a.attnum) as key_position,
         (select array_agg(e.enumlabel::text order by e.enumsortorder)
            from pg_enum e where e.enumtypid in (t.oid, t.typelem)) as labels
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   order by c.relname, a.attnum`
