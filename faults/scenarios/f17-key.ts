import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { disturbedSync, whenDone } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Site } from '../parts/site.ts'
import { askForSync, syncInPeace } from '../parts/sync.ts'
import { demandRecovery, requestsOf } from '../parts/verdict.ts'
import { startWorker } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

function rotated(house: House, share: number): Promise<number> {
  return disturbedSync(house, {
    async disturb(site) {
      await whenDone(house, site, share)
      const rotation = site.windlass(['key', 'rotate'])
      const { code } = await rotation.ended
      demand(code === 0, `the rotation ended with ${code}:\n${rotation.said()}`)
      return 1
    },
    async inspect({ database }) {
      const gaps = await database.kysely
        .selectFrom('gaps')
        .select(['stream', 'reason'])
        .where('reason', '<>', 'source_forbidden')
        .execute()
      demand(gaps.length === 0, `it was noticed: ${JSON.stringify(gaps)}`)
    },
  })
}

async function sealedOf({ database }: Site): Promise<string> {
  const { rows } = await database.pool.query('select secrets::text from secrets order by 1')
  return JSON.stringify(rows)
}

/** Seconds in which a worker without its key could do harm. */
const without = 8

async function lost(house: House): Promise<number> {
  const site = await house.open()
  try {
    const before = await sealedOf(site)
    const file = join(site.dataDirectory, 'windlass.key')
    renameSync(file, `${file}.away`)
    const status = site.windlass(['key', 'status'])
    const { code } = await status.ended
    demand(code === 7, `key status ended with ${code}:\n${status.said()}`)
    await askForSync(site)
    const worker = startWorker(site)
    await pause(without * 1_000)
    worker.child.kill('SIGTERM')
    await worker.ended
    demand(/key/.test(worker.said()), `it did not say that the key is lost:\n${worker.said()}`)
    demand(requestsOf(site) === 0, 'the source was asked without a token')
    demand((await sealedOf(site)) === before, 'what is sealed was changed')
    renameSync(`${file}.away`, file)
    await syncInPeace(site)
    await demandRecovery(site)
    return 1
  } finally {
    await site.close()
  }
}

export const scenario: Scenario = {
  id: 'F17',
  name: 'key',
  doc: 'the key is rotated during a sync; a lost key is a state that is shown, and nothing is overwritten',
  trials: (mode) =>
    mode === 'short'
      ? []
      : [
          ...[0.1, 0.4, 0.8].map((share) => ({
            title: `rotated at ${share * 100} %`,
            run: (house: House) => rotated(house, share),
          })),
          { title: 'lost and found', run: lost },
        ],
}
