import { setTimeout as pause } from 'node:timers/promises'
import { costOfFault, slack } from '../parts/disturbed.ts'
import { failing } from '../parts/failing.ts'
import type { House } from '../parts/house.ts'
import { type Site, type SiteOptions, small } from '../parts/site.ts'
import { askForSync, isThrough, leasesEnd } from '../parts/sync.ts'
import { demandRecovery, demandRequests, requestsOf } from '../parts/verdict.ts'
import { kill, startWorker } from '../parts/worker.ts'
import { Broken, type Scenario } from '../scenario.ts'

/** Lets a worker run and kills it; false when the sync was through before. */
type Kill = (site: Site, life: number) => Promise<boolean>

/** Something is stored after each commit: those of a start are the first few of them. */
const commits = 17

function atCommit(kind: 'before-commit' | 'after-commit'): Kill {
  return async (site, life) => {
    const plan = failing(site, kind, 1 + (life % commits))
    const worker = startWorker(site, plan.options)
    while (worker.isAlive() && !(await isThrough(site))) await pause(20)
    await kill(worker)
    return plan.hasStruck()
  }
}

/** Between two answers: what came with the one may be stored or not. */
async function atRequest(site: Site, life: number): Promise<boolean> {
  const until = requestsOf(site) + 1 + (life % 7)
  const worker = startWorker(site)
  while (worker.isAlive() && requestsOf(site) < until && !(await isThrough(site))) await pause(1)
  await kill(worker)
  return !(await isThrough(site))
}

/** Milliseconds after a start, unlike each other and the same in every run. */
async function atMoment(site: Site, life: number): Promise<boolean> {
  const worker = startWorker(site)
  await Promise.race([worker.until(/the worker runs/), worker.ended])
  await pause((life * 389) % 1_500)
  await kill(worker)
  return !(await isThrough(site))
}

/** As many kills as wanted, many in one sync; where it is through before, another begins. */
async function killed(house: House, wanted: number, killAt: Kill, options: SiteOptions): Promise<number> {
  const { first, again } = await house.cost(options)
  let kills = 0
  let idle = 0
  while (kills < wanted) {
    const site = await house.open(options)
    try {
      await askForSync(site)
      let here = 0
      while (kills + here < wanted && !(await isThrough(site))) {
        if (await killAt(site, kills + here)) here += 1
        await leasesEnd(site)
      }
      await demandRecovery(site)
      demandRequests(site, slack * (first + again) + costOfFault * here)
      kills += here
      idle = here > 0 ? 0 : idle + 1
      if (idle === 3) throw new Broken('syncs came to their ends without a kill')
    } finally {
      await site.close()
    }
  }
  return kills
}

const ways: readonly (readonly [string, Kill])[] = [
  ['before a commit', atCommit('before-commit')],
  ['after a commit, before it is known', atCommit('after-commit')],
  ['between two answers', atRequest],
  ['at any moment', atMoment],
]

export const scenario: Scenario = {
  id: 'F1',
  name: 'kill',
  doc: 'kill -9 of the worker at every kind of boundary and at any moment: nothing is left out or half done',
  trials: (mode) =>
    (mode === 'all' ? ways : ways.slice(1, 2)).map(([title, killAt]) => ({
      title,
      run: (house) => (mode === 'all' ? killed(house, 50, killAt, {}) : killed(house, 4, killAt, small)),
    })),
}
