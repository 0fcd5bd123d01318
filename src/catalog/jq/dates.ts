import type { Json } from './json.ts'
import { Beyond, JqError, shown } from './values.ts'

/** Seconds since 1970 of a time as jq writes it. */
export function fromDate(value: Json): number {
  if (typeof value !== 'string') throw new JqError(`${shown(value)} is no time, which is a string`)
  // jq reads some that are written carelessly, and takes the 31st of a short month for a day of the next.
  const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? Date.parse(value) / 1000 : Number.NaN
  if (Number.isNaN(seconds) || toDate(seconds) !== value) throw new Beyond()
  return seconds
}

export function toDate(value: Json): string {
  if (typeof value !== 'number') throw new JqError(`${shown(value)} is no time, which is a number of seconds`)
  if (!Number.isSafeInteger(value) || Math.abs(value) > 2 ** 37) throw new Beyond()
  return new Date(value * 1000).toISOString().replace('.000Z', 'Z')
}
