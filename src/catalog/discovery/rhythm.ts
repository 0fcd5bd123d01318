/** How often a connection is synced and from when on, as it is and as a discovery wants it. */
export interface Rhythm {
  readonly frequency_minutes: number
  /** Five fields of cron in place of the frequency; null when that counts. */
  readonly cron: string | null
  /** Start that stays; null for a range that moves with the day. */
  readonly since: Date | null
  readonly range_days: number
}

export interface Wish {
  readonly frequency_minutes: number
  /** Null when as much is wanted as the connection has. */
  readonly since: Date | null
}

export interface Reconciled {
  readonly frequency_minutes: number
  readonly since: Date | null
  /** What has to change of the connection; empty when it has it all. */
  readonly change: { readonly frequency_minutes?: number; readonly since?: Date }
  readonly reasons: readonly string[]
}

/** One connection serves all who read through it: the shortest interval and the earliest start win. */
export function reconcile(connection: Rhythm, wish: Wish, now: Date): Reconciled {
  const often = reconcileFrequency(connection, wish)
  const start = reconcileStart(connection, wish, now)
  return {
    ...{ frequency_minutes: often.frequency_minutes, since: start.since },
    change: { ...often.change, ...start.change },
    reasons: [often.reason, start.reason],
  }
}

function reconcileFrequency({ frequency_minutes, cron }: Rhythm, wish: Wish) {
  if (cron !== null)
    return {
      ...{ frequency_minutes, change: {} },
      reason: `The connection is synced at times of its own (${cron}), which stay.`,
    }
  if (wish.frequency_minutes < frequency_minutes)
    return {
      frequency_minutes: wish.frequency_minutes,
      change: { frequency_minutes: wish.frequency_minutes },
      reason: 'The shortest interval counts: the connection is synced more often from now on.',
    }
  const reason =
    wish.frequency_minutes === frequency_minutes
      ? 'The connection is synced as often already.'
      : 'The shortest interval counts: the connection is synced more often already, for others who read through it.'
  return { frequency_minutes, change: {}, reason }
}

const dayMs = 86_400_000

function reconcileStart({ since, range_days }: Rhythm, wish: Wish, now: Date) {
  const start = since ?? new Date(now.getTime() - range_days * dayMs)
  if (wish.since === null)
    return { since, change: {}, reason: 'No start is asked for: that of the connection counts.' }
  if (wish.since < start)
    return {
      since: wish.since,
      change: { since: wish.since },
      reason: 'The earliest start counts: the connection reads further back from now on.',
    }
  return {
    ...{ since, change: {} },
    reason: 'The earliest start counts: the connection reads as far back already, or further.',
  }
}
