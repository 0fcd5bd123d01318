import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { mirrorStream } from './mirror.ts'

interface Known {
  readonly stream: string
  /** Those of it that were read to their end, and what they took. */
  readonly read: number
  readonly spent: number
  readonly waiting: number
  /** Those under way that know how much they are in all: what they have left. */
  readonly told: number
  readonly told_left: number
  /** Those under way that do not, and what they took so far. */
  readonly untold: number
  readonly untold_spent: number
}

/** Requests a run will still take, by stream: from what answers told of their own size, else like those that were read. */
export async function expectLeft(db: Db, runId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<Known>`
    select stream, count(*) filter (where state in ('complete', 'gap'))::integer as read,
           coalesce(sum(requests) filter (where state in ('complete', 'gap')), 0)::integer as spent,
           count(*) filter (where state = 'waiting')::integer as waiting,
           count(*) filter (where state = 'running' and expected is not null)::integer as told,
           coalesce(sum(greatest(expected - requests, 1)) filter (where state = 'running'), 0)::integer as told_left,
           count(*) filter (where state = 'running' and expected is null)::integer as untold,
           coalesce(sum(requests) filter (where state = 'running' and expected is null), 0)::integer as untold_spent
      from sync_progress where run_id = ${runId} group by stream`.execute(db)
  return new Map(
    rows.map((row) => [row.stream, row.stream === mirrorStream.name ? 0 : Math.round(leftOf(row))]),
  )
}

function leftOf({ read, spent, waiting, told_left, untold, untold_spent }: Known): number {
  const usual = read > 0 ? spent / read : 1
  return waiting * usual + told_left + Math.max(untold, untold * usual - untold_spent)
}
