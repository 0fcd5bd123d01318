import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Row } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { subjectsOf } from './entered/certificates.ts'
import type { Settings } from './entered/settings.ts'
import { forgetWebhooks } from './webhooks.ts'

export type Connection = Row<'connections'>

export interface NewConnection extends Settings {
  readonly connector: string
  readonly alias: string
  readonly api_url: string
}

/** Every connection, the default first, then by alias. */
export async function listConnections(db: Db): Promise<Connection[]> {
  return db.selectFrom('connections').selectAll().orderBy('is_default', 'desc').orderBy('alias').execute()
}

export async function getConnection(db: Db, id: string): Promise<Connection> {
  const row = await db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return row
}

export async function findConnection(db: Db, alias: string): Promise<Connection> {
  const row = await db.selectFrom('connections').selectAll().where('alias', '=', alias).executeTakeFirst()
  if (row) return row
  throw new Failure('not_found', { detail: `No connection is called ${alias}.` })
}

/** The connection as it is now; nobody else changes it until the transaction ends. */
export async function lockConnection(tx: Db, id: string): Promise<Connection> {
  const row = await tx
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return row
}

/** Adds a connection; the first one is the default. */
export async function addConnection(tx: Db, connection: NewConnection): Promise<Connection> {
  await lockDefault(tx)
  const any = await tx.selectFrom('connections').select('id').limit(1).executeTakeFirst()
  const added = await tx
    .insertInto('connections')
    .values({ ...connection, is_default: any === undefined })
    .onConflict((clash) => clash.column('alias').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!added) throw aliasTaken(connection.alias)
  return added
}

/** Changes a connection. The caller has locked it with `lockConnection`. */
export async function changeConnection(tx: Db, before: Connection, change: Settings): Promise<Connection> {
  if (change.alias !== undefined) await refuseTakenAlias(tx, before.id, change.alias)
  // Stopped already: what was made since then stays out.
  const stopped = change.auto_add_stopped_at ? before.auto_add_stopped_at : null
  return write(tx, before, stopped ? { ...change, auto_add_stopped_at: stopped } : change)
}

export async function suspendConnection(tx: Db, before: Connection): Promise<Connection> {
  return before.state === 'active' ? write(tx, before, { state: 'suspended' }) : before
}

export async function resumeConnection(tx: Db, before: Connection): Promise<Connection> {
  return before.state === 'suspended' ? write(tx, before, { state: 'active' }) : before
}

/** Makes it the connection that is meant when none is named. */
export async function makeDefault(tx: Db, before: Connection): Promise<Connection> {
  if (before.is_default) return before
  await lockDefault(tx)
  await tx.updateTable('connections').set({ is_default: false }).where('is_default', '=', true).execute()
  return write(tx, before, { is_default: true })
}

/**
 * Removes a connection with its credentials and runs. What was read of its workspaces stays, for a connection that
 * takes them over, unless `withRows` says that it goes too. The oldest of the others becomes the default.
 */
export async function removeConnection(tx: Db, connection: Connection, withRows: boolean): Promise<void> {
  await lockDefault(tx)
  await forgetWebhooks(tx, { connectionId: connection.id })
  if (withRows) await tx.deleteFrom('workspaces').where('connection_id', '=', connection.id).execute()
  await sql`
    delete from secrets using credentials
     where credentials.connection_id = ${connection.id}
       and secrets.purpose in ('credential', 'refresh_token') and secrets.record = credentials.id::text`.execute(
    tx,
  )
  await tx.deleteFrom('connections').where('id', '=', connection.id).execute()
  if (!connection.is_default) return
  const next = await tx.selectFrom('connections').select('id').orderBy('id').limit(1).executeTakeFirst()
  if (next) await tx.updateTable('connections').set({ is_default: true }).where('id', '=', next.id).execute()
}

/** For the audit log and for programs: certificates by their names. */
export function describeConnection(connection: Connection) {
  const { alias, connector, state, is_default, api_url, proxy_url, ca, source_access, rate_limit } =
    connection
  const { since, range_days, projects, include, exclude, auto_add_stopped_at, streams } = connection
  const { frequency_minutes, cron, skip_failed } = connection
  return {
    ...{ alias, connector, state, is_default, api_url, proxy_url, ca: ca && subjectsOf(ca), source_access },
    ...{ rate_limit, since, range_days, projects, include, exclude, auto_add: auto_add_stopped_at === null },
    ...{ streams, frequency_minutes, cron, skip_failed },
  }
}

export function subjectOfConnection({ id, alias }: Connection) {
  return { kind: 'connection', id, name: alias }
}

async function write(
  tx: Db,
  before: Connection,
  change: Settings & Partial<Pick<Connection, 'state' | 'is_default'>>,
): Promise<Connection> {
  return tx
    .updateTable('connections')
    .set({ ...change, version: before.version + 1, updated_at: sql<Date>`now()` })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** One connection is the default: whoever decides which waits for whoever is deciding. */
async function lockDefault(tx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('default connection', 7373))`.execute(tx)
}

/** `id`: the connection that may have it; null when none may. */
export async function refuseTakenAlias(db: Db, id: string | null, alias: string): Promise<void> {
  const other = await db.selectFrom('connections').select('id').where('alias', '=', alias).executeTakeFirst()
  if (other && other.id !== id) throw aliasTaken(alias)
}

function aliasTaken(alias: string): Failure {
  const problems = [{ path: 'alias', message: 'belongs to another connection' }]
  return new Failure('conflict', { detail: `There is a connection called ${alias}.`, data: { problems } })
}
