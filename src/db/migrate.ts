import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Logger, runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { Failure } from '../errors.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly text: string
}

export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
}

/** Any constant will do, as long as every version of Windlass uses the same: "windlass" in a telephone keypad. */
const lockKey = 94_635_277

/** Long enough for a short query to end, short enough that readers queued behind our lock do not pile up. */
const lockTimeout = '5s'
const lockAttempts = 6
const lockNotAvailable = '55P03'

/**
 * Brings the database up to the migrations of this version, graphile-worker's schema included. Refuses before
 * it changes anything when what was applied before does not fit the files.
 */
export async function migrate(pool: pg.Pool, directory: string): Promise<{ applied: string[] }> {
  const files = await readMigrations(directory)
  const client = await pool.connect()
  try {
    return await withMigrationLock(client, 'alone', async () => {
      const done = await readApplied(client)
      checkApplied(done, files)
      await migrateQueue(pool)
      const pending = files.slice(done.length)
      for (const file of pending) await applyWithRetries(client, file)
      return { applied: pending.map((file) => file.name) }
    })
  } finally {
    client.release()
  }
}

/**
 * Waits until nobody migrates, and keeps others from it while `work` runs. The session holds the lock, so that it ends
 * with the process.
 */
export async function withMigrationLock<T>(
  client: pg.ClientBase,
  mode: 'alone' | 'shared',
  work: () => Promise<T>,
): Promise<T> {
  const suffix = mode === 'shared' ? '_shared' : ''
  await client.query(`select pg_advisory_lock${suffix}($1)`, [lockKey])
  try {
    return await work()
  } finally {
    await client.query(`select pg_advisory_unlock${suffix}($1)`, [lockKey]).catch(() => {})
  }
}

/** The migrations this version brings, in order. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const file of names) {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1] ?? Number.NaN)
    if (Number.isNaN(number)) refuse(`${file} is not named like 0001_name.sql.`, { migration: file })
    const name = file.slice(0, -'.sql'.length)
    const twin = migrations.find((migration) => migration.number === number)
    if (twin) refuse(`${twin.name} and ${name} carry the same number.`, { migration: name })
    // A checkout that turns line ends into CRLF is the same migration.
    const text = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n')
    migrations.push({ number, name, text, checksum: createHash('sha256').update(text).digest('hex') })
  }
  return migrations
}

/** What was applied to this database, in order; nothing for a database that was never migrated. */
export async function readApplied(client: pg.ClientBase | pg.Pool): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('public.migrations') is not null as found`,
  )
  if (!rows[0]?.found) return []
  return (await client.query<AppliedMigration>('select name, checksum from migrations order by name')).rows
}

function checkApplied(done: readonly AppliedMigration[], files: readonly Migration[]): void {
  const newest = files.at(-1)?.name ?? ''
  for (const applied of done) {
    const file = files.find((candidate) => candidate.name === applied.name)
    if (file?.checksum === applied.checksum) continue
    const data = { migration: applied.name }
    if (file) refuse(`${applied.name} was changed after it was applied to this database.`, data)
    if (applied.name > newest) {
      refuse(
        `It was migrated by a newer version: ${applied.name} is unknown here, the newest is ${newest}.`,
        data,
      )
    }
    refuse(`${applied.name} was applied to this database, but its file is missing.`, data)
  }
  const last = done.at(-1)?.name ?? ''
  const late = files.find((file) => file.name < last && !done.some((applied) => applied.name === file.name))
  if (late) refuse(`${late.name} comes before ${last}, which is applied already.`, { migration: late.name })
}

async function applyWithRetries(client: pg.ClientBase, file: Migration): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply(client, file)
    } catch (cause) {
      await client.query('rollback').catch(() => {})
      const blocked = (cause as { code?: unknown }).code === lockNotAvailable
      if (blocked && attempt < lockAttempts) continue
      const reason = blocked
        ? `another session kept a lock on its tables through ${lockAttempts} attempts of ${lockTimeout}`
        : (cause as Error).message
      throw new Failure('migration_failed', {
        detail: `${file.name}: ${reason}.`,
        data: { migration: file.name },
        cause,
      })
    }
  }
}

async function apply(client: pg.ClientBase, file: Migration): Promise<void> {
  await client.query('begin')
  await client.query(`set local lock_timeout = '${lockTimeout}'`)
  await applyMigration(client, file)
  await client.query('commit')
}

/** Runs one migration in the caller's transaction and writes down that it did. */
export async function applyMigration(client: pg.ClientBase, file: Migration): Promise<void> {
  await client.query(createTable)
  await client.query(file.text)
  await client.query('insert into migrations (name, checksum) values ($1, $2)', [file.name, file.checksum])
}

/** graphile-worker knows by itself whether its schema was made by a version that this one cannot work with. */
export async function migrateQueue(pool: pg.Pool): Promise<void> {
  const silent = new Logger(() => () => {})
  try {
    await runMigrations({ pgPool: pool, logger: silent })
  } catch (cause) {
    refuse(`The job queue says: ${cause instanceof Error ? cause.message : String(cause)}`, {}, cause)
  }
}

function refuse(detail: string, data: Record<string, unknown>, cause?: unknown): never {
  throw new Failure('migration_refused', { detail, data, cause })
}

const createTable = `
  create table if not exists migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  );
  comment on table migrations is 'The migrations applied to this database, in the order of their names.';
  comment on column migrations.name is 'Name of the file without its ending.';
  comment on column migrations.checksum is 'SHA-256 of the file when it was applied, in hexadecimal.';
  comment on column migrations.applied_at is 'When it was applied.'`
