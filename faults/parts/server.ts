import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startPostgres } from '../../src/db/embedded/index.ts'

/** A PostgreSQL that can be stopped and started again; its address stays the same. */
export interface Server {
  readonly url: string
  /** Path of the socket it listens on. */
  readonly socket: string
  /** Orderly when there is patience, else as if its machine had failed. */
  stop(patience?: number): Promise<void>
  start(): Promise<void>
  /** Runs a statement outside of any database of ours. */
  run(statement: string): Promise<void>
  /** The address of a database of it. */
  database(name: string): string
  /** Stopped, and its directory removed. */
  close(): Promise<void>
}

/** The machine lives on, so that what the server wrote is there whether it waited for the disk or not. */
const usual = { fsync: 'off', full_page_writes: 'off', max_connections: '60' }

export async function openServer(
  directory = mkdtempSync(join(tmpdir(), 'windlass-faults-')),
  settings: Readonly<Record<string, string>> = usual,
): Promise<Server> {
  const begin = () => startPostgres({ dataDirectory: directory, settings })
  let running: EmbeddedPostgres | null = await begin()
  const { url } = running
  const database = (name: string) => {
    const address = new URL(url)
    address.pathname = `/${name}`
    return address.href
  }
  return {
    url,
    database,
    socket: join(new URL(url).searchParams.get('host') ?? '', '.s.PGSQL.5432'),
    async stop(patience) {
      await running?.stop(patience)
      running = null
    },
    async start() {
      running ??= await begin()
    },
    async run(statement) {
      const client = new pg.Client({ connectionString: database('postgres') })
      await client.connect()
      try {
        await client.query(statement)
      } finally {
        await client.end()
      }
    },
    async close() {
      await running?.stop(0)
      running = null
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
