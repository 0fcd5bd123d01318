import { sql, type Transaction } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import {
  isUnresolved,
  referencesIn,
  resolveReferences,
  type Surrogates,
  withSurrogates,
} from './batch-references.ts'
import { ownersOf, placed, removeUnnamed, type Written, writeRows } from './batch-rows.ts'
import { grouped } from './grouped.ts'
import { type SourceRecord, sentence } from './record.ts'
import type { Slice } from './slice.ts'
import type { Owned, Rows, StreamRow, TableName } from './stream.ts'

/** What was done to each table. */
export type Tables = Partial<Record<TableName, Written>>

export interface Outcome {
  readonly record: SourceRecord
  readonly error: string | null
  /** A reference waits for its entity: the record is read again when it is next seen. */
  readonly unresolved: boolean
}

interface Recorded {
  readonly tables: Tables
  readonly outcomes: readonly Outcome[]
}

/** One by one, so that a bad record keeps no other from being stored. */
export async function writeEach(
  tx: Transaction<Schema>,
  slice: Slice,
  records: readonly SourceRecord[],
): Promise<Recorded> {
  const tables: Tables = {}
  const outcomes: Outcome[] = []
  for (const record of records) {
    const single = await attempt(tx, () => writeTogether(tx, slice, [record]))
    if ('done' in single) {
      for (const [table, written] of entriesOf(single.done.tables)) add(tables, table, written)
      outcomes.push(...single.done.outcomes)
    } else outcomes.push({ record, error: single.error, unresolved: false })
  }
  return { tables, outcomes }
}

/** All at once: a bad record among them fails the transaction. */
export async function writeTogether(
  tx: Transaction<Schema>,
  slice: Slice,
  records: readonly SourceRecord[],
): Promise<Recorded> {
  const readings = records.flatMap(({ reading }) => ('error' in reading ? [] : [reading]))
  const rows = readings.map((reading) => reading.rows)
  const surrogates = await resolveReferences(tx, slice, referencesIn(allRows(rows)))
  const tables = await writeAll(tx, slice, { rows, owned: readings.map(({ owned }) => owned) }, surrogates)
  const outcomes = records.map((record): Outcome => {
    const { reading } = record
    if ('error' in reading) return { record, error: reading.error, unresolved: false }
    const unresolved = [...allRows([reading.rows])].some((row) => isUnresolved(row, surrogates))
    return { record, error: null, unresolved }
  })
  return { tables, outcomes }
}

export async function writeAll(
  tx: Transaction<Schema>,
  slice: Slice,
  given: { rows: readonly Rows[]; owned: readonly Owned[] },
  surrogates: Surrogates,
): Promise<Tables> {
  const byTable = new Map<TableName, StreamRow[]>()
  for (const [table, parts] of grouped(given.rows.flatMap(entriesOf), ([name]) => name)) {
    const rows = parts.flatMap(([, part]) => part.map((row) => withSurrogates(row, surrogates)))
    byTable.set(table, placed(table, rows, slice))
  }
  for (const table of given.owned.flatMap(Object.keys) as TableName[])
    if (!byTable.has(table)) byTable.set(table, [])
  const tables: Tables = {}
  for (const [table, rows] of byTable) {
    const owners = ownersOf(given.owned, table, slice)
    const removed = owners.length === 0 ? [] : await removeUnnamed(tx, table, owners, rows)
    add(tables, table, { ...(await writeRows(tx, table, rows)), removed })
  }
  return tables
}

/** Runs work that the data may spoil, so that the transaction can go on without it. */
async function attempt<T>(
  tx: Transaction<Schema>,
  work: () => Promise<T>,
): Promise<{ done: T } | { error: string }> {
  await sql`savepoint attempt`.execute(tx)
  try {
    const done = await work()
    await sql`release savepoint attempt`.execute(tx)
    return { done }
  } catch (error) {
    if (!isBadData(error)) throw error
    await sql`rollback to savepoint attempt`.execute(tx)
    return { error: sentence(error) }
  }
}

/** What PostgreSQL says of values it cannot take: wrong data, a constraint, a row too large for an index. */
export function isBadData(error: unknown): boolean {
  if (error instanceof Failure) return error.code === 'invalid_input'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(22|23|54)/.test(code)
}

export function add(tables: Tables, table: TableName, written: Written): void {
  const before = tables[table] ?? { inserted: [], changed: [], removed: [] }
  tables[table] = {
    inserted: [...before.inserted, ...written.inserted],
    changed: [...before.changed, ...written.changed],
    removed: [...before.removed, ...written.removed],
  }
}

export function* allRows(all: readonly Rows[]): Generator<StreamRow> {
  for (const [, rows] of all.flatMap(entriesOf)) yield* rows
}

export function entriesOf<T>(record: Partial<Record<TableName, T>>): [TableName, T][] {
  return Object.entries(record) as [TableName, T][]
}
