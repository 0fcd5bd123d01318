// Walking a listing page by page gives the whole of it, whatever the listing, the filter and the length of the page.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Running, start } from './harness.ts'

describe('walking pages', () => {
  let running: Running
  let repository: string
  beforeAll(async () => {
    running = await start()
    repository = running.path(
      running.repository((one) => one.counts.pullRequests > 30 && one.pipelinesEnabled),
    )
  })
  afterAll(() => running?.stop())

  const keyed = (all: readonly Record<string, unknown>[]) => all.map((one) => JSON.stringify(one))

  test.each([
    ['pullrequests?q=id%3E0', 50],
    ['pullrequests?q=state%20IN%20(%22MERGED%22,%22DECLINED%22)&sort=-updated_on', 50],
    ['pullrequests?state=MERGED&sort=title', 50],
    ['pullrequests/activity', 50],
    ['commits', 100],
    ['refs', 100],
    ['refs/branches?sort=-name', 100],
    ['pipelines/', 100],
    ['deployments/', 100],
    ['src/HEAD/?max_depth=10', 100],
  ])('%s', async (path, most) => {
    const address = (pagelen: number) =>
      `${repository}/${path}${path.includes('?') ? '&' : '?'}pagelen=${pagelen}`
    const whole = keyed(await running.walk(address(most)))
    expect(new Set(whole).size).toBe(whole.length)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: most }), async (pagelen) => {
        expect(keyed(await running.walk(address(pagelen)))).toEqual(whole)
      }),
      { numRuns: 4 },
    )
  })
})
