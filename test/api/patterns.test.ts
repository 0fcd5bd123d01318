import { describe, expect, it } from 'vitest'
import { endpoints } from './endpoints.ts'

/** Every pattern that a request can be checked against. */
function patternsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([name, value]) =>
    name === 'pattern' && typeof value === 'string' ? [value] : patternsOf(value),
  )
}

const patterns = [
  ...new Set(
    endpoints.flatMap(({ endpoint }) => patternsOf([endpoint.params, endpoint.query, endpoint.body])),
  ),
]

/** As much as fits into a body, in the shapes that make a careless pattern go back and forth. */
const size = 100_000
const hostile = ['a', '.', 'a.', '@', 'a@', '1', ' ', '-'].flatMap((part) => {
  const run = part.repeat(size / part.length)
  return [run, `${run}@`, `a@${run}@`, `a@a${run}\0`, `1${run}x`]
})

describe('the patterns of the contract', () => {
  it.each(patterns)('%s refuses a long hostile text in no time', (pattern) => {
    const regex = new RegExp(pattern, 'u')
    for (const text of hostile) {
      const begun = performance.now()
      regex.test(text)
      // A linear pattern takes about a millisecond; one that backtracks takes minutes.
      expect(performance.now() - begun).toBeLessThan(1000)
    }
  })
})
