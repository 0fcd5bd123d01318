import { setTimeout as pause } from 'node:timers/promises'
import type { House } from '../parts/house.ts'
import { type Site, small } from '../parts/site.ts'
import { askForSync, isThrough, leasesEnd, waitFor, waitUntilThrough } from '../parts/sync.ts'
import { demandRecovery, demandTruth } from '../parts/verdict.ts'
import { kill, startWorker } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

/** Every pull request that is open gets another title: what a page in somebody's hands says of it is no longer true. */
function goOn({ simulator: { world } }: Site): void {
  for (const { uuid: workspace } of world.workspaces)
    for (const { uuid } of world.repositories(workspace))
      for (const { id, state, author } of world.content(uuid).pullRequests)
        if (state === 'OPEN') world.mutate.editPullRequest(uuid, id, { title: `Later: ${id}` }, author)
}

/** The answer is on its way when the worker is frozen, and waits for it when it wakes. */
const onTheWayMs = 1_500
/** Milliseconds in which a worker that wakes up would write what it still holds. */
const awakeMs = 3_000

async function storedOf({ database }: Site): Promise<string> {
  const { rows } = await database.pool.query(`
    select row from (select p::text as row from pull_requests p union all select c::text from cursors c) as rows
     order by 1`)
  return JSON.stringify(rows)
}

/**
 * A worker is frozen while a page is on its way to it. Another reads it anew, in a world that went on, before it
 * wakes: had it written what it holds, the tables would say what was true before.
 */
async function frozen(house: House, path: string, nth: number): Promise<number> {
  const site = await house.open(small)
  const { faults } = site.simulator.simulation
  faults.add([{ note: 'on the way', match: { path, nth }, effect: { kind: 'delay', ms: onTheWayMs } }])
  await askForSync(site)
  const first = startWorker(site)
  try {
    const isOnTheWay = () => faults.report().some(({ struck }) => struck > 0)
    await waitFor(isOnTheWay, 60_000, 'the page was not asked for')
    first.child.kill('SIGSTOP')
    await pause(onTheWayMs)
    goOn(site)
    await leasesEnd(site)
    const second = startWorker(site)
    await waitUntilThrough(site)
    second.child.kill('SIGTERM')
    await second.ended
    const before = await storedOf(site)
    first.child.kill('SIGCONT')
    await pause(awakeMs)
    demand((await storedOf(site)) === before, 'the worker that was replaced wrote what it held')
    demand(first.isAlive(), `the worker that was replaced ended:\n${first.said()}`)
    await demandRecovery(site)
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

const pages: readonly (readonly [string, string, number])[] = [
  ['the first page of pull requests', '/repositories/*/*/pullrequests', 1],
  ['the first page of activity', '/repositories/*/*/pullrequests/activity', 1],
  ['a later page of activity', '/repositories/*/*/pullrequests/activity', 2],
]

export const scenario: Scenario = {
  id: 'F13',
  name: 'two',
  doc: 'two workers on one source; one is frozen, replaced and wakes up: it writes nothing that is stale',
  trials: (mode) =>
    mode === 'short'
      ? []
      : [
          ...pages.map(([title, path, nth]) => ({
            title: `frozen with ${title}`,
            run: (house: House) => frozen(house, path, nth),
          })),
          { title: 'side by side', run: side },
        ],
}
