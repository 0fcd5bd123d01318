/** An integer number of microseconds since the epoch: Bitbucket's REST dates carry six decimals. */
export type Instant = number

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `2018-09-21T14:57:59.455870+00:00`: repositories, pull requests, comments, issues. */
export function isoMicros(at: Instant): string {
  return `${wholeSeconds(at)}.${fraction(at)}+00:00`
}

/** `2018-09-21T14:57:59+00:00`: commits and tags, which git keeps to the second. */
export function isoSeconds(at: Instant): string {
  return `${wholeSeconds(at)}+00:00`
}

/** `2026-01-03T07:36:40.109572944Z`: pipelines, steps and deployments carry nanoseconds. */
export function isoNanos(at: Instant): string {
  // The last three digits are below our resolution; they are derived so that equal instants look equal.
  const nanos = String((at * 7) % 1000).padStart(3, '0')
  return `${wholeSeconds(at)}.${fraction(at)}${nanos}Z`
}

/** Reads what the three formats above write, and a bare date, back to microseconds; NaN when it is no date. */
export function parseInstant(text: string): Instant {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? ''
  const seconds = Date.parse(text.replace(/\.\d+/, ''))
  return seconds * 1000 + Number(digits.padEnd(6, '0').slice(0, 6))
}

function wholeSeconds(at: Instant): string {
  return new Date(Math.floor(at / SECOND) * 1000).toISOString().slice(0, 19)
}

function fraction(at: Instant): string {
  return String(((at % SECOND) + SECOND) % SECOND).padStart(6, '0')
}
