/** Writes src/db/schema.ts from the migrations, by way of a database that is thrown away. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../src/config.ts'
import { startPostgres } from '../src/db/embedded/index.ts'
import { generateSchema } from '../src/db/generate-schema.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/pool.ts'

const directory = mkdtempSync(join(tmpdir(), 'windlass-schema-'))
const server = await startPostgres({ dataDirectory: directory, settings: { fsync: 'off' } })
try {
  const database = await openDatabase(server.url, { max: 4, name: 'schema' })
  await migrate(database.pool, join(packageRoot(), 'migrations'))
  writeFileSync(join(packageRoot(), 'src/db/schema.ts'), await generateSchema(database.pool))
  await database.close()
} finally {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
}
