/** A worker that can be killed: syncs connections on a database that others look after. */
import { readConfig } from '../../src/config.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { createLog } from '../../src/log.ts'

const [url = '', dataDirectory = '', ...connections] = process.argv.slice(2)
const database = await openDatabase(url, { max: 8, name: 'killed' })
const config = readConfig({}, { dataDirectory, allowPrivateHosts: '127.0.0.1' })
const keyRing = await loadKeyRing(config, database.kysely)
process.stdout.write('ready\n')
for (const id of connections)
  await syncOnce({ db: database.kysely, config, keyRing, log: createLog('silent') }, id)
await database.close()
