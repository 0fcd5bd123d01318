import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../src/db/embedded/index.ts'
import { migrate } from '../src/db/migrate.ts'
import { openDatabase } from '../src/db/pool.ts'
import { databaseUrl, runDirectory } from './postgres.ts'

/**
 * One server for the run: the one of DATABASE_URL, else a bundled one in a directory of its own. Every database is
 * named after the run, so that several runs share a server, and what a killed test left is dropped at the end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer()
  const run = `windlass_test_${randomBytes(4).toString('hex')}`
  const template = `${run}_template`
  const tearDown = async () => {
    await withClient(server.url, (client) => dropAll(client, run))
    await server.stop()
    rmSync(runDirectory(run), { recursive: true, force: true })
  }
  try {
    await makeTemplate(server.url, template)
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('postgres', { url: server.url, run, template })
  return tearDown
}

async function makeTemplate(url: string, template: string): Promise<void> {
  await withClient(url, (client) => client.query(`create database ${template}`))
  const database = await openDatabase(databaseUrl(url, template), { max: 4, name: 'template' })
  try {
    await migrate(database.pool, join(import.meta.dirname, '../migrations'))
  } finally {
    await database.close()
  }
}

/**
 * Nothing of a test must outlive a power cut. A file takes a dozen connections, and files run side by side, each with
 * databases of its own that hold little: none needs a visit every few seconds.
 */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  autovacuum_naptime: '1min',
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const external = process.env.DATABASE_URL
  if (external) return { url: external, stop: async () => {} }
  const directory = mkdtempSync(join(tmpdir(), 'windlass-test-'))
  const server = await startPostgres({ dataDirectory: directory, settings })
  const stop = async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  return { url: server.url, stop }
}

async function dropAll(client: pg.Client, run: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [run],
  )
  for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { url: string; run: string; template: string }
  }
}
