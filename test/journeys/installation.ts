import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInstallation } from '../../src/cli/installation/index.ts'
import { type ConfigOverrides, readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/pool.ts'
import { createLog } from '../../src/log.ts'
import { testDatabase } from '../postgres.ts'

export interface Running {
  readonly origin: string
  /** The code the server printed. */
  readonly setupCode: string
  readonly database: Database
  stop(): Promise<void>
}

export interface Scene {
  readonly settings?: ConfigOverrides
  /** What is in the database already when Windlass starts. */
  readonly before?: (database: Database) => Promise<void>
}

/** The product as `windlass start` puts it together, API and worker, on a database and a data directory of its own. */
export async function startWindlass({ settings, before }: Scene = {}): Promise<Running> {
  const database = await testDatabase()
  await before?.(database)
  const dataDirectory = await mkdtemp(join(tmpdir(), 'windlass-journey-'))
  const config = readConfig({}, { dataDirectory, databaseUrl: database.url, port: '0', ...settings })
  if (!existsSync(join(config.root, 'dist/web/index.html'))) {
    throw new Error('The page is not built: run `npm test`, or `npx vite build web` first.')
  }
  const log = createLog('silent')
  const installation = await startInstallation({
    config,
    log,
    parts: ['api', 'worker'],
    signal: new AbortController().signal,
  })
  return {
    origin: installation.url ?? '',
    setupCode: installation.setupCode ?? '',
    database,
    stop: async () => {
      await installation.stop()
      await database.close()
      await rm(dataDirectory, { recursive: true })
    },
  }
}
