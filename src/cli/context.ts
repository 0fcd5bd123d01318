import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { type Client, createClient } from '../api/contract/client.ts'
import { type Config, type ConfigOverrides, readConfig } from '../config.ts'
import { runningPostgres, startPostgres } from '../db/embedded/index.ts'
import { type Database, openDatabase } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { Feature } from '../features.ts'
import { createLog } from '../log.ts'
import type { Context } from './command.ts'
import type { Out } from './out.ts'

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
  const open = () => {
    database ??= openOwnDatabase(config, closers)
    return database
  }
  return {
    config,
    log,
    out,
    openDatabase: open,
    client: () => openClient(config),
    async requireFeature(_feature) {},
    async close() {
      for (const close of closers.reverse()) await close()
    },
  }
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

const RunState = Type.Object({ url: Type.String(), pid: Type.Integer() })

async function openClient(config: Config): Promise<Client> {
  const path = join(config.dataDirectory, 'run', 'server.json')
  if (!existsSync(path)) throw new Failure('server_not_running', { detail: `${path} does not exist.` })
  const state = Value.Parse(RunState, JSON.parse(readFileSync(path, 'utf8')))
  return createClient({ baseUrl: state.url })
}
