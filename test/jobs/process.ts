/** A worker process to be killed: its tasks write down what they do, and the timing is that of a test. */
import { Type } from '@sinclair/typebox'
import { sql } from 'kysely'
import { readConfig } from '../../src/config.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { defineTask } from '../../src/jobs/task.ts'
import { startWorker } from '../../src/jobs/worker.ts'
import { createLog } from '../../src/log.ts'
import { processTiming } from './timing.ts'

const [url = '', dataDirectory = '', name = ''] = process.argv.slice(2)
const payload = Type.Object({ number: Type.Integer(), milliseconds: Type.Integer() })

const work = defineTask({
  name: 'work',
  doc: 'Takes its time and leaves off when it is asked to.',
  payload,
  maxAttempts: 25,
  async run({ db, signal }, { number, milliseconds }) {
    await note('started', number)
    for (const end = Date.now() + milliseconds; Date.now() < end; ) {
      signal.throwIfAborted()
      await new Promise((resolve) => setTimeout(resolve, Math.min(10, milliseconds)))
    }
    await sql`insert into journal (event, number, process) values ('done', ${number}, ${name})`.execute(db)
  },
})

const stubborn = defineTask({
  name: 'stubborn',
  doc: 'Never hears that it should stop.',
  payload,
  maxAttempts: 25,
  async run(_, { number, milliseconds }) {
    await note('started', number)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
  },
})

const database = await openDatabase(url, { max: 8, name })
const config = readConfig({ WINDLASS_DATA: dataDirectory })
const keyRing = await loadKeyRing(config, database.kysely)
const log = createLog('error')
const worker = await startWorker({
  database,
  config,
  log,
  keyRing,
  tasks: [work, stubborn],
  schedule: [],
  timing: processTiming,
})
process.once('SIGTERM', async () => {
  await worker.stop()
  process.exit(0)
})
process.send?.('ready')

async function note(event: string, number: number): Promise<void> {
  await sql`insert into journal (event, number, process) values (${event}, ${number}, ${name})`.execute(
    database.kysely,
  )
}
