import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { enqueue } from '../../src/db/queue.ts'
import { type House, migrations } from '../parts/house.ts'
import { askForSync, isThrough, syncInPeace, waitFor, waitUntilThrough } from '../parts/sync.ts'
import { demandRecovery, demandTruth } from '../parts/verdict.ts'
import { startWorker } from '../parts/worker.ts'
import { demand, type Scenario } from '../scenario.ts'

/** A database as an older version left it. */
async function makeOlder(house: House, versions: number): Promise<string> {
  const template = `migrated_${versions}_back`
  const directory = mkdtempSync(join(tmpdir(), 'windlass-migrations-'))
  try {
    for (const file of readdirSync(migrations).sort().slice(0, -versions))
      copyFileSync(join(migrations, file), join(directory, file))
    await house.server.run(`create database ${template}`)
    const database = await openDatabase(house.server.database(template), { max: 2, name: 'faults' })
    await migrate(database.pool, directory).finally(() => database.close())
  } finally {
    rmSync(directory, { recursive: true })
  }
  return template
}

/** A run that was asked for and a job in the queue wait; the newer version migrates and does both. */
async function upgraded(house: House, versions: number): Promise<number> {
  const template = await makeOlder(house, versions)
  const site = await house.open({ template })
  try {
    await askForSync(site)
    await enqueue(site.database.kysely, 'remove-expired', {})
    const worker = startWorker(site)
    await waitUntilThrough(site)
    await waitFor(async () => (await jobsOf(site.database.pool)) === 0, 20_000, 'the job was not done')
    worker.child.kill('SIGTERM')
    await worker.ended
    await demandTruth(site)
    await demandRecovery(site)
    return 1
  } finally {
    await site.close()
    await house.server.run(`drop database ${template}`)
  }
}

async function jobsOf(pool: {
  query(text: string): Promise<{ rows: { count: string }[] }>
}): Promise<number> {
  const { rows } = await pool.query('select count(*) from graphile_worker.jobs')
  return Number(rows[0]?.count)
}

/** What a newer version migrated is left alone by this one, which says so. */
async function refused(house: House): Promise<number> {
  const site = await house.open()
  try {
    const { pool } = site.database
    await askForSync(site)
    await pool.query(`insert into migrations (name, checksum) values ('9999_newer', repeat('0', 64))`)
    const worker = startWorker(site)
    const { code } = await worker.ended
    demand(code !== 0, 'it started')
    demand(/do not fit together/.test(worker.said()), `it did not say why:\n${worker.said()}`)
    demand(!(await isThrough(site)), 'it worked on')
    await pool.query(`delete from migrations where name = '9999_newer'`)
    await syncInPeace(site)
    await demandTruth(site)
    return 1
  } finally {
    await site.close()
  }
}

export const scenario: Scenario = {
  id: 'F15',
  name: 'upgrade',
  doc: 'a database of an older version, with a run and a job in it; one of a newer version is refused',
  trials: (mode) =>
    mode === 'short'
      ? []
      : [
          { title: 'from the version before', run: (house) => upgraded(house, 1) },
          { title: 'from two versions before', run: (house) => upgraded(house, 2) },
          { title: 'a newer one is refused', run: refused },
        ],
}
