import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'

/** What one look at the clock found. */
export interface ExpiryChecked {
  /** Credentials whose end has come. */
  readonly expired: number
  /** Reminders that fell due. */
  readonly reminded: number
}

/**
 * Marks credentials whose end has come and reminds of those that come to it, 30, 7 and 1 days before: each reminder
 * once, and of several that are due at once the nearest alone. One that was found to work after its end was entered
 * with a wrong date: it is left alone.
 */
export async function checkExpiry(db: Db): Promise<ExpiryChecked> {
  return transaction(db, async (tx) => {
    const expired = await sql`
      update credentials
         set health = 'expired',
             health_detail = 'It ended on ' || to_char(expires_at at time zone 'UTC', 'FMDD FMMonth YYYY') ||
                             ', as was entered with it. Replace it by a new one.'
       where expires_at <= now() and health in ('unverified', 'ok')
         and (checked_at is null or checked_at < expires_at)`.execute(tx)
    const reminded = await sql`
      insert into credential_reminders (credential_id, expires_at, days)
      select id, expires_at, days
        from credentials
        cross join lateral (
          select min(stage) as days from unnest(array[1, 7, 30]) as stages (stage)
           where expires_at <= now() + make_interval(days => stage)) as due
       where expires_at > now() and days is not null and health in ('unverified', 'ok')
      on conflict do nothing`.execute(tx)
    return { expired: Number(expired.numAffectedRows ?? 0), reminded: Number(reminded.numAffectedRows ?? 0) }
  })
}

export interface Expiring {
  /** Of the reminder that was shown last: 30, 7 or 1. */
  readonly reminded: number
  /** Whole days that are left. */
  readonly days_left: number
}

/** Credentials that were reminded of, by id, as long as their end is still ahead. */
export async function expiringCredentials(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Expiring>> {
  const { rows } = await sql<{ id: string } & Expiring>`
    select credentials.id, min(days) as reminded,
           floor(extract(epoch from credentials.expires_at - now()) / 86400)::integer as days_left
      from credentials
      join credential_reminders reminder
        on reminder.credential_id = credentials.id and reminder.expires_at = credentials.expires_at
     where credentials.id = any(${ids}::bigint[]) and credentials.expires_at > now()
     group by credentials.id`.execute(db)
  return new Map(rows.map(({ id, reminded, days_left }) => [id, { reminded, days_left }]))
}
