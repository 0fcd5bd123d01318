import { expect, test } from 'vitest'
import { evenness, mostRefused, share } from './windows.ts'

const at = (time: number, identity: string, status = 200) => ({ at: time, identity, status })

test('counts the refusals of one identity within any hour', () => {
  const refused = [at(0, 'a', 429), at(90, 'a', 429), at(110, 'a', 429), at(95, 'b', 429)]
  expect(mostRefused(refused, 100)).toBe(2)
  expect(mostRefused([at(1, 'a')], 100)).toBe(0)
})

test('takes what was let through as a share of what the hours allow', () => {
  const answered = [at(5, 'a'), at(100, 'a'), at(150, 'a', 429), at(299, 'b')]
  expect(share(answered, { from: 100, to: 300, hourMs: 100 }, 2)).toBe(0.5)
})

test('tells how far apart the loads of identities are', () => {
  const answered = [at(1, 'a'), at(2, 'a'), at(3, 'a'), at(4, 'b')]
  expect(evenness(answered, { from: 0, to: 10 })).toBe(1)
  expect(evenness([at(1, 'a'), at(2, 'b')], { from: 0, to: 10 })).toBe(0)
})
