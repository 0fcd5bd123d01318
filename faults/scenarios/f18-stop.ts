import { setTimeout as pause } from 'node:timers/promises'
import { slack } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import { type SiteOptions, small } from '../parts/site.ts'
import { askForSync, isThrough, waitUntilThrough } from '../parts/sync.ts'
import { demandRecovery, demandRequests, requestsOf } from '../parts/verdict.ts'
import { startWorker } from '../parts/worker.ts'
import { demand, type Scenario, spread } from '../scenario.ts'

const longestStop = 30_000

/** One sync, stopped at these shares of its requests; the next worker goes on at once, as no lease is left behind. */
async function stopAgainAndAgain(house: House, stops: number, options: SiteOptions): Promise<number> {
  const { first, again } = await house.cost(options)
  const site = await house.open(options)
  try {
    await askForSync(site)
    let stopped = 0
    for (const share of spread(stops, first)) {
      const worker = startWorker(site)
      while (worker.isAlive() && requestsOf(site) < share && !(await isThrough(site))) await pause(5)
      demand(worker.isAlive(), `the worker ended by itself:\n${worker.said()}`)
      if (await isThrough(site)) break
      // Before it listens for signals it is no worker yet.
      await worker.until(/the worker runs/)
      const told = Date.now()
      worker.child.kill('SIGTERM')
      const { code, signal } = await worker.ended
      demand(code === 0, `a stop ended with ${code ?? signal}:\n${worker.said()}`)
      demand(Date.now() - told <= longestStop, `a stop took ${(Date.now() - told) / 1000} seconds`)
      stopped += 1
    }
    const leased = await site.database.pool.query('select from slices where leased_by is not null')
    demand(leased.rowCount === 0, `${leased.rowCount} slices stayed leased by workers that were stopped`)
    const last = startWorker(site)
    await waitUntilThrough(site)
    last.child.kill('SIGTERM')
    await last.ended
    // No page that was read is asked for again, but for what each start has to look at.
    demandRequests(site, slack * first + stopped)
    await demandRecovery(site)
    demandRequests(site, slack * (first + again) + stopped)
    return stopped
  } finally {
    await site.close()
  }
}

export const scenario: Scenario = {
  id: 'F18',
  name: 'stop',
  doc: 'the worker is told to stop at points of one sync: it ends soon, and no page is lost or read twice',
  trials: (mode) => {
    const stops = mode === 'all' ? 20 : 3
    return [
      {
        title: `${stops} stops in one sync`,
        run: (house) => stopAgainAndAgain(house, stops, mode === 'all' ? {} : small),
      },
    ]
  },
}
