/** A request as the simulator saw it. */
export interface Answered {
  readonly at: number
  readonly identity: string
  readonly status: number
}

interface Span {
  readonly from: number
  readonly to: number
  readonly hourMs: number
}

/** Refusals of one identity within any window of an hour; the most there were. */
export function mostRefused(answered: readonly Answered[], hourMs: number): number {
  let most = 0
  for (const identity of new Set(answered.map((one) => one.identity))) {
    const refused = answered
      .filter((one) => one.identity === identity && one.status === 429)
      .map(({ at }) => at)
      .sort((a, b) => a - b)
    for (const [index, at] of refused.entries())
      most = Math.max(most, refused.slice(index).filter((other) => other < at + hourMs).length)
  }
  return most
}

/** Requests that were let through, as a share of what an hour allows. */
export function share(answered: readonly Answered[], { from, to, hourMs }: Span, allowed: number): number {
  const passed = answered.filter(({ at, status }) => at >= from && at < to && status !== 429).length
  return passed / (allowed * ((to - from) / hourMs))
}

/** How far the busiest identity is from the one with least to do, as a share of the mean. */
export function evenness(answered: readonly Answered[], { from, to }: Pick<Span, 'from' | 'to'>): number {
  const counts = new Map<string, number>()
  for (const { at, identity, status } of answered) {
    if (at < from || at >= to || status === 429) continue
    counts.set(identity, (counts.get(identity) ?? 0) + 1)
  }
  const all = [...counts.values()]
  const mean = all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length)
  return all.length === 0 ? 1 : (Math.max(...all) - Math.min(...all)) / mean
}
