/** When people work: nine to six in their own time zone, five days a week, with the exceptions everybody knows. */
import type { Random } from '../random.ts'
import { DAY, HOUR, type Instant, MINUTE } from '../time.ts'

/** Local starting hour of each unit of work; ten and three o'clock are the peaks, lunch a dip, evenings rare. */
const HOURS = [
  8, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 12, 13, 13, 14, 14, 14, 15, 15, 15, 15, 16, 16, 16, 17, 17, 18, 20,
  21,
]

/** A moment of work on the day that `around` falls on for somebody living `utcOffset` minutes east of Greenwich. */
export function workMoment(random: Random, around: Instant, utcOffset: number): Instant {
  const local = around + utcOffset * MINUTE
  const day = skipWeekend(random, Math.floor(local / DAY))
  return day * DAY + random.pick(HOURS) * HOUR + Math.floor(random.next() * HOUR) - utcOffset * MINUTE
}

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

function skipWeekend(random: Random, day: number): number {
  if (!isWeekend(day) || random.chance(0.05)) return day
  return day - random.int(2, 4)
}

/** Day 0 of the epoch was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7
  return weekday === 0 || weekday === 6
}
