import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

const limitClasses = ['api', 'git', 'raw', 'hooks'] as const
export type LimitClass = (typeof limitClasses)[number]

/** Requests an hour until an answer or a person says otherwise: https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/ */
export const planLimits: Readonly<Record<LimitClass, number>> = {
  api: 1_000,
  git: 60_000,
  raw: 5_000,
  hooks: 1_000,
}

/** Lanes for which a part of the allowance is kept free; all others are background work. */
const urgentLanes: ReadonlySet<string> = new Set(['person', 'webhook'])

/** One that may be charged; credentials of one identity are one candidate. */
export interface Candidate {
  readonly identity: string
  /** Requests per window set by a person; null when the limit is learnt. */
  readonly limit: number | null
}

export interface LeaseOptions {
  readonly class: LimitClass
  readonly lane: string
  readonly windowSeconds: number
}

export interface Lease {
  readonly identity: string
  readonly class: LimitClass
  /** As PostgreSQL writes it: a Date would drop its microseconds. */
  readonly slot: string
  readonly urgent: boolean
  /** The one request that finds out whether a parked identity is let in again. */
  readonly probe: boolean
}

export type Leased =
  | { readonly granted: true; readonly lease: Lease }
  | { readonly granted: false; readonly until: Date }

/**
 * Leases one request from the identity that has the largest share left, just before it is sent. When none has any
 * left, says when the first will. A lease that nobody settles counts as spent. Not inside a transaction: the account
 * is locked until that ends.
 */
export async function leaseRequest(
  db: Db,
  candidates: readonly Candidate[],
  options: LeaseOptions,
): Promise<Leased> {
  const sorted = candidates.toSorted((a, b) => (a.identity < b.identity ? -1 : 1))
  const identities = sorted.map((one) => one.identity)
  const fixed = sorted.map((one) => one.limit)
  const urgent = urgentLanes.has(options.lane)
  const { rows } = await sql<{
    identity: string | null
    slot: string | null
    probe: boolean
    until: Date | null
  }>`
    select identity, slot::text as slot, probe, until from lease_request(${identities}::text[], ${fixed}::integer[], ${options.class},
      ${planLimits[options.class]}, ${urgent}, ${options.windowSeconds})`.execute(db)
  const [row] = rows
  if (row?.identity == null || row.slot === null) {
    if (row?.until == null) throw new RangeError('a request was leased without a candidate')
    return { granted: false, until: row.until }
  }
  const { identity, slot, probe } = row
  return { granted: true, lease: { identity, class: options.class, slot, urgent, probe } }
}

/**
 * What became of a leased request: `answered` by Bitbucket; `unsent` when it never left, which gives the lease back;
 * `unknown` when it may have been counted.
 */
export type Outcome = 'answered' | 'unsent' | 'unknown'

export async function settleRequest(db: Db, lease: Lease, outcome: Outcome): Promise<void> {
  const sent = outcome !== 'unsent'
  const given = lease.urgent && !sent ? 1 : 0
  await sql`
    with quick as (select set_config('synchronous_commit', 'off', true))
    update ledger set leased = leased - 1, spent = spent + ${sent ? 1 : 0}::integer,
           reserved_spent = reserved_spent - ${given}::integer
      from quick where ${isAccount(lease)} and slot = ${lease.slot}::timestamptz`.execute(db)
  if (lease.probe) await endProbe(db, lease, outcome === 'answered')
}

/** An identity that is let in again starts with half of what others seemed to use: each probe halves it once more. */
async function endProbe(db: Db, lease: Lease, letIn: boolean): Promise<void> {
  if (!letIn) {
    await sql`update credential_parks set probing_until = null where ${isAccount(lease)}`.execute(db)
    return
  }
  const { numAffectedRows } = await sql`
    delete from credential_parks where ${isAccount(lease)} and until <= clock_timestamp()`.execute(db)
  if (numAffectedRows === 0n) return
  await sql`update ledger set foreign_use = foreign_use / 2 where ${isAccount(lease)} and foreign_use > 0`.execute(
    db,
  )
}

/** Remembers a limit that an answer told. */
export async function learnLimit(
  db: Db,
  account: Pick<Lease, 'identity' | 'class'>,
  limit: number,
): Promise<void> {
  await sql`
    insert into ledger_limits as kept (identity, class, max_requests, source)
    values (${account.identity}, ${account.class}, ${limit}, 'header')
    on conflict (identity, class) do update
      set max_requests = excluded.max_requests, source = excluded.source, learnt_at = now()
     where kept.max_requests <> excluded.max_requests`.execute(db)
}

function isAccount(account: Pick<Lease, 'identity' | 'class'>) {
  return sql`identity = ${account.identity} and class = ${account.class}`
}
