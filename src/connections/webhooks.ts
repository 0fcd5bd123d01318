import { sql, type Transaction } from 'kysely'
import { type Db, transaction } from '../db/pool.ts'
import type { Row, Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { openSecret, sealSecret } from './credentials.ts'
import type { KeyRing } from './key-ring.ts'

export type Webhook = Row<'webhooks'>

/** Where a secret of a webhook lies: the one that is valid, and for a while the one before. */
const current = (id: string) => ({ purpose: 'webhook', record: id })
const previous = (id: string) => ({ purpose: 'webhook_previous', record: id })

/** How long deliveries that are signed with the secret before are taken. */
const previousHours = 24

/**
 * Each workspace that is read has its webhook wanted by the connection that reads it. One that another connection
 * registered is the new one's from now on, with its secret.
 */
export async function wantWebhooks(db: Db): Promise<void> {
  await sql`
    insert into webhooks as known (workspace_id, connection_id)
    select id, connection_id from workspaces where connection_id is not null
    on conflict (workspace_id) do update
       set connection_id = excluded.connection_id, state = 'waiting', detail = null
     where known.connection_id <> excluded.connection_id`.execute(db)
}

/** Forgets the webhooks of a connection or of one workspace, with their secrets and what they brought. */
export async function forgetWebhooks(
  tx: Db,
  whose: { readonly connectionId: string } | { readonly workspaceId: string },
): Promise<void> {
  const own =
    'connectionId' in whose
      ? sql`connection_id = ${whose.connectionId}`
      : sql`workspace_id = ${whose.workspaceId}`
  await sql`
    with gone as (delete from webhooks where ${own} returning id)
    delete from secrets using gone
     where purpose in ('webhook', 'webhook_previous') and record = gone.id::text`.execute(tx)
}

export async function getWebhook(db: Db, id: string): Promise<Webhook> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return row
}

export async function openWebhookSecret(db: Db, ring: KeyRing, id: string): Promise<string> {
  return openSecret(db, ring, current(id))
}

/** The secret; the first time `made`, and when the one before was lost with its key. */
export async function secretOrMade(
  db: Db,
  ring: KeyRing,
  id: string,
  made: () => string,
): Promise<{ readonly secret: string; readonly isNew: boolean }> {
  return transaction(db, async (tx) => {
    await lock(tx, id)
    const known = await tx
      .selectFrom('secrets')
      .select('record')
      .where('purpose', '=', 'webhook')
      .where('record', '=', id)
      .executeTakeFirst()
    if (known) return { secret: await openWebhookSecret(tx, ring, id), isNew: false }
    const secret = made()
    await sealSecret(tx, ring, current(id), secret)
    return { secret, isNew: true }
  })
}

/**
 * Puts a secret in the place of the one that is valid, which is taken for a day longer. Bitbucket is not told here:
 * until it was, the webhook waits.
 */
export async function replaceSecret(tx: Db, ring: KeyRing, id: string, secret: string): Promise<void> {
  await transaction(tx, async (tx) => {
    // Whoever tells Bitbucket the one before now is waited for.
    await sql`select pg_advisory_xact_lock(${keyOf(id)})`.execute(tx)
    await lock(tx, id)
    const { state, previous_secret_until } = await getWebhook(tx, id)
    const before = await openWebhookSecret(tx, ring, id).catch(absent)
    if (before === secret) return
    // While Bitbucket knows only the one before the last, that is the one to keep.
    const unheard = previous_secret_until !== null && (state === 'waiting' || state === 'failed')
    if (before !== null && !unheard) await sealSecret(tx, ring, previous(id), before)
    await sealSecret(tx, ring, current(id), secret)
    const until = before === null ? sql<Date | null>`previous_secret_until` : dayFromNow
    await tx
      .updateTable('webhooks')
      .set({ state: 'waiting', detail: null, previous_secret_until: until })
      .where('id', '=', id)
      .execute()
  })
}

const dayFromNow = sql<Date>`now() + make_interval(hours => ${previousHours})`

/** Secrets whose day is over are removed. As long as Bitbucket was not told of the new one, the day begins anew. */
export async function endOldSecrets(db: Db): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ previous_secret_until: dayFromNow })
    .where('previous_secret_until', 'is not', null)
    .where('state', 'in', ['waiting', 'failed'])
    .execute()
  await sql`
    with ended as (
      update webhooks set previous_secret_until = null where previous_secret_until <= now() returning id)
    delete from secrets using ended where purpose = 'webhook_previous' and record = ended.id::text`.execute(
    db,
  )
}

function absent(error: unknown): null {
  if (error instanceof Failure && error.code === 'not_found') return null
  throw error
}

/** Two that make a secret at once would each tell Bitbucket another. Deliveries that come meanwhile do not wait. */
async function lock(tx: Transaction<Schema>, id: string): Promise<void> {
  const row = await tx
    .selectFrom('webhooks')
    .select('id')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Failure('not_found')
}

/**
 * Two that ask Bitbucket about one webhook at once would each find none, and make one. Held by a connection of the
 * pool and no transaction: what is asked may take a minute.
 */
export function aloneWith<T>(db: Db, id: string, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(${keyOf(id)})`.execute(held)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${keyOf(id)})`.execute(held)
    }
  })
}

function keyOf(id: string) {
  return sql`hashtextextended(${`webhook ${id}`}, 7373)`
}
