import { setTimeout as pause } from 'node:timers/promises'
import type { RuleInput } from '../../simulator/faults/rule.ts'
import { demand } from '../scenario.ts'
import type { House } from './house.ts'
import type { StartOptions } from './program.ts'
import type { Site, SiteOptions } from './site.ts'
import { askForSync, isThrough, pausesEnd, waitFor } from './sync.ts'
import { demandRequests, demandTruth, recover, requestsOf } from './verdict.ts'
import { type KeptWorker, keepWorker } from './worker.ts'

/** A request that fails is tried four times at most; what a dead worker had under way was four answers at most. */
export const costOfFault = 4
/** What a sync may cost beyond one that nothing disturbs. */
export const slack = 1.15

const longest = 120_000
/** Milliseconds after which pauses end: what the source names in seconds is waited for, what is absurd is not. */
const pauseEvery = 3_000

export interface Plan {
  readonly options?: SiteOptions
  /** Before the worker starts: how it is to be started. */
  prepare?(site: Site): Promise<Partial<StartOptions>>
  /** Runs beside the sync and answers how many faults struck. */
  disturb(site: Site, worker: KeptWorker): Promise<number>
  /** When the sync is through, and before anything is mended. */
  inspect?(site: Site): Promise<void>
  /** What a person has to see to before it can go on. */
  mend?(site: Site): Promise<void>
  /** Requests that it may cost beside those of an undisturbed sync; four a fault unless it is told. */
  readonly cost?: number
  /** Syncs that are needed afterwards; one unless it is told. */
  readonly passes?: number
}

/** A sync is asked for, disturbed until it is through, mended and compared. */
export async function disturbedSync(house: House, plan: Plan): Promise<number> {
  const { options = {}, passes = 1 } = plan
  // Measured before the sync begins: it would be through meanwhile.
  const { first, again } = await house.cost(options)
  const site = await house.open(options)
  try {
    const start = (await plan.prepare?.(site)) ?? {}
    await askForSync(site)
    const struck = await withWorker(site, start, (worker) => plan.disturb(site, worker))
    demand(struck > 0, 'no fault struck')
    await plan.inspect?.(site)
    await plan.mend?.(site)
    for (let pass = 0; pass < passes; pass += 1) await recover(site)
    await demandTruth(site)
    demandRequests(site, slack * (first + passes * again) + (plan.cost ?? costOfFault * struck))
    return struck
  } finally {
    await site.close()
  }
}

async function withWorker(
  site: Site,
  start: Partial<StartOptions>,
  work: (worker: KeptWorker) => Promise<number>,
): Promise<number> {
  const worker = keepWorker(site, start)
  try {
    const done = await work(worker)
    await untilThrough(site)
    return done
  } finally {
    await worker.stop()
  }
}

/** Waits for the end of the sync; pauses that are longer than ours end meanwhile. */
export async function untilThrough(site: Site): Promise<void> {
  let pausedAt = Date.now()
  await waitFor(
    async () => {
      if (await isThrough(site)) return true
      if (Date.now() - pausedAt > pauseEvery) {
        await pausesEnd(site).catch(() => {})
        pausedAt = Date.now()
      }
      return false
    },
    longest,
    'the sync did not come to its end',
  )
}

/** A sync while these rules strike the source's answers; each of them has to. */
export function syncUnderRules(
  house: House,
  rules: readonly RuleInput[],
  options: SiteOptions = {},
): Promise<number> {
  const disturb = async (site: Site) => {
    const { faults } = site.simulator.simulation
    faults.add(rules)
    await untilThrough(site)
    return struckBy(site)
  }
  return disturbedSync(house, { options, disturb })
}

/** Waits until the source was asked for so many requests that fit. */
export async function whenAsked({ simulator }: Site, template: RegExp, count = 1): Promise<void> {
  const deadline = Date.now() + longest
  const asked = () => simulator.ledger.entries().filter((one) => template.test(one.template)).length
  while (asked() < count) {
    demand(Date.now() < deadline, `the source was not asked for ${template}`)
    await pause(1)
  }
}

/** How often the rules struck; each of them has to. */
export function struckBy({ simulator }: Site): number {
  const report = simulator.simulation.faults.report()
  for (const { note, struck } of report) demand(struck > 0, `the rule ${note} struck nothing`)
  return report.reduce((sum, { struck }) => sum + struck, 0)
}

/** Waits until a share of a first sync's requests was made, which leaves the rest of it to be disturbed. */
export async function whenDone(
  house: House,
  site: Site,
  share: number,
  options: SiteOptions = {},
): Promise<void> {
  const { first } = await house.cost(options)
  while (requestsOf(site) < share * first) {
    demand(!(await isThrough(site)), 'the sync was through before it was disturbed')
    await pause(10)
  }
  demand(!(await isThrough(site)), 'the sync was through before it was disturbed')
}
