import { join } from 'node:path'
import { type Client, createClient } from '../api/contract/client.ts'
import { type Config, type ConfigOverrides, readConfig } from '../config.ts'
import { runningPostgres, startPostgres } from '../db/embedded/index.ts'
import { readApplied, readMigrations } from '../db/migrate.ts'
import { type Database, openDatabase } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { Feature } from '../features.ts'
import { createLog } from '../log.ts'
import { createCommandLineKey, removeApiKey } from '../people/api-keys.ts'
import { featuresOff } from '../people/features.ts'
import type { Context } from './command.ts'
import { serverUrl } from './installation/run-state.ts'
import type { Out } from './out.ts'

/** Longer than any one command talks to the server; a command that was killed leaves a key that ends by itself. */
const keyMinutes = 15

export interface OpenContext extends Context {
  requireFeature(feature: Feature): Promise<void>
  close(): Promise<void>
}

/** What a command works with; closing it closes what it opened, last first. */
export function openContext(out: Out, overrides: ConfigOverrides): OpenContext {
  const config = readConfig(undefined, overrides)
  const log = createLog(config.logLevel)
  const closers: (() => Promise<void>)[] = []
  let database: Promise<Database> | undefined
  const open: Context['openDatabase'] = async (how) => {
    database ??= openOwnDatabase(config, closers)
    const opened = await database
    if (!how?.asItIs) await expectMigrated(opened, config)
    return opened
  }
  return {
    config,
    log,
    out,
    openDatabase: open,
    client: () => openClient(config, open, closers),
    async requireFeature(feature) {
      const off = await featuresOff((await open()).kysely)
      if (off.has(feature)) throw new Failure('feature_off')
    },
    async close() {
      for (const close of closers.reverse()) await close()
    },
  }
}

/** Whoever reads and writes rows needs the tables of this version. */
async function expectMigrated({ pool }: Database, { root }: Config): Promise<void> {
  const applied = new Set((await readApplied(pool)).map(({ name }) => name))
  if (applied.size === 0) throw new Failure('database_empty')
  const missing = (await readMigrations(join(root, 'migrations'))).find(({ name }) => !applied.has(name))
  if (missing) throw new Failure('database_outdated', { detail: `It lacks ${missing.name}.` })
}

async function openOwnDatabase(config: Config, closers: (() => Promise<void>)[]): Promise<Database> {
  const url =
    config.databaseUrl ?? (await runningPostgres(config.dataDirectory)) ?? (await start(config, closers))
  const database = await openDatabase(url, { max: 4, name: 'windlass command line' })
  closers.push(() => database.close())
  return database
}

async function start(config: Config, closers: (() => Promise<void>)[]): Promise<string> {
  const postgres = await startPostgres({ dataDirectory: config.dataDirectory })
  closers.push(() => postgres.stop())
  return postgres.url
}

async function openClient(
  config: Config,
  open: () => Promise<Database>,
  closers: (() => Promise<void>)[],
): Promise<Client> {
  if (config.serverUrl !== undefined) return clientOf(config.serverUrl, config.apiKey ?? '')
  const url = serverUrl(config.dataDirectory)
  const { kysely } = await open()
  const { id, key } = await createCommandLineKey(kysely, keyMinutes)
  closers.push(() => removeApiKey(kysely, id))
  return clientOf(url, key)
}

function clientOf(baseUrl: string, key: string): Client {
  return createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${key}` }) })
}
