import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { type DeliveryFilter, deliveryTables, whereOf } from './delivery-filter.ts'

/** As many as are dealt with in some minutes. Who wants more replays again: the rest is told. */
export const mostReplayed = 10_000

/** One that was not looked at yet, or waits for its turn for the first time, is dealt with anyway. */
const canBeReplayed = sql<boolean>`
  (deliveries.state in ('done', 'unknown', 'dead') or (deliveries.state = 'placed' and deliveries.tries > 0))`

export interface ReplayCount {
  /** Deliveries that would be dealt with again, whatever is the most at once. */
  readonly deliveries: number
  readonly oldest_at: Date | null
  readonly newest_at: Date | null
}

export async function countReplay(db: Db, filter: DeliveryFilter): Promise<ReplayCount> {
  const { rows } = await sql<ReplayCount>`
    select count(*)::integer as deliveries, min(received_at) as oldest_at, max(received_at) as newest_at
      from ${deliveryTables} where ${whereOf(filter)} and ${canBeReplayed}`.execute(db)
  return rows[0] ?? { deliveries: 0, oldest_at: null, newest_at: null }
}

export interface Replayed {
  /** Deliveries that are dealt with again. */
  readonly replayed: number
  /** Others that were meant too, beyond the most at once. */
  readonly left: number
}

/** Has some deliveries dealt with again, as if they came now. */
export async function replayDeliveries(db: Db, ids: readonly string[]): Promise<Replayed> {
  const replayed = await putBack(db, sql`select unnest(${[...ids]}::bigint[])`)
  return { replayed, left: 0 }
}

/** Those of a filter, the oldest first. */
export async function replayMatching(db: Db, filter: DeliveryFilter): Promise<Replayed> {
  const { deliveries } = await countReplay(db, filter)
  const replayed = await putBack(
    db,
    sql`select deliveries.id from ${deliveryTables} where ${whereOf(filter)} and ${canBeReplayed}
         order by deliveries.id limit ${mostReplayed}`,
  )
  return { replayed, left: Math.max(0, deliveries - replayed) }
}

/** In the order of their ids, which two of these at once, and the drainers, keep to as well. */
async function putBack(db: Db, ids: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql`
    with chosen as materialized (
      select id from deliveries where id in (${ids}) and ${canBeReplayed} order by id for update)
    update deliveries
       set state = 'waiting', tries = 0, replayed_at = clock_timestamp(), next_at = null, settled_at = null,
           changed = null, requests = null, effects = null, error = null
      from chosen where deliveries.id = chosen.id
    returning deliveries.id`.execute(db)
  return rows.length
}
