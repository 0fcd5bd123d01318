import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { type LimitClass, planLimits } from './lease.ts'

/** One account as it stands: whom the source counts, under which class of limit. */
export interface Account {
  readonly identity: string
  readonly class: LimitClass
  readonly limit: number
  readonly limitSource: 'plan' | 'header' | 'refusal' | 'person'
  readonly used: number
  /** Kept back now for people and webhooks. */
  readonly reserved: number
  /** What background work may send at once. */
  readonly left: number
  readonly usedByPeople: number
  readonly foreign: number
  readonly parkedUntil: Date | null
  readonly refusals: number
  readonly credentials: readonly Holder[]
  /** What was used in each of the slots of the window, by its age in seconds. */
  readonly slots: readonly Slot[]
}

export interface Slot {
  readonly age: number
  readonly used: number
}

interface Holder {
  readonly id: string
  readonly label: string
  readonly connection: { readonly id: string; readonly alias: string }
}

interface Found {
  readonly identity: string
  readonly class: LimitClass
  readonly fixed: number | null
  readonly learnt: number | null
  readonly source: Account['limitSource'] | null
  readonly people: number | null
  readonly foreign_use: number | null
  readonly until: Date | null
  readonly tries: number | null
  readonly credentials: Holder[]
  readonly slots: Slot[] | null
}

/** Accounts of all credentials, or of those of one connection; classes other than the API's as far as they are used. */
export async function readAccounts(
  db: Db,
  options: { readonly windowSeconds: number; readonly connection?: string | undefined },
): Promise<Account[]> {
  const { windowSeconds, connection = null } = options
  const { rows } = await sql<Found>`
    with holders as (
      select credentials.identity, min(connections.rate_limit) as fixed,
             jsonb_agg(jsonb_build_object('id', credentials.id::text, 'label', credentials.label, 'connection',
               jsonb_build_object('id', connections.id::text, 'alias', connections.alias)) order by credentials.id) as credentials,
             bool_or(${connection}::bigint is null or connections.id = ${connection}) as wanted
        from credentials join connections on connections.id = credentials.connection_id
       group by credentials.identity),
    accounts as (
      select identity, 'api' as class from holders union select identity, class from ledger
       union select identity, class from ledger_limits union select identity, class from credential_parks)
    select accounts.identity, accounts.class, holders.credentials,
           case when accounts.class = 'api' then holders.fixed end as fixed,
           limits.max_requests as learnt, limits.source, parks.until, parks.tries, kept.people, kept.foreign_use, kept.slots
      from accounts
      join holders on holders.identity = accounts.identity and holders.wanted
      left join ledger_limits limits on limits.identity = accounts.identity and limits.class = accounts.class
      left join credential_parks parks on parks.identity = accounts.identity and parks.class = accounts.class
      left join lateral (
        select sum(reserved_spent)::integer as people, sum(foreign_use)::integer as foreign_use,
               jsonb_agg(jsonb_build_object('age', extract(epoch from clock_timestamp() - slot),
                 'used', leased + spent + foreign_use) order by slot desc) as slots
          from ledger
         where ledger.identity = accounts.identity and ledger.class = accounts.class
           and slot > clock_timestamp() - make_interval(secs => ${windowSeconds * (1 + 2 / 120)}::double precision)) as kept on true
     order by accounts.class, accounts.identity`.execute(db)
  return rows.map((row) => accountOf(row, windowSeconds))
}

function accountOf(row: Found, windowSeconds: number): Account {
  const limit = row.fixed ?? row.learnt ?? planLimits[row.class]
  const slots = row.slots ?? []
  const used = slots.reduce((sum, slot) => sum + slot.used, 0)
  const left = leftForBackground(limit, slots, windowSeconds)
  return {
    identity: row.identity,
    class: row.class,
    limit,
    limitSource: row.fixed === null ? (row.source ?? 'plan') : 'person',
    used,
    left,
    reserved: Math.max(0, limit - used - left),
    usedByPeople: row.people ?? 0,
    foreign: row.foreign_use ?? 0,
    parkedUntil: row.until,
    refusals: row.tries ?? 0,
    credentials: row.credentials,
    slots,
  }
}

/**
 * The bands of `lease_request`: of the newest sixth of the window background work leaves 20 % of the limit free, of
 * the whole window a sixth of that.
 */
export function leftForBackground(limit: number, slots: readonly Slot[], windowSeconds: number): number {
  const lag = windowSeconds / 60
  const bands = [1, 2, 3, 4, 5, 6].map((band) => {
    const within = slots.filter(({ age }) => age - lag < (windowSeconds / 6) * band)
    const used = within.reduce((sum, slot) => sum + slot.used, 0)
    return limit - Math.trunc((limit * (7 - band)) / 30) - used
  })
  return Math.max(0, Math.min(...bands))
}
