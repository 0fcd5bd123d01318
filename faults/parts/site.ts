import { type Database, openDatabase } from '../../src/db/pool.ts'
import { connectStage, type StageOptions } from '../../test/sync/connected.ts'
import type { Process, Program, StartOptions } from './program.ts'
import type { Server } from './server.ts'

/** An installation that is connected to a Bitbucket of its own, and can be disturbed. */
export interface Site {
  readonly simulator: Awaited<ReturnType<typeof connectStage>>['simulator']
  /** For us to look at and to tidy up; the product has its own connections. */
  readonly database: Database
  readonly dataDirectory: string
  readonly connections: readonly string[]
  readonly sourceAccess: 'none' | 'git'
  /** Names of the repositories that are read; all when left out. */
  readonly include: readonly string[] | undefined
  /** Runs the program against this installation. */
  windlass(args: readonly string[], options?: Partial<StartOptions>): Process
  close(): Promise<void>
}

export interface SiteOptions {
  readonly size?: StageOptions['size']
  readonly sourceAccess?: 'none' | 'git'
  readonly include?: readonly string[]
  readonly token?: StageOptions['token']
  /** Another PostgreSQL than that of the house; it has a template as well. */
  readonly server?: Server
  /** The database that is copied: that of this version when left out. */
  readonly template?: string
}

/** One repository that has two pages of pull requests: a sync of seconds. */
export const small = { include: ['platform-core'] } as const satisfies SiteOptions

interface Ground {
  readonly program: Program
  readonly server: Server
  readonly name: string
  readonly template: string
}

export async function openSite(ground: Ground, options: SiteOptions): Promise<Site> {
  const { program, server, name, template } = ground
  const { sourceAccess = 'none', include, size, token } = options
  await server.run(`create database ${name} template ${template}`)
  const database = await openDatabase(server.database(name), { max: 4, name: 'faults' })
  const stage = await connectStage(database, {
    ...(size === undefined ? {} : { size }),
    ...(token === undefined ? {} : { token }),
    connection: {
      source_access: sourceAccess,
      // No run but those that are asked for.
      frequency_minutes: 1440,
      ...(include === undefined ? {} : { include: [...include] }),
    },
  })
  const { dataDirectory } = stage.engine.config
  return {
    simulator: stage.simulator,
    database,
    dataDirectory,
    connections: stage.connections,
    sourceAccess,
    include,
    windlass: (args, { env = {}, preload = [] } = {}) =>
      program.start(args, {
        preload,
        env: {
          DATABASE_URL: database.url,
          WINDLASS_DATA: dataDirectory,
          WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
          WINDLASS_LOG_LEVEL: 'warn',
          // An hour of the source's limits: what is told to wait does so for seconds.
          WINDLASS_LIMIT_WINDOW_SECONDS: '10',
          ...env,
        },
      }),
    async close() {
      await database.close()
      await stage.close()
      await server.run(`drop database if exists ${name} with (force)`)
    },
  }
}
