/** When people work: nine to six in their own time zone, five days a week, with the exceptions everybody knows. */
import type { Random } from '../random.ts'
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts'

/** The moment itself when it falls into working hours (or the person works late), else during the next working day. */
export function atWork(random: Random, moment: Instant, utcOffset: number): Instant {
  const local = moment + utcOffset * MINUTE
  const hour = (local % DAY) / HOUR
  const day = Math.floor(local / DAY)
  if (isWeekend(day)) return random.chance(0.06) ? moment : morningAfter(random, day, utcOffset)
  if (hour >= 8 && hour < 19) return moment
  if (random.chance(0.08)) return moment
  return morningAfter(random, hour < 8 ? day - 1 : day, utcOffset)
}

function morningAfter(random: Random, day: number, utcOffset: number): Instant {
  let next = day + 1
  while (isWeekend(next)) next++
  return next * DAY + 9 * HOUR + Math.floor(random.wait(1.2 * HOUR)) - utcOffset * MINUTE
}

/** Day 0 of the epoch was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7
  return weekday === 0 || weekday === 6
}
