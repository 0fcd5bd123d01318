import { join } from 'node:path'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { type Cost, measure } from './cost.ts'
import { buildProgram, type Program } from './program.ts'
import { openServer, type Server } from './server.ts'
import { openSite, type Site, type SiteOptions } from './site.ts'

/** What the trials of one run share: the program and a PostgreSQL, with an empty installation to copy. */
export interface House {
  readonly program: Program
  readonly server: Server
  /** A Bitbucket and an installation of the trial's own that is connected to it. */
  open(options?: SiteOptions): Promise<Site>
  /** The requests of a sync that nothing disturbs; measured once. */
  cost(options?: SiteOptions): Promise<Cost>
  close(): Promise<void>
}

const template = 'migrated'

export const migrations = join(import.meta.dirname, '../../migrations')

export async function openHouse(): Promise<House> {
  const [program, server] = await Promise.all([buildProgram(), openServer()])
  await makeTemplate(server)
  let sites = 0
  const costs = new Map<string, Promise<Cost>>()
  const living = new Set<Site>()
  const open = async (options: SiteOptions = {}): Promise<Site> => {
    sites += 1
    const on = options.server ?? server
    const site = await openSite(
      { program, server: on, name: `site_${sites}`, template: options.template ?? template },
      options,
    )
    living.add(site)
    return {
      ...site,
      async close() {
        living.delete(site)
        await site.close()
      },
    }
  }
  // Asked for by who leaves early, and again by who had begun it.
  let closing: Promise<void> | undefined
  const close = async () => {
    await program.close()
    // Those of trials that were broken off.
    await Promise.allSettled([...living].map((site) => site.close()))
    await server.close()
  }
  return {
    program,
    server,
    open,
    cost(options = {}) {
      const key = JSON.stringify(options)
      const known = costs.get(key) ?? measure(() => open(options))
      costs.set(key, known)
      return known
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

export async function makeTemplate(server: Server): Promise<void> {
  await server.run(`create database ${template}`)
  const database = await openDatabase(server.database(template), { max: 2, name: 'faults' })
  try {
    await migrate(database.pool, migrations)
  } finally {
    await database.close()
  }
}
