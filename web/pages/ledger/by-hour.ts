import type { Account, Hour } from './queries.ts'

const hour = 3_600_000
const shown = 24

export interface Hours {
  readonly labels: readonly string[]
  readonly sent: readonly number[]
  readonly refused: readonly number[]
}

/** The last 24 hours of an account, the oldest first. An hour that is not told is one in which nothing was sent. */
export function byHour(hours: readonly Hour[], of: Pick<Account, 'identity' | 'class'>, now: Date): Hours {
  const newest = Math.floor(now.getTime() / hour) * hour
  const moments = Array.from({ length: shown }, (_, index) => newest - (shown - 1 - index) * hour)
  const told = new Map(
    hours
      .filter((each) => each.identity === of.identity && each.class === of.class)
      .map((each) => [Date.parse(each.hour), each]),
  )
  return {
    labels: moments.map((at) => clock.format(at)),
    sent: moments.map((at) => told.get(at)?.requests ?? 0),
    refused: moments.map((at) => told.get(at)?.refused ?? 0),
  }
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
