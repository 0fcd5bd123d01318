import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** Some ten megabytes of bodies a statement: short locks, and no hill of dead rows before a vacuum can begin. */
const atOnce = 1_000

const refusalsKeptDays = 7

export interface Removed {
  readonly deliveries: number
  /** How many of them nobody had dealt with. */
  readonly undealt: number
}

/** Removes deliveries that are older than so many days, whatever became of them; leaves off when it is told to stop. */
export async function removeOldDeliveries(db: Db, days: number, signal: AbortSignal): Promise<Removed> {
  let deliveries = 0
  let undealt = 0
  for (let more = true; more && !signal.aborted; ) {
    const { rows } = await sql<{ deliveries: number; undealt: number }>`
      with gone as (
        delete from deliveries where id in (
          select id from deliveries where received_at < now() - make_interval(days => ${days})
           order by received_at limit ${atOnce})
        returning state)
      select count(*)::integer as deliveries,
             count(*) filter (where state not in ('done', 'unknown'))::integer as undealt from gone`.execute(
      db,
    )
    deliveries += rows[0]?.deliveries ?? 0
    undealt += rows[0]?.undealt ?? 0
    more = rows[0]?.deliveries === atOnce
  }
  return { deliveries, undealt }
}

export async function removeOldRefusals(db: Db): Promise<void> {
  await sql`
    delete from webhook_refusals
     where hour < now() - make_interval(days => ${refusalsKeptDays})`.execute(db)
}
