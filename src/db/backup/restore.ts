import { once } from 'node:events'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import {
  applyMigration,
  type Migration,
  migrate,
  migrateQueue,
  readMigrations,
  withMigrationLock,
} from '../migrate.ts'
import { columnList, fixFormats, listTables, qualified, queueRevision } from './catalogue.ts'
import { releaseConstraints } from './constraints.ts'
import { clearSchema, refuseUnlessEmpty } from './empty.ts'
import { type BackupTable, type Header, invalid } from './format.ts'
import { readBackup, verifyBackup } from './reader.ts'

export interface Restored {
  readonly header: Header
  readonly rows: number
  /** Migrations of this version that the backup did not have yet. */
  readonly applied: string[]
}

/**
 * Brings an installation back from its file, into a database that holds none. The file is read to its end before
 * anything is touched; then all happens in one transaction: the schema as it was, the rows, and last the migrations
 * that came since. What fails leaves the database as it was.
 */
export async function restore(pool: pg.Pool, path: string, directory: string): Promise<Restored> {
  const { header, rows } = await verifyBackup(path)
  const files = migrationsOf(header, await readMigrations(directory))
  const client = await pool.connect()
  try {
    await withMigrationLock(client, 'alone', async () => {
      await refuseUnlessEmpty(client)
      await withQueue(pool, client, header, () => loadAll(client, path, header, files))
    })
  } finally {
    client.release(true)
  }
  const { applied } = await migrate(pool, directory)
  await pool.query('analyze')
  return { header, rows, applied }
}

/** The files of the migrations the backup was made under; they must be the first of ours, unchanged. */
function migrationsOf(header: Header, files: readonly Migration[]): Migration[] {
  for (const [index, { name, checksum }] of header.migrations.entries()) {
    const file = files[index]
    if (file?.name === name && file.checksum === checksum) continue
    if (!file) throw invalid(`It was made by a newer version, ${header.version}: ${name} is unknown here.`)
    throw invalid(`It was made under the migration ${name}, which this version has changed or lacks.`)
  }
  return files.slice(0, header.migrations.length)
}

/** Makes the schema of the job queue, which migrates itself in transactions of its own, and takes it away again. */
async function withQueue(
  pool: pg.Pool,
  client: pg.ClientBase,
  header: Header,
  work: () => Promise<void>,
): Promise<void> {
  const fresh = (await queueRevision(client)) === 0
  try {
    await migrateQueue(pool)
    const revision = await queueRevision(client)
    if (header.queue > revision) {
      throw invalid(
        `It was made by a newer version, ${header.version}: its job queue has revision ${header.queue}.`,
      )
    }
    await work()
  } catch (error) {
    if (fresh) await pool.query('drop schema if exists graphile_worker cascade')
    throw error
  }
}

async function loadAll(
  client: pg.PoolClient,
  path: string,
  header: Header,
  files: readonly Migration[],
): Promise<void> {
  await client.query('begin')
  try {
    await fixFormats(client)
    await clearSchema(client)
    for (const file of files) await applyMigration(client, file)
    await makePartitions(client, header)
    await checkTables(client, header)
    const restoreConstraints = await releaseConstraints(client)
    await client.query(`truncate ${(await listTables(client)).map(qualified).join(', ')} restart identity`)
    await loadTables(client, path)
    await restoreConstraints().catch((error) => refuseRows('Its rows do not fit together', error))
    await setSequences(client, header)
    await client.query('commit')
  } catch (error) {
    // Rolls back, also in the middle of a copy, where no command would be heard.
    await client.end()
    throw error
  }
}

async function makePartitions(client: pg.ClientBase, header: Header): Promise<void> {
  for (const partition of header.partitions) {
    const parent = qualified({ schema: partition.schema, name: partition.parent })
    await client.query(
      `create table if not exists ${qualified(partition)} partition of ${parent} ${partition.bound}`,
    )
  }
}

/** The schema of the job queue may be newer than the backup's: every table and column it had must still be there. */
async function checkTables(client: pg.ClientBase, header: Header): Promise<void> {
  const known = new Map((await listTables(client)).map((table) => [qualified(table), table.columns]))
  for (const table of header.tables) {
    const columns = known.get(qualified(table))
    if (columns && table.columns.every((column) => columns.includes(column))) continue
    throw invalid(`This version has no place for its table ${table.name}.`)
  }
}

async function loadTables(client: pg.ClientBase, path: string): Promise<void> {
  let load: Load | undefined
  for await (const part of readBackup(path)) {
    if (part.kind === 'table') load = startLoad(client, part.table)
    if (part.kind === 'data') await load?.write(part.bytes)
    if (part.kind === 'end') await load?.end(part.end.rows)
  }
}

interface Load {
  write(bytes: Buffer): Promise<void>
  end(rows: number): Promise<void>
}

function startLoad(client: pg.ClientBase, table: BackupTable): Load {
  const stream = client.query(copyFrom(`copy ${qualified(table)} (${columnList(table)}) from stdin`))
  const refuse = (error: unknown) => refuseRows(`PostgreSQL refuses rows of its table ${table.name}`, error)
  let failure: unknown
  stream.on('error', (error) => {
    failure = error
  })
  return {
    async write(bytes) {
      if (failure) refuse(failure)
      if (!stream.write(bytes)) await once(stream, 'drain').catch(refuse)
    },
    async end(rows) {
      if (failure) refuse(failure)
      stream.end()
      await once(stream, 'finish').catch(refuse)
      if (stream.rowCount !== rows)
        throw invalid(`The table ${table.name} took ${stream.rowCount} of ${rows} rows.`)
    },
  }
}

/** Bad data and broken rules (SQLSTATE 22 and 23) are the file's fault; a full disk or a lost server is not. */
function refuseRows(sentence: string, error: unknown): never {
  const { code, message } = error as { code?: string; message?: string }
  throw /^2[23]/.test(code ?? '') ? invalid(`${sentence}: ${message}.`, error) : error
}

async function setSequences(client: pg.ClientBase, header: Header): Promise<void> {
  for (const sequence of header.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      qualified(sequence),
      sequence.value,
      sequence.used,
    ])
  }
}
