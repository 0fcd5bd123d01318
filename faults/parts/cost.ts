import type { Site } from './site.ts'
import { aWeekPasses, syncInPeace } from './sync.ts'
import { requestsOf } from './verdict.ts'

export interface Cost {
  /** Requests of a first sync that nothing disturbs. */
  readonly first: number
  /** And of the one a week after it. */
  readonly again: number
}

export async function measure(open: () => Promise<Site>): Promise<Cost> {
  const site = await open()
  try {
    await syncInPeace(site)
    const first = requestsOf(site)
    await aWeekPasses(site)
    await syncInPeace(site)
    return { first, again: requestsOf(site) - first }
  } finally {
    await site.close()
  }
}
