/**
 * How far a stream is read, as the intervals of time that are known without a hole. Pure.
 *
 * A walk goes from the newest item down. Cut off, it leaves an interval that does not reach what was known before; the
 * mark, below which everything is known, rises only when the two have met. So a crash never makes a hole, and nothing
 * is read twice but the items on the edge.
 */

/** Known from `high` down to `low`, both ends included. */
export interface Interval {
  readonly high: string
  /** Null reaches to the very beginning. */
  readonly low: string | null
  /** Whether all items at `low` itself were read: a page may end among several of one time. */
  readonly closed: boolean
  /** Where Bitbucket said the walk goes on below `low`; null when a filter by time finds the place again. */
  readonly next: string | null
}

type Walk = 'keyset' | 'newest-first'

/** Newest first, without overlap. */
export type Coverage = readonly Interval[]

/** What to read next: from `to` (null: the newest) down to `from` (null: the very beginning). */
export interface Stretch {
  readonly to: string | null
  readonly from: string | null
  readonly next: string | null
}

/** One page of a walk. */
export interface Page {
  /** Positions of its first and last item; null when it had none. */
  readonly first: string | null
  readonly last: string | null
  /** Bitbucket's link to the page after it; null on the last one that is wanted. */
  readonly next: string | null
  /** That link, wanted or not. */
  readonly onward: string | null
}

/** The page at the top: what is new since the last walk, down to what is known. */
export function headStretch(coverage: Coverage, since: string | null): Stretch {
  return { to: null, from: coverage[0]?.high ?? since, next: null }
}

/**
 * The newest hole below the top, down to `since`; null when there is none. A feed has no filter: without `next` only a
 * walk from the top leads to it.
 */
export function holeStretch(coverage: Coverage, since: string | null): Stretch | null {
  for (const [index, one] of coverage.entries()) {
    const below = coverage[index + 1]
    if (below) return { to: one.low, from: below.high, next: one.next }
    if (!isDownTo(one, since)) return { to: one.low, from: since, next: one.next }
  }
  return null
}

/**
 * The coverage after one page of a stretch. `keyset` streams are asked by time again, unless the page held one time
 * alone: then the same question would give the same page for ever, and only Bitbucket's link leads on.
 */
export function cover(coverage: Coverage, stretch: Stretch, page: Page, walk: Walk): Coverage {
  const high = stretch.to ?? page.first
  if (high === null) return coverage
  if (walk === 'newest-first') return join(coverage, fed(coverage, high, stretch, page))
  const low = page.next === null ? stretch.from : (page.last ?? high)
  const next = low === high ? page.next : null
  return join(coverage, { high, low, closed: page.next === null, next })
}

/**
 * A page of a feed may reach below what was wanted, and its link is kept for a range that is moved back. A feed that
 * ended before it met what was known was read to its beginning.
 */
function fed(coverage: Coverage, high: string, { from }: Stretch, { last, onward }: Page): Interval {
  if (onward !== null) return { high, low: last ?? high, closed: false, next: onward }
  const meets = coverage.some((one) => one.high === from)
  return { high, low: meets ? from : null, closed: true, next: null }
}

/** Forgets where walks were when a link is refused: they start again at the top, down to the mark. */
export function restart(coverage: Coverage, since: string | null): Coverage {
  return markOf(coverage, since) ? coverage.slice(-1).map((one) => ({ ...one, next: null })) : []
}

/** Forgets what was read of items above `position`, because they may have changed without moving: read them again. */
export function forgetAbove(coverage: Coverage, position: string): Coverage {
  return coverage.flatMap((one) => {
    if (one.high <= position) return [one]
    return one.low !== null && one.low >= position ? [] : [{ ...one, high: position }]
  })
}

/** Everything up to `high` is known, back to `low`. Null while nothing reaches down to `since`. */
export function markOf(
  coverage: Coverage,
  since: string | null,
): { high: string; low: string | null } | null {
  const last = coverage.at(-1)
  if (!last) return null
  return isDownTo(last, since) ? { high: last.high, low: last.low } : null
}

/** Microseconds of UTC as text that sorts by time, whatever digits and zone the source writes. */
export function instant(text: string): string {
  const millis = Date.parse(text)
  if (Number.isNaN(millis)) throw new RangeError(`${text} is no time`)
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
  const seconds = new Date(millis).toISOString().slice(0, 19)
  return `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}Z`
}

function join(coverage: Coverage, added: Interval): Coverage {
  const above: Interval[] = []
  const below: Interval[] = []
  let merged = added
  for (const one of coverage) {
    if (one.low !== null && one.low > merged.high) above.push(one)
    else if (isDownTo(merged, one.high)) merged = united(one, merged)
    else below.push(one)
  }
  return [...above, merged, ...below]
}

/** Whether everything of the interval's time down to `position` was read, that position included. */
function isDownTo({ low, closed }: Interval, position: string | null): boolean {
  if (low === null) return true
  return position !== null && (closed ? low <= position : low < position)
}

function united(one: Interval, added: Interval): Interval {
  const high = later(one.high, added.high)
  if (one.low !== added.low) return { ...(isDownTo(one, added.low) ? one : added), high }
  return { high, low: one.low, closed: one.closed || added.closed, next: added.next ?? one.next }
}

function later(one: string, other: string): string {
  if (one > other) return one
  return other
}
