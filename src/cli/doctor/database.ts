import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { compareKeys, KeyRing, neededKeys } from '../../connections/key-ring.ts'
import { readApplied, readMigrations } from '../../db/migrate.ts'
import type { Database, Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { attention, bad, type Finding, ok } from './finding.ts'

/** Extensions the search and the combined indexes of the catalogue need. */
const extensions = ['pg_trgm', 'btree_gin']

/** Everything about the database, as far as it can be reached. */
export async function checkDatabase(config: Config, open: () => Promise<Database>): Promise<Finding[]> {
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDirectory, 'postgres'))) {
    return [
      ok('database', 'The bundled PostgreSQL has not been started yet; the first start makes its database.'),
    ]
  }
  let database: Database
  try {
    database = await open()
  } catch (error) {
    if (error instanceof Failure) return [bad('database', error.message, error.next)]
    throw error
  }
  return [
    await checkVersion(database, config),
    await checkExtensions(database),
    await checkConnections(database, config),
    await checkMigrations(database, config),
    await checkClock(database),
    await checkKeys(database, config),
  ]
}

async function checkVersion({ pool }: Database, config: Config): Promise<Finding> {
  const { rows } = await pool.query<{ version: string; size: string }>(
    `select current_setting('server_version') as version,
       pg_size_pretty(pg_database_size(current_database())) as size`,
  )
  const where = config.databaseUrl === undefined ? 'bundled' : 'at DATABASE_URL'
  return ok('database', `PostgreSQL ${rows[0]?.version}, ${where}, holds ${rows[0]?.size}`)
}

async function checkExtensions({ pool }: Database): Promise<Finding> {
  const { rows } = await pool.query<{ name: string }>(
    'select name from pg_available_extensions where name = any($1)',
    [extensions],
  )
  const missing = extensions.filter((name) => !rows.some((row) => row.name === name))
  if (missing.length === 0) return ok('extensions', `${extensions.join(' and ')} can be had`)
  return bad(
    'extensions',
    `PostgreSQL does not offer ${missing.join(' and ')}.`,
    'Install the package with its contrib modules (Debian: postgresql-contrib) on the database server.',
  )
}

async function checkConnections({ pool }: Database, config: Config): Promise<Finding> {
  const { rows } = await pool.query<{ most: number; used: number }>(
    `select current_setting('max_connections')::int as most,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used`,
  )
  const { most = 0, used = 0 } = rows[0] ?? {}
  const found = `${used} of ${most} connections are open; a process takes up to ${config.databaseConnections}`
  if (used + config.databaseConnections <= most * 0.9) return ok('connections', found)
  return attention('connections', found, 'Raise max_connections, or lower WINDLASS_DATABASE_CONNECTIONS.')
}

async function checkMigrations({ pool }: Database, config: Config): Promise<Finding> {
  const [applied, files] = await Promise.all([
    readApplied(pool),
    readMigrations(join(config.root, 'migrations')),
  ])
  const pending = files.filter((file) => !applied.some((row) => row.name === file.name))
  const foreign = applied.filter((row) => !files.some((file) => file.name === row.name))
  if (foreign.length > 0) {
    return bad(
      'migrations',
      `The database was migrated by another version: ${foreign.map((row) => row.name).join(', ')} is unknown here.`,
      'Run the version that migrated it last, or a newer one.',
    )
  }
  if (pending.length === 0) return ok('migrations', `all ${files.length} applied`)
  return attention(
    'migrations',
    `${pending.length} of ${files.length} are not applied yet.`,
    '`windlass start` applies them, or `windlass migrate`.',
  )
}

/** Leases and schedules go by the clock of the database; log lines and tokens by that of this machine. */
async function checkClock({ pool }: Database): Promise<Finding> {
  const before = Date.now()
  const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now')
  const middle = (before + Date.now()) / 2
  return clockFinding('clock', 'the database', Math.abs((rows[0]?.now.getTime() ?? 0) - middle))
}

export function clockFinding(check: string, other: string, milliseconds: number): Finding {
  const found = `${(milliseconds / 1000).toFixed(1)} s apart from ${other}`
  const next = 'Set the clocks by NTP: tokens, webhooks and metrics depend on the time.'
  if (milliseconds < 2000) return ok(check, found)
  return milliseconds < 60_000 ? attention(check, found, next) : bad(check, found, next)
}

async function checkKeys({ kysely, pool }: Database, config: Config): Promise<Finding> {
  const { rows } = await pool.query<{ found: boolean }>(
    `select to_regclass('sealing_key') is not null as found`,
  )
  if (!rows[0]?.found) return ok('key ring', 'no secret is stored yet')
  const ring = await readRing(config, kysely)
  if (ring instanceof Failure) return bad('key ring', ring.message, ring.next)
  if (ring.keys.length === 0 && (await neededKeys(kysely)).size === 0) {
    return ok('key ring', `empty; the first start makes ${ring.path}`)
  }
  const source = ring.source === 'environment' ? 'WINDLASS_KEY' : ring.path
  if (!ring.lost) return ok('key ring', `${ring.keys.length} in ${source}; every stored secret can be opened`)
  return bad(
    'key ring',
    `The key that sealed the stored secrets is not in ${source}.`,
    'Put the key back (from a backup of the key file, or the WINDLASS_KEY it had); nothing has been overwritten.',
  )
}

/** Read only: neither a key file nor a row is made. */
async function readRing(config: Config, db: Db): Promise<KeyRing | Failure> {
  try {
    const ring = new KeyRing(config)
    await compareKeys(db, ring)
    return ring
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
