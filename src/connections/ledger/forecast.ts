import { leftForBackground, type Slot } from './account.ts'

interface Allowance {
  readonly limit: number
  readonly slots: readonly Slot[]
  /** Seconds until it is let in again; 0 when it is not parked. */
  readonly parkedFor: number
}

interface Options {
  readonly windowSeconds: number
  /** Requests a second that are sent while nothing holds them back. */
  readonly pace: number
}

const slotsInWindow = 120
/** Nobody plans further ahead. */
const longestDays = 60

/**
 * Seconds until so many requests have been sent as background work: the rolling window played forward slot by slot,
 * with what is in it now leaving as it ages.
 */
export function secondsFor(requests: number, allowances: readonly Allowance[], options: Options): number {
  const { windowSeconds, pace } = options
  if (requests <= 0) return 0
  if (pace <= 0 || allowances.length === 0) return Number.POSITIVE_INFINITY
  const step = windowSeconds / slotsInWindow
  const accounts = allowances.map(({ slots, ...one }) => ({ ...one, slots: [...slots] }))
  let left = requests
  for (let at = 0; at < longestDays * 86_400; at += step) {
    let share = pace * step
    const before = left
    for (const account of accounts) {
      if (account.parkedFor > at) continue
      const free = leftForBackground(account.limit, account.slots, windowSeconds)
      const sent = Math.min(free, share, left)
      if (sent <= 0) continue
      account.slots.push({ age: 0, used: sent })
      share -= sent
      left -= sent
    }
    if (left <= 1e-9) return at + step * (before / (pace * step))
    for (const account of accounts) account.slots = aged(account.slots, step, windowSeconds)
  }
  return Number.POSITIVE_INFINITY
}

function aged(slots: readonly Slot[], by: number, windowSeconds: number): Slot[] {
  const kept = windowSeconds * (1 + 2 / slotsInWindow)
  return slots.flatMap(({ age, used }) => (age + by < kept ? { age: age + by, used } : []))
}
