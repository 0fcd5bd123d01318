import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { type Lease, planLimits } from './lease.ts'

interface ParkOptions {
  /** Seconds that the refusal named; null when it named none. */
  readonly seconds: number | null
  /** Requests per window set by a person; null when the limit is learnt. */
  readonly limit: number | null
  readonly windowSeconds: number
  /** From 0 to 1, spreads the pauses of identities that were refused together. */
  readonly jitter: number
}

type Account = Pick<Lease, 'identity' | 'class'>

/**
 * Parks an identity that was refused with 429 and says until when. Without a time from Bitbucket the pause grows with
 * each refusal in a row: a thirtieth of the window (two minutes of an hour), doubled, a quarter of it at most. Requests
 * that were under way together are refused together and count as one refusal.
 */
export async function park(db: Db, account: Account, options: ParkOptions): Promise<Date> {
  return transaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${account.class} ${account.identity}`}, 7373))`.execute(
      tx,
    )
    await recordForeignUse(tx, account, options)
    const { rows } = await sql<{ until: Date }>`
      insert into credential_parks as kept (identity, class, until)
      values (${account.identity}, ${account.class}, clock_timestamp() + ${pause(sql`1`, options)})
      on conflict (identity, class) do update
        set until = case when kept.until <= clock_timestamp()
                         then clock_timestamp() + ${pause(sql`kept.tries + 1`, options)}
                         else greatest(kept.until, clock_timestamp() + ${named(options)}) end,
            tries = kept.tries + (kept.until <= clock_timestamp())::integer,
            probing_until = null, parked_at = now()
      returning until`.execute(tx)
    return rows.map((row) => row.until)[0] ?? new Date()
  })
}

/** No longer than a window, whatever was named: by then all of the allowance is free again, and a probe asks. */
function named({ seconds, windowSeconds }: ParkOptions) {
  return sql`make_interval(secs => ${Math.min(seconds ?? 0, windowSeconds)}::double precision)`
}

function pause(tries: ReturnType<typeof sql>, options: ParkOptions) {
  if (options.seconds !== null) return named(options)
  const first = options.windowSeconds / 30
  const most = options.windowSeconds / 4
  return sql`make_interval(secs => least(${first}::double precision * 2 ^ (${tries} - 1),
    ${most}::double precision) * ${1 + options.jitter / 4}::double precision)`
}

/** Refused with some of the limit left by our count: others use the identity too, and at least that much. */
async function recordForeignUse(
  tx: Db,
  account: Account,
  { limit, windowSeconds }: ParkOptions,
): Promise<void> {
  const { identity, class: kind } = account
  await sql`
    with counted as (
      select coalesce(sum(leased + spent + foreign_use), 0)::integer as used from ledger
       where identity = ${identity} and class = ${kind}
         and slot > clock_timestamp() - ${seconds(windowSeconds)}),
    most as (
      select coalesce(${limit}::integer, max(max_requests), ${planLimits[kind]}::integer) as requests
        from ledger_limits where identity = ${identity} and class = ${kind})
    insert into ledger as kept (identity, class, slot, foreign_use)
    select ${identity}, ${kind},
           date_bin(${seconds(windowSeconds / 120)}, clock_timestamp(), timestamptz '2000-01-01 00:00:00Z'),
           most.requests - counted.used
      from counted, most where most.requests > counted.used
    on conflict (identity, class, slot) do update
      set foreign_use = kept.foreign_use + excluded.foreign_use`.execute(tx)
}

function seconds(value: number) {
  return sql`make_interval(secs => ${value}::double precision)`
}
