import { expect, it } from 'vitest'
import { byHour } from './by-hour.ts'

const account = { identity: 'workspace', class: 'api' }
const now = new Date('2026-03-02T10:20:00Z')

it('lays the hours of one account out over a day, up to the one that is not over', () => {
  const hours = [
    { hour: '2026-03-02T10:00:00.000Z', ...account, requests: 40, refused: 1 },
    { hour: '2026-03-01T11:00:00.000Z', ...account, requests: 7, refused: 0 },
    { hour: '2026-03-02T10:00:00.000Z', ...account, class: 'git', requests: 900, refused: 0 },
  ]
  const { labels, sent, refused } = byHour(hours, account, now)
  expect(labels).toHaveLength(24)
  expect(sent[0]).toBe(7)
  expect(sent.at(-1)).toBe(40)
  expect(sent.reduce((sum, one) => sum + one, 0)).toBe(47)
  expect(refused.at(-1)).toBe(1)
})
