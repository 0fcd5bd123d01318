import { parseCronItem } from 'graphile-worker'
import { refuseField } from './refuse.ts'

/** Five fields of cron, UTC, with one space between them. */
export function readCron(given: string): string {
  const cron = given.trim().split(/\s+/).join(' ')
  try {
    parseCronItem({ task: 'sync', match: cron })
    return cron
  } catch {
    throw refuseField(
      'cron',
      'Give five fields, as in 0 6 * * 1-5: minute, hour, day, month, day of the week.',
    )
  }
}
