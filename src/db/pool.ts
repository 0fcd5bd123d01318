import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { Failure } from '../errors.ts'
import { PreparingClient } from './preparing-client.ts'
import type { Schema } from './schema.ts'

/** What queries run on: the database, or a transaction of it. */
export type Db = Kysely<Schema>

export interface Database {
  readonly kysely: Db
  readonly pool: pg.Pool
  readonly url: string
  close(): Promise<void>
}

interface PoolOptions {
  /** Most connections this process opens. */
  readonly max: number
  /** Shown in pg_stat_activity. */
  readonly name: string
}

/** `nulls not distinct` and `merge` arrived with 15. */
const oldestVersion = 15

const dateType = 1082

/**
 * A process that is paused or cut off inside a transaction keeps its row locks. The server ends such a
 * transaction after a minute, so that what it held can be claimed by another.
 */
const sessionSettings = `set timezone = 'UTC'; set idle_in_transaction_session_timeout = '60s'`

/** Opens the pool and makes sure that it leads to a PostgreSQL we can work on. */
export async function openDatabase(url: string, options: PoolOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
    types,
    Client: PreparingClient,
    onConnect: setUpSession,
  })
  // A connection that breaks is replaced by the pool, and the query on it fails by itself; unheard, these events
  // would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await checkServer(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  // kysely.destroy() would leave the pool open when no query ever went through kysely.
  return { kysely, pool, url, close: () => pool.end() }
}

/** Runs `work` in one transaction; inside another transaction it joins that one. */
export function transaction<T>(db: Db, work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Transaction<Schema>) : db.transaction().execute(work)
}

/** A `date` stays text: made a Date at midnight of the local zone, it would become the day before in UTC. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === dateType ? (text: string) => text : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

async function setUpSession(client: pg.ClientBase): Promise<void> {
  await client.query(sessionSettings)
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const version = await serverVersion(pool)
  if (version >= oldestVersion) return
  throw new Failure('database_too_old', { detail: `It is version ${version}.`, data: { version } })
}

async function serverVersion(pool: pg.Pool): Promise<number> {
  try {
    const { rows } = await pool.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    )
    return Math.floor(Number(rows[0]?.version) / 10_000)
  } catch (cause) {
    // The driver's message names host, user and database, never the password. Node leaves the message empty
    // when it tried several addresses and none answered.
    const { message, code } = cause as { message?: string; code?: string }
    throw new Failure('database_unreachable', { detail: `The reason: ${message || code}.`, cause })
  }
}
