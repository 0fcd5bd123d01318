import { readAccounts } from '../../connections/ledger/account.ts'
import { secondsFor } from '../../connections/ledger/forecast.ts'
import type { Db } from '../../db/pool.ts'
import type { Connector } from '../stream.ts'
import { expectLeft } from './expect.ts'
import type { Run } from './report.ts'

export interface Outlook {
  /** Requests still expected, by stream. */
  readonly left: ReadonlyMap<string, number>
  readonly leftInAll: number | null
  readonly eta: { readonly from: Date; readonly to: Date } | null
  readonly reason: 'ended' | 'paused' | 'too_early' | 'no_credential' | null
}

/** What is expected of a run may be off by this much either way. */
const spread = 0.2
/** Before this share of the expected work is done nobody can say. */
const firstShare = 0.05

/** What a run will still take, and until when. */
export async function outlookOf(
  db: Db,
  run: Run,
  options: {
    readonly connectors: readonly Connector[]
    readonly windowSeconds: number
    readonly spent: number
  },
): Promise<Outlook> {
  if (run.ended_at !== null) return { left: new Map(), leftInAll: null, eta: null, reason: 'ended' }
  const left = await expectLeft(db, run.id, options.connectors)
  const leftInAll = [...left.values()].reduce((sum, one) => sum + one, 0)
  const unknown = (reason: Outlook['reason']): Outlook => ({ left, leftInAll, eta: null, reason })
  if (run.state === 'paused') return unknown('paused')
  const { spent, windowSeconds } = options
  if (spent < firstShare * (spent + leftInAll)) return unknown('too_early')
  const accounts = await readAccounts(db, { windowSeconds, connection: run.connection_id })
  const api = accounts.filter(({ class: kind }) => kind === 'api')
  if (api.length === 0) return unknown('no_credential')
  const now = Date.now()
  const allowances = api.map(({ limit, slots, parkedUntil }) => ({
    ...{ limit, slots },
    parkedFor: Math.max(0, ((parkedUntil?.getTime() ?? now) - now) / 1000),
  }))
  const elapsed = Math.max(0.1, (now - run.started_at.getTime()) / 1000)
  const busiest = Math.max(...api.flatMap(({ slots }) => slots.map(({ used }) => used)), 0)
  const isHeld = api.every(({ left: free, parkedUntil }) => free === 0 || parkedUntil !== null)
  // Held back by the allowance, the average pace tells nothing of how fast it goes when it may.
  const pace = isHeld ? Math.max(spent / elapsed, (busiest * 120) / windowSeconds) : spent / elapsed
  const until = (requests: number) => secondsFor(requests, allowances, { windowSeconds, pace })
  const [from, to] = [until(leftInAll * (1 - spread)), until(leftInAll * (1 + spread))]
  if (!Number.isFinite(to)) return unknown('too_early')
  const at = (seconds: number) => new Date(now + seconds * 1000)
  return { left, leftInAll, eta: { from: at(from), to: at(to) }, reason: null }
}
