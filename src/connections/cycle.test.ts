import { expect, it } from 'vitest'
import { requestsOfCycle, shortestFrequency } from './cycle.ts'

it('counts a list for each workspace and two heads for each repository', () => {
  expect(requestsOfCycle(1, 0)).toBe(1)
  expect(requestsOfCycle(1, 200)).toBe(401)
  expect(requestsOfCycle(3, 200)).toBe(403)
})

it.each([
  // 80 % of what 1,000 an hour allow is 400 in half an hour, 800 in one hour, 2,400 in three, 19,200 in a day.
  [400, 1_000, 30],
  [401, 1_000, 60],
  [801, 1_000, 180],
  [2_401, 1_000, 360],
  [9_600, 1_000, 720],
  [9_601, 1_000, 1440],
  [19_200, 1_000, 1440],
  [19_201, 1_000, null],
  [2_401, 4_000, 60],
  [1, 0, null],
])(
  'lets %i requests with %i an hour be asked every %o minutes at the shortest',
  (requests, perHour, minutes) => {
    expect(shortestFrequency({ requests, perHour })).toBe(minutes)
  },
)
