import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../src/db/pool.ts'

/** A migrated database of the caller's own, cloned from the template; it is dropped when it is closed. */
export function testDatabase(): Promise<Database> {
  return freshDatabase(`template ${inject('postgres').template}`)
}

/** A database without any table; it is dropped when it is closed. */
export function emptyDatabase(): Promise<Database> {
  return freshDatabase('template template0')
}

/** A directory that is removed at the end of the run. */
export function temporaryDirectory(): string {
  const home = runDirectory(inject('postgres').run)
  mkdirSync(home, { recursive: true })
  return mkdtempSync(join(home, 'test-'))
}

/** Where the directories of one run lie. */
export function runDirectory(run: string): string {
  return join(tmpdir(), run)
}

/** The address of another database on the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function freshDatabase(origin: string): Promise<Database> {
  const { url, run } = inject('postgres')
  const name = `${run}_${randomBytes(5).toString('hex')}`
  await runOnServer(url, `create database ${name} ${origin}`)
  const database = await openDatabase(databaseUrl(url, name), { max: 10, name: 'test' })
  const close = async () => {
    await database.close()
    await runOnServer(url, `drop database if exists ${name} with (force)`)
  }
  return { ...database, close }
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
