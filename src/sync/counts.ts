import { entriesOf, type Tables } from './batch-write.ts'
import type { TableName } from './stream.ts'

/** Rows that were inserted, changed or removed, by table. */
export type Counts = Readonly<Partial<Record<TableName, number>>>

export function countsOf(tables: Tables): Counts {
  const counts: Partial<Record<TableName, number>> = {}
  for (const [table, { inserted, changed, removed }] of entriesOf(tables)) {
    const all = inserted.length + changed.length + removed.length
    if (all > 0) counts[table] = all
  }
  return counts
}

export function addCounts(...all: readonly Counts[]): Counts {
  const sums: Partial<Record<TableName, number>> = {}
  for (const [table, count] of all.flatMap((one) => entriesOf<number>(one)))
    sums[table] = (sums[table] ?? 0) + count
  return sums
}

export function sumOf(counts: Counts): number {
  return entriesOf<number>(counts).reduce((sum, [, count]) => sum + count, 0)
}
