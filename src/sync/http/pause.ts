/** Seconds that `Retry-After` names, as seconds or as a date; null when it is absent or says nothing. */
export function retryAfter(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, (date - nowMs) / 1000)
}

/** Milliseconds before a try is repeated: doubled each time, eight seconds at most, spread by half to either side. */
export function backOff(tries: number, firstMs: number, random: number): number {
  return Math.min(8_000, firstMs * 2 ** (tries - 1)) * (0.5 + random)
}
