/** Listings of one stream that took, or are expected to take, so many requests. */
export interface Sized {
  readonly requests: number
  readonly listings: number
}

/** So many of those that are begun are set aside: one of eight. */
const outliers = 8

/**
 * Requests that a listing takes that waits. What happened last is read first, so that the longest listings are among
 * those that are begun: the longest eighth says nothing of the others, and a single one is as good as any.
 */
export function usualOf(begun: readonly Sized[]): number {
  const all = begun.reduce((sum, { listings }) => sum + listings, 0)
  let aside = all === 1 ? 0 : Math.ceil(all / outliers)
  let requests = 0
  let counted = 0
  for (const one of begun.toSorted((a, b) => b.requests - a.requests)) {
    const listings = Math.max(0, one.listings - aside)
    aside -= one.listings - listings
    requests += one.requests * listings
    counted += listings
  }
  return counted === 0 ? 1 : requests / counted
}
