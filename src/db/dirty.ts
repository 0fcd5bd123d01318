import { sql } from 'kysely'
import type { Db } from './pool.ts'

/**
 * Marks keys to be derived again once the caller's transaction commits.
 *
 * A key that is marked already is locked, though not written: were it only skipped, a drainer could take it before
 * this transaction commits, derive it from the rows as they were, and the change would be forgotten. Sorted, so that
 * two transactions that mark the same keys wait for each other in turn instead of forever.
 */
export async function markDirty(tx: Db, kind: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await sql`
    insert into dirty (kind, key)
    select distinct ${kind}::text, key from unnest(${[...keys]}::text[]) as key order by key
    on conflict (kind, key) do update set marked_at = dirty.marked_at where false
  `.execute(tx)
}

/**
 * Takes the keys marked longest ago out of the table; of those marked at once, neighbours. They are back when the caller's transaction is rolled back, so
 * what is derived from them belongs into that transaction.
 */
export async function takeDirty(tx: Db, kind: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with taken as materialized (
      select key from dirty where kind = ${kind} order by marked_at, key limit ${limit} for update skip locked)
    delete from dirty using taken where dirty.kind = ${kind} and dirty.key = taken.key
    returning dirty.key
  `.execute(tx)
  return rows.map((row) => row.key)
}
