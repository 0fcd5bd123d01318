import { expect, it } from 'vitest'
import { isDue } from './due.ts'

const at = (time: string) => new Date(`2026-03-02T${time}Z`)
const by = (cron: string | null, last: string | null, frequency_minutes = 180) => ({
  ...{ cron, frequency_minutes },
  last_at: last === null ? null : at(last),
})

it.each([
  ['at once when it was never read', by(null, null), '00:00:00', true],
  ['not before its frequency has passed', by(null, '10:00:30'), '13:00:29', false],
  ['when its frequency has passed', by(null, '10:00:30'), '13:00:30', true],
  ['not between two times of its cron', by('0 6 * * 1', '06:00:05'), '23:59:00', false],
  ['at the time of its cron', by('0 6 * * 1', '05:59:59'), '06:00:00', true],
  ['later that minute, and when the minute was missed', by('0 6 * * 1', '05:00:00'), '08:30:00', true],
  ['not on another day of the week', by('0 6 * * 2', '05:00:00'), '08:30:00', false],
  ['by its cron in place of the frequency', by('0 6 * * *', '07:00:00', 30), '12:00:00', false],
])('a connection is due %s', (_, connection, now, due) => {
  expect(isDue(connection, at(now))).toBe(due)
})

it('looks back a week at most after a long pause, and finds what was missed', () => {
  const last_at = new Date('2020-01-01T00:00:00Z')
  expect(isDue({ cron: '0 6 * * *', frequency_minutes: 180, last_at }, at('05:00:00'))).toBe(true)
})
