import { join } from 'node:path'
import { createServer } from '../../api/server.ts'
import type { Config } from '../../config.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { startPostgres } from '../../db/embedded/index.ts'
import { migrate } from '../../db/migrate.ts'
import { type Database, openDatabase } from '../../db/pool.ts'
import type { Failure } from '../../errors.ts'
import { startWorker } from '../../jobs/worker.ts'
import type { Log } from '../../log.ts'
import { openSetupCode } from '../../people/setup.ts'
import { type Demo, startDemo } from '../demo/index.ts'
import { refuseMixing, type WorldSize } from '../demo/state.ts'
import { Closers } from './closers.ts'
import { listen } from './listen.ts'
import { writeRunState } from './run-state.ts'

export type Part = 'api' | 'worker'

interface Options {
  readonly config: Config
  readonly log: Log
  readonly parts: readonly Part[]
  /** Ends the start while it is under way. */
  readonly signal: AbortSignal
  /** Of the demo, when it is one and is made now. */
  readonly world?: WorldSize | undefined
}

export interface Installation {
  /** Where the API answers; null in a process without it. */
  readonly url: string | null
  /** What the first person has to type in; null once there is somebody. */
  readonly setupCode: string | null
  readonly bundled: boolean
  /** Where the simulated Bitbucket of a demo shows itself; null when this is none. */
  readonly simulatorUrl: string | null
  /** Resolves when the process cannot go on. */
  readonly lost: Promise<Failure>
  stop(): Promise<void>
}

/** Puts the product together, from the database up; what was started is stopped again when a later step fails. */
export async function startInstallation(options: Options): Promise<Installation> {
  const closers = new Closers()
  try {
    return await compose(options, closers)
  } catch (error) {
    await closers.close()
    throw error
  }
}

async function compose(options: Options, closers: Closers): Promise<Installation> {
  const { config, log, parts, signal } = options
  const startedAt = new Date()
  refuseMixing(config)
  const postgres = config.databaseUrl === undefined ? await bundled(options, closers) : null
  const demo = config.demo ? await invent(options, closers) : null
  const database = await openOwn(postgres?.url ?? config.databaseUrl ?? '', options, closers)
  const { applied } = await migrate(database.pool, join(config.root, 'migrations'))
  if (applied.length > 0) log.info({ applied }, 'migrated')
  const keyRing = await loadKeyRing(config, database.kysely)
  if (keyRing.lost)
    log.error({ next: 'windlass doctor' }, 'the key that sealed the stored secrets is missing')
  const desk = { db: database.kysely, config, log, keyRing }
  await demo?.connect(desk)
  signal.throwIfAborted()
  const house = { database, config, log, keyRing, startedAt }
  let url: string | null = null
  if (parts.includes('api')) {
    const app = await createServer(house)
    url = await listen(app, config, closers)
    await writeRunState(config.dataDirectory, { url, pid: process.pid }, closers)
    await demo?.listen(desk, url)
  }
  if (parts.includes('worker')) {
    const worker = await startWorker(house)
    closers.addParallel(() => worker.stop())
  }
  return {
    url: url === null ? null : (config.publicUrl ?? url),
    setupCode: url === null || keyRing.lost ? null : await openSetupCode(database.kysely, keyRing),
    bundled: postgres !== null,
    simulatorUrl: demo?.url ?? null,
    lost: Promise.race([postgres, demo].map((part) => part?.lost ?? new Promise<never>(() => {}))),
    stop: () => closers.close(),
  }
}

async function bundled({ config, log, signal }: Options, closers: Closers) {
  const postgres = await startPostgres({ dataDirectory: config.dataDirectory, log, signal })
  closers.add(() => postgres.stop(closers.remaining()))
  return postgres
}

async function invent({ config, world, signal }: Options, closers: Closers): Promise<Demo> {
  const demo = await startDemo(config, world, signal)
  closers.add(() => demo.stop())
  return demo
}

async function openOwn(url: string, { config, parts }: Options, closers: Closers): Promise<Database> {
  const name = parts.length === 1 ? `windlass ${parts[0]}` : 'windlass'
  const database = await openDatabase(url, { max: config.databaseConnections, name })
  closers.add(() => database.close())
  return database
}
