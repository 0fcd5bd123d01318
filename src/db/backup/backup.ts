import { createHash } from 'node:crypto'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { Failure } from '../../errors.ts'
import { readApplied, withMigrationLock } from '../migrate.ts'
import {
  columnList,
  fixFormats,
  listPartitions,
  listSequences,
  listTables,
  qualified,
  queueRevision,
} from './catalogue.ts'
import type { BackupTable, Header } from './format.ts'
import { countLines } from './reader.ts'
import { type BackupWriter, writeBackup } from './writer.ts'

/**
 * Writes the whole installation, as it is at one moment, to one file; work goes on meanwhile. Migrations wait until
 * it is done.
 */
export async function backUp(
  pool: pg.Pool,
  path: string,
  version: string,
): Promise<{ header: Header; rows: number }> {
  const client = await pool.connect()
  try {
    return await withMigrationLock(client, 'shared', () => atOneMoment(client, path, version))
  } finally {
    client.release(true)
  }
}

async function atOneMoment(
  client: pg.PoolClient,
  path: string,
  version: string,
): Promise<{ header: Header; rows: number }> {
  try {
    await client.query('begin isolation level repeatable read, read only')
    await fixFormats(client)
    const header = await describe(client, version)
    let rows = 0
    await writeBackup(path, async (writer) => {
      rows = await writeTables(client, writer, header)
    })
    await client.query('commit')
    return { header, rows }
  } catch (error) {
    // A copy that is broken off leaves the connection in the middle of an answer nobody reads any more.
    await client.end()
    throw error
  }
}

async function describe(client: pg.ClientBase, version: string): Promise<Header> {
  const migrations = await readApplied(client)
  if (migrations.length === 0) throw new Failure('database_empty')
  const { rows } = await client.query<{ id: string; postgres: string; created_at: string }>(
    `select id, current_setting('server_version') as postgres,
            to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as created_at from installation`,
  )
  return {
    format: 1,
    version,
    postgres: rows[0]?.postgres ?? '',
    created_at: rows[0]?.created_at ?? '',
    installation: rows[0]?.id ?? '',
    migrations,
    queue: await queueRevision(client),
    tables: await listTables(client),
    partitions: await listPartitions(client),
    sequences: await listSequences(client),
  }
}

async function writeTables(client: pg.ClientBase, writer: BackupWriter, header: Header): Promise<number> {
  await writer.describe('H', header)
  let rows = 0
  for (const table of header.tables) {
    await writer.describe('T', table)
    rows += await writeRows(client, writer, table)
  }
  await writer.describe('Z', { tables: header.tables.length, rows })
  return rows
}

async function writeRows(client: pg.ClientBase, writer: BackupWriter, table: BackupTable): Promise<number> {
  // A select, because COPY by itself does not read the partitions of a table.
  const stream = client.query(copyTo(`copy (select ${columnList(table)} from ${qualified(table)}) to stdout`))
  const hash = createHash('sha256')
  let rows = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk)
    rows += countLines(chunk)
    await writer.data(chunk)
  }
  await writer.describe('E', { rows, sha256: hash.digest('hex') })
  return rows
}
