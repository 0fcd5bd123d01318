import { expect, it } from 'vitest'
import { secondsFor } from './forecast.ts'

const hour = { windowSeconds: 3600, pace: 2 }
const fresh = { limit: 1000, slots: [], parkedFor: 0 }
/** An hour in which 800 requests were sent at its beginning. */
const spent = { limit: 1000, slots: [{ age: 10, used: 800 }], parkedFor: 0 }

it('is as fast as its pace while the allowance lasts', () => {
  expect(secondsFor(0, [fresh], hour)).toBe(0)
  expect(secondsFor(400, [fresh], hour)).toBeGreaterThan(190)
  expect(secondsFor(400, [fresh], hour)).toBeLessThan(235)
})

it('waits for what was sent to leave the window', () => {
  const seconds = secondsFor(600, [spent], hour)
  expect(seconds).toBeGreaterThan(3_400)
  expect(seconds).toBeLessThan(4_100)
})

it('needs an hour for each thousand in the long run, and half of it with two accounts', () => {
  const one = secondsFor(20_000, [fresh], hour) / 3600
  const two = secondsFor(20_000, [fresh, fresh], hour) / 3600
  expect(one).toBeGreaterThan(18)
  expect(one).toBeLessThan(22)
  expect(one / two).toBeGreaterThan(1.8)
  expect(one / two).toBeLessThan(2.2)
})

it('leaves out an account that is parked until it is let in', () => {
  const parked = { ...fresh, parkedFor: 1800 }
  expect(secondsFor(10, [parked], hour)).toBeGreaterThanOrEqual(1800)
  expect(secondsFor(10, [parked, fresh], hour)).toBeLessThan(60)
})

it('has no end without an account or a pace', () => {
  expect(secondsFor(1, [], hour)).toBe(Number.POSITIVE_INFINITY)
  expect(secondsFor(1, [fresh], { ...hour, pace: 0 })).toBe(Number.POSITIVE_INFINITY)
})
