/** Widest range of each of the five fields: minute, hour, day of the month, month, day of the week. */
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const

/** A line that names no existing day, like 31 February, ends the search after the longest leap cycle. */
const furthest = 8 * 366 * 24 * 3_600_000

/** When a line of the schedule (five fields, UTC) runs next after `from`; null when it never does. */
export function nextRun(cron: string, from: Date): Date | null {
  const fields = cron.trim().split(/\s+/).map(parseField)
  if (fields.length !== 5 || fields.some((field) => field === null)) return null
  const at = new Date(Math.floor(from.getTime() / 60_000) * 60_000 + 60_000)
  while (at.getTime() < from.getTime() + furthest) {
    const wait = minutesToNextTry(fields, at)
    if (wait === 0) return at
    at.setTime(at.getTime() + wait * 60_000)
  }
  return null
}

type Fields = readonly (ReadonlySet<number> | null)[]

/** A wrong day is left as a whole, not minute by minute; 0 when the moment fits. */
function minutesToNextTry([minute, hour, day, month, weekday]: Fields, at: Date): number {
  const dayFits = [
    month?.has(at.getUTCMonth() + 1),
    day?.has(at.getUTCDate()),
    weekday?.has(at.getUTCDay()),
  ].every(Boolean)
  const minuteOfHour = at.getUTCMinutes()
  if (!dayFits) return 24 * 60 - (at.getUTCHours() * 60 + minuteOfHour)
  if (!hour?.has(at.getUTCHours())) return 60 - minuteOfHour
  return minute?.has(minuteOfHour) ? 0 : 1
}

function parseField(field: string, index: number): ReadonlySet<number> | null {
  const range = ranges[index]
  if (!range) return null
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    if (!match) return null
    const [, first, last, step] = match
    const start = first === undefined ? range[0] : Number(first)
    const end = last !== undefined ? Number(last) : first === undefined ? range[1] : start
    for (let value = start; value <= end; value += Number(step ?? 1) || 1) values.add(value)
  }
  return values
}
