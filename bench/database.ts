import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../src/db/embedded/index.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Database, openDatabase } from '../src/db/pool.ts'

/** A migrated installation on the bundled server as it ships, durable writes included; thrown away afterwards. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'windlass-bench-'))
  const server = await startPostgres({ dataDirectory: directory })
  try {
    const database = await openDatabase(server.url, { max: 10, name: 'bench' })
    await migrate(database.pool, join(import.meta.dirname, '../migrations'))
    try {
      return await work(database)
    } finally {
      await database.close()
    }
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}
