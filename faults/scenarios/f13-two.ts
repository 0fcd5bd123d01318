import { setTimeout as pause } from 'node:timers/promises'
import { whenDone } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Site } from '../parts/site.ts'
import { askForSync, isThrough, leasesEnd, waitFor, waitUntilThrough } from '../parts/sync.ts'
import { demandRecovery, demandTruth } from '../parts/verdict.ts'
import { kill, startWorker } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

/** Every open pull request gets another title; what a page in somebody's hands says of it is no longer true. */
function goOn({ simulator: { world } }: Site): void {
  for (const { uuid: workspace } of world.workspaces)
    for (const { uuid } of world.repositories(workspace))
      for (const { id, state, author } of world.content(uuid).pullRequests)
        if (state === 'OPEN') world.mutate.editPullRequest(uuid, id, { title: `Later: ${id}` }, author)
}

/** Milliseconds in which a worker that wakes up would write what it still holds. */
const awake = 3_000

/**
 * A worker is frozen with what it reads in its hands; another has read it anew, in a world that went on, when it
 * wakes. Had it written what it holds, the tables would say what was true before.
 */
async function frozen(house: House, share: number): Promise<number> {
  await house.cost()
  const site = await house.open()
  const first = startWorker(site)
  try {
    await askForSync(site)
    await whenDone(house, site, share)
    first.child.kill('SIGSTOP')
    const { rows } = await site.database.pool.query<{ id: string }>(
      'select id from slices where leased_by is not null',
    )
    demand(rows.length > 0, 'nothing was held')
    // Its transactions are ended by the server after a minute; here at once.
    await site.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'windlass worker'
          and datname = current_database() and state = 'idle in transaction'`,
    )
    await leasesEnd(site)
    goOn(site)
    const second = startWorker(site)
    try {
      await waitUntilThrough(site)
    } finally {
      second.child.kill('SIGTERM')
      await second.ended
    }
    await demandRecovery(site)
    first.child.kill('SIGCONT')
    await pause(awake)
    await demandTruth(site)
    demand(first.isAlive(), `the worker that was replaced ended:\n${first.said()}`)
    return 1
  } finally {
    first.child.kill('SIGCONT')
    await kill(first)
    await site.close()
  }
}

/** Two that work side by side from the beginning share the slices, and nothing is read twice. */
async function side(house: House): Promise<number> {
  const site = await house.open()
  const workers = [startWorker(site), startWorker(site)]
  try {
    await Promise.all(workers.map((worker) => worker.until(/the worker runs/)))
    await askForSync(site)
    const holders = new Set<string>()
    await waitFor(
      async () => {
        const { rows } = await site.database.pool.query<{ leased_by: string }>(
          'select distinct leased_by from slices where leased_by is not null',
        )
        for (const { leased_by } of rows) holders.add(leased_by)
        return isThrough(site)
      },
      120_000,
      'the sync did not come to its end',
    )
    demand(holders.size === 2, `${holders.size} workers took part`)
    await demandTruth(site)
    return 1
  } finally {
    for (const worker of workers) worker.child.kill('SIGTERM')
    await Promise.all(workers.map(({ ended }) => ended))
    await site.close()
  }
}

export const scenario: Scenario = {
  id: 'F13',
  name: 'two',
  doc: 'two workers on one source; one is frozen, replaced and wakes up: it writes nothing that is stale',
  trials: (mode) =>
    mode === 'short'
      ? []
      : [
          ...[0.15, 0.35, 0.55, 0.75].map((share) => ({
            title: `frozen at ${Math.round(share * 100)} %`,
            run: (house: House) => frozen(house, share),
          })),
          { title: 'side by side', run: side },
        ],
}
