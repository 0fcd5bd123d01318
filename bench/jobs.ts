import { Type } from '@sinclair/typebox'
import { readConfig } from '../src/config.ts'
import { loadKeyRing } from '../src/connections/key-ring.ts'
import type { Database } from '../src/db/pool.ts'
import { enqueueAll } from '../src/db/queue.ts'
import { defineTask } from '../src/jobs/task.ts'
import { startWorker } from '../src/jobs/worker.ts'
import { createLog } from '../src/log.ts'
import { withDatabase } from './database.ts'
import type { Bench } from './figure.ts'
import { measureSliceClaims } from './slices.ts'

const jobs = 20_000

export const bench: Bench = {
  name: 'jobs',
  doc: `One worker process as it ships drains ${jobs} jobs that do nothing; four workers lease 10,000 slices.`,
  run: () =>
    withDatabase(async (database) => [
      {
        name: 'no-op jobs',
        value: await measureJobs(database),
        unit: 'jobs/s',
        goal: 3000,
        better: 'higher',
      },
      {
        name: 'slice claims',
        value: await measureSliceClaims(database),
        unit: 'claims/s',
        goal: 1500,
        better: 'higher',
      },
    ]),
}

/** From the start of the worker to the last job, payload check and the heartbeat included. */
async function measureJobs(database: Database): Promise<number> {
  const payload = { number: 1 }
  await enqueueAll(
    database.kysely,
    Array.from({ length: jobs }, () => ({ task: 'nothing', payload })),
  )
  // A key of its own: the benchmark must not leave a key file behind.
  const config = readConfig({}, { key: Buffer.alloc(32, 1).toString('base64') })
  const keyRing = await loadKeyRing(config, database.kysely)
  let done = 0
  let finish: () => void = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const nothing = defineTask({
    name: 'nothing',
    doc: 'Does nothing.',
    payload: Type.Object({ number: Type.Integer() }),
    maxAttempts: 1,
    async run() {
      done++
      if (done === jobs) finish()
    },
  })
  const started = performance.now()
  const log = createLog('error')
  const worker = await startWorker({ database, config, log, keyRing, tasks: [nothing], schedule: [] })
  await finished
  const seconds = (performance.now() - started) / 1000
  await worker.stop()
  const { rows } = await database.pool.query('select from graphile_worker._private_jobs')
  if (rows.length > 0) throw new Error(`${rows.length} jobs were left over`)
  return Math.round(jobs / seconds)
}
