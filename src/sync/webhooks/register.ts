import type { Updateable } from 'kysely'
import { type Connection, getConnection } from '../../connections/connections.ts'
import { writeSyncLog } from '../../connections/sync-log.ts'
import {
  aloneWith,
  endOldSecrets,
  getWebhook,
  secretOrMade,
  type Webhook,
  wantWebhooks,
} from '../../connections/webhooks.ts'
import type { Db } from '../../db/pool.ts'
import type { Schema } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import { type Desk, sourceOf, withClient } from '../connect.ts'
import type { Client } from '../http/client.ts'
import type { Connector } from '../stream.ts'
import { description } from './curl.ts'
import { bare, type Hook, hooksOf, offeredEvents, type Wanted } from './hooks.ts'
import { makeSecret } from './secret.ts'
import { webhookUrl, withoutUrl } from './url.ts'

export interface Registrar extends Desk {
  readonly connectors: readonly Connector[]
  /** Where this installation is reached on its own machine, for a Bitbucket that runs there too. */
  readonly own?: string | undefined
}

/** Registers what waits and puts right what is registered: of one connection, or of all that are read. */
export async function checkWebhooks(registrar: Registrar, connectionId?: string): Promise<Webhook[]> {
  const { db } = registrar
  await wantWebhooks(db)
  const rows = await db
    .selectFrom('webhooks')
    .innerJoin('connections', 'connections.id', 'webhooks.connection_id')
    .select('webhooks.id')
    .where('connections.state', '=', 'active')
    .$if(connectionId !== undefined, (query) => query.where('connections.id', '=', connectionId ?? ''))
    .orderBy('webhooks.id')
    .execute()
  const checked: Webhook[] = []
  for (const { id } of rows) checked.push(await registerWebhook(registrar, id))
  await endOldSecrets(db)
  return checked
}

/**
 * Has Bitbucket send what happens in a workspace to us: finds the webhook again by its uuid or its address, makes it
 * when there is none, and puts it right when it is another than the one we want. What stands in the way is its state.
 */
export async function registerWebhook(registrar: Registrar, id: string): Promise<Webhook> {
  return aloneWith(registrar.db, id, async () => {
    const before = await getWebhook(registrar.db, id)
    const connection = await getConnection(registrar.db, before.connection_id)
    const { own } = registrar
    const url = webhookUrl(registrar.config, connection.api_url, { own, known: before.url })
    if (url === null) return note(registrar.db, before, { state: 'waiting', detail: withoutUrl })
    try {
      const told = await tell(registrar, { before, connection, url })
      return await keep(registrar.db, before, told)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return failed(registrar.db, before, url, error)
    }
  })
}

interface Told {
  readonly hook: Hook
  /** What had to be done. */
  readonly what: 'nothing' | 'created' | 'told' | 'repaired'
}

interface Question {
  readonly before: Webhook
  readonly connection: Connection
  readonly url: string
}

/** With one credential after the other: that one may not manage webhooks says nothing about the next. */
async function tell(registrar: Registrar, question: Question): Promise<Told> {
  const { before, connection, url } = question
  const { db, keyRing, connectors } = registrar
  const events = connectors.find(({ name }) => name === connection.connector)?.events?.wanted ?? []
  const { secret, isNew } = await secretOrMade(db, keyRing, before.id, makeSecret)
  const { slug } = await db
    .selectFrom('workspaces')
    .select('slug')
    .where('id', '=', before.workspace_id)
    .executeTakeFirstOrThrow()
  // Of what Bitbucket has, the secret is the one thing it does not say: unless it is known to have ours, it is told.
  const isTold = before.state === 'registered' && !isNew
  return withAny(registrar, connection, async (client) => {
    const offered = await offeredEvents(client, connection.api_url)
    const wanted = { url, secret, events: events.filter((event) => offered.includes(event)) }
    return settle(hooksOf(client, slug), { before, wanted, isTold })
  })
}

interface Aim {
  readonly before: Webhook
  readonly wanted: Wanted
  readonly isTold: boolean
}

async function settle(hooks: ReturnType<typeof hooksOf>, { before, wanted, isTold }: Aim): Promise<Told> {
  const listed = await hooks.list()
  const found =
    listed.find(({ uuid }) => bare(uuid) === before.uuid) ?? listed.find(({ url }) => url === wanted.url)
  // It was as we wanted it once, and is not any more.
  const wasRight = before.uuid !== null && before.url === wanted.url
  if (found === undefined) {
    const hook = await hooks.create(wanted)
    return { hook, what: wasRight ? 'repaired' : 'created' }
  }
  // Another of ours would bring everything twice, signed with who knows what.
  for (const twin of listed) {
    if (twin !== found && twin.url === wanted.url && twin.description === description)
      await hooks.remove(twin)
  }
  const differs = isOther(found, wanted)
  if (isTold && !differs) return { hook: found, what: 'nothing' }
  return { hook: await hooks.update(found, wanted), what: differs && wasRight ? 'repaired' : 'told' }
}

function isOther({ url, active, events, secret_set }: Hook, wanted: Wanted): boolean {
  if (url !== wanted.url || !active || secret_set === false) return true
  return events.length !== wanted.events.length || wanted.events.some((event) => !events.includes(event))
}

/** Why the next credential may do better. */
const ofOneCredential: readonly string[] = ['source_forbidden', 'source_refused', 'source_throttled']

async function withAny<T>(
  desk: Desk,
  connection: Connection,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { way, credentials } = await sourceOf(desk, connection)
  let refusal: unknown = new Failure('source_refused', {
    detail: 'The connection has no credential.',
    data: { status: null },
  })
  for (const [index, credential] of credentials.entries()) {
    try {
      return await withClient(desk, { way, credentials: [credential] }, work)
    } catch (error) {
      if (index === 0) refusal = error
      if (!(error instanceof Failure && ofOneCredential.includes(error.code))) throw error
    }
  }
  throw refusal
}

async function keep(db: Db, before: Webhook, { hook, what }: Told): Promise<Webhook> {
  if (what !== 'nothing') await log(db, before, 'info', null)
  return note(db, before, {
    ...{ state: 'registered', detail: null, url: hook.url, uuid: bare(hook.uuid), events: hook.events },
    checked_at: new Date(),
    ...(what === 'repaired' ? { repaired_at: new Date() } : {}),
  })
}

/** Without the right to manage webhooks a person can make it; what else goes wrong is tried again. */
async function failed(db: Db, before: Webhook, url: string, error: Failure): Promise<Webhook> {
  const byHand = error.code === 'source_forbidden' || error.code === 'source_refused'
  const state = byHand ? 'by_hand' : 'failed'
  await log(db, before, byHand ? 'warning' : 'error', error)
  return note(db, before, { state, detail: error.message, url, checked_at: new Date() })
}

async function note(db: Db, { id }: Webhook, change: Updateable<Schema['webhooks']>): Promise<Webhook> {
  const row = await db
    .updateTable('webhooks')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return row
}

async function log(
  db: Db,
  { connection_id }: Webhook,
  level: 'info' | 'warning' | 'error',
  error: Failure | null,
): Promise<void> {
  const { status, path } = { status: null, path: '/hooks', ...error?.data } as {
    status: number | null
    path: string
  }
  const message = error?.message ?? null
  await writeSyncLog(db, { connection_id, operation: 'webhook', level, status, path, error: message })
}
