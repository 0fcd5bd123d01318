import { join } from 'node:path'
import { openDatabase } from '../../src/db/pool.ts'
import { whenDone } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Process } from '../parts/program.ts'
import type { Site } from '../parts/site.ts'
import { askForSync, leasesEnd, syncInPeace } from '../parts/sync.ts'
import { demandRecovery, demandTruth } from '../parts/verdict.ts'
import { kill, startWorker } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

async function done(command: Process): Promise<void> {
  const { code } = await command.ended
  demand(code === 0, `it ended with ${code}:\n${command.said()}`)
}

/** Backed up while it syncs, then lost; what was restored goes on with the run that was open. */
async function resumed(house: House, share: number): Promise<number> {
  await house.cost()
  const site = await house.open()
  const name = `restored_${Math.round(share * 100)}`
  try {
    await askForSync(site)
    const worker = startWorker(site)
    await whenDone(house, site, share)
    const file = join(site.dataDirectory, 'windlass.backup')
    await done(site.windlass(['backup', file]))
    await kill(worker)
    await house.server.run(`create database ${name} template template0`)
    const url = house.server.database(name)
    await done(site.windlass(['restore', file], { env: { DATABASE_URL: url } }))
    await goOn({ ...site, windlass: (args, options) => site.windlass(args, withUrl(options, url)) }, url)
    return 1
  } finally {
    await site.close()
    await house.server.run(`drop database if exists ${name} with (force)`)
  }
}

function withUrl(options: Parameters<Site['windlass']>[1], url: string) {
  return { ...options, env: { ...options?.env, DATABASE_URL: url } }
}

async function goOn(site: Site, url: string): Promise<void> {
  const database = await openDatabase(url, { max: 4, name: 'faults' })
  const restored = { ...site, database }
  try {
    await leasesEnd(restored)
    await syncInPeace(restored)
    await demandTruth(restored)
    await demandRecovery(restored)
  } finally {
    await database.close()
  }
}

export const scenario: Scenario = {
  id: 'F16',
  name: 'backup',
  doc: 'a backup that was made during a sync is restored elsewhere and goes on',
  trials: (mode) =>
    mode === 'short'
      ? []
      : [0.1, 0.5, 0.9].map((share) => ({
          title: `at ${share * 100} %`,
          run: (house) => resumed(house, share),
        })),
}
