import { costOfFault, slack, untilThrough } from '../parts/disturbed.ts'
import { type FailingKind, failing } from '../parts/failing.ts'
import type { House } from '../parts/house.ts'
import { type SiteOptions, small } from '../parts/site.ts'
import { askForSync } from '../parts/sync.ts'
import { demandRecovery, demandRequests } from '../parts/verdict.ts'
import { keepWorker } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

interface Sweep {
  readonly kind: FailingKind
  readonly title: string
  readonly options: SiteOptions
  /** From one operation that fails to the next that does: queries and files are a thousand each, and alike. */
  readonly step: number
}

const withGit = { ...small, sourceAccess: 'git' } as const

const sweeps: readonly Sweep[] = [
  { kind: 'database', title: 'a query', options: small, step: 7 },
  { kind: 'http', title: 'a request', options: small, step: 1 },
  { kind: 'file', title: 'a file', options: withGit, step: 7 },
]

/** One sync in which the n-th operation fails; false when there were fewer. */
async function failsAt(house: House, { kind, options }: Sweep, nth: number): Promise<boolean> {
  const { first, again } = await house.cost(options)
  const site = await house.open(options)
  try {
    await askForSync(site)
    const plan = failing(site, kind, nth)
    const worker = keepWorker(site, plan.options)
    try {
      await untilThrough(site)
    } finally {
      await worker.stop()
    }
    try {
      await demandRecovery(site)
      demandRequests(site, slack * (first + again) + costOfFault)
    } catch (error) {
      throw new Error(`when operation ${nth} failed`, { cause: error })
    }
    return plan.hasStruck()
  } finally {
    await site.close()
  }
}

/** The first, the second and so on, until a sync is through without having met it. */
async function sweep(house: House, one: Sweep, most: number): Promise<number> {
  let struck = 0
  const step = most === Number.POSITIVE_INFINITY ? one.step : 6 * one.step
  for (let nth = 1; struck < most; nth += step) {
    if (!(await failsAt(house, one, nth))) break
    struck += 1
  }
  demand(struck > 0, 'no operation failed')
  return struck
}

export const scenario: Scenario = {
  id: 'F2',
  name: 'nth',
  doc: 'the first, second, … n-th query, request or file operation of a small sync fails, until one passes',
  trials: (mode) =>
    (mode === 'all' ? sweeps : sweeps.slice(0, 2)).map((one) => ({
      title: `${one.title} fails`,
      run: (house) => sweep(house, one, mode === 'all' ? Number.POSITIVE_INFINITY : 1),
    })),
}
