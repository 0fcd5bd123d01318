import { getConnection } from '../../connections/connections.ts'
import { getWebhook, openWebhookSecret, replaceSecret } from '../../connections/webhooks.ts'
import { connectors } from '../../connectors/index.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Origin } from '../../people/caller.ts'
import { curlOf } from '../../sync/webhooks/by-hand.ts'
import { listFreshness } from '../../sync/webhooks/freshness.ts'
import {
  getOverview,
  listRefusals,
  listWebhooks,
  type WebhookOverview,
} from '../../sync/webhooks/overview.ts'
import { type Registrar, registerWebhook } from '../../sync/webhooks/register.ts'
import { makeSecret, readSecret } from '../../sync/webhooks/secret.ts'
import type { Committed } from '../change.ts'
import { deskOf } from '../connection-desk.ts'
import { webhooks as resource } from '../contract/webhooks.ts'
import { byId, page, readCursor } from '../cursor.ts'
import type { House } from '../house.ts'
import { implement } from './route.ts'

export const webhooks = implement(resource, {
  list: async ({ db, query: { connection } }) => {
    const [rows, refusals] = await Promise.all([
      listWebhooks(db, { connection }),
      listRefusals(db, connection),
    ])
    return {
      items: rows.map(webhookOf),
      refusals: refusals.map((one) => ({ ...one, last_at: one.last_at.toISOString() })),
    }
  },

  freshness: async ({ db, query }) => {
    const { cursor, limit = 50, connection } = query
    const after = readCursor('freshness', byId, cursor)?.[0]
    const rows = await listFreshness(db, connection, after, limit + 1)
    return page('freshness', rows, {
      limit,
      place: ({ id }) => [id],
      item: ({ last_event_at, reconciled_at, ...row }) => ({
        ...row,
        last_event_at: last_event_at?.toISOString() ?? null,
        reconciled_at: reconciled_at?.toISOString() ?? null,
      }),
    })
  },

  get: async ({ db, params }) => webhookOf(await getOverview(db, params.id)),

  curl: async ({ house, params, origin, baseUrl }) => ({
    commands: await curlOf(registrarOf(house, origin, baseUrl), params.id, null),
  }),

  register: async ({ house, params, origin, baseUrl, change }) => {
    await demandActive(house, params.id)
    const done = await change(async (tx) => {
      const row = await getOverview(tx, params.id)
      return { answer: webhookOf(row), subject: subjectOf(row), before: { state: row.state } }
    })
    return told(done, registrarOf(house, origin, baseUrl), params.id)
  },

  setSecret: async ({ house, params, body, origin, baseUrl, change }) => {
    const secret = readSecret(body.secret)
    await demandActive(house, params.id)
    const done = await change((tx) => replaced(tx, house, params.id, secret))
    return told(done, registrarOf(house, origin, baseUrl), params.id)
  },

  rotate: async ({ house, params, origin, baseUrl, change }) => {
    await demandActive(house, params.id)
    const done = await change((tx) => replaced(tx, house, params.id, makeSecret()))
    return told(done, registrarOf(house, origin, baseUrl), params.id)
  },

  reveal: async ({ house, params, origin, baseUrl, change }) => {
    const registrar = registrarOf(house, origin, baseUrl)
    return change(async (tx) => {
      const row = await getOverview(tx, params.id)
      const secret = await openWebhookSecret(tx, house.keyRing, params.id)
      const commands = await curlOf({ ...registrar, db: tx }, params.id, secret)
      return { answer: { secret, commands }, subject: subjectOf(row) }
    })
  },
})

async function replaced(tx: Db, { keyRing }: House, id: string, secret: string) {
  await replaceSecret(tx, keyRing, id, secret)
  const row = await getOverview(tx, id)
  const after = { before_is_taken_until: row.previous_secret_until }
  return { answer: webhookOf(row), subject: subjectOf(row), after }
}

/** The change is made and noted before Bitbucket is asked; the answer is what came of that. */
async function told(
  done: Committed<ReturnType<typeof webhookOf>>,
  registrar: Registrar,
  id: string,
): Promise<typeof done> {
  await registerWebhook(registrar, id)
  return { ...done, answer: webhookOf(await getOverview(registrar.db, id)) }
}

/** Whoever asks from this machine reaches us as a Bitbucket on it would. */
function registrarOf(house: House, { address }: Origin, baseUrl: string): Registrar {
  const isHere = /^(::1|(::ffff:)?127\.)/.test(address)
  return { ...deskOf(house), connectors, ...(isHere ? { own: baseUrl } : {}) }
}

/** Bitbucket is not asked for a connection that is to rest. */
async function demandActive({ database }: House, id: string): Promise<void> {
  const { connection_id } = await getWebhook(database.kysely, id)
  const { alias, state } = await getConnection(database.kysely, connection_id)
  if (state === 'active') return
  throw new Failure('conflict', { detail: `The connection ${alias} is ${state}: resume it first.` })
}

function subjectOf({ id, slug }: WebhookOverview) {
  return { kind: 'webhook', id, name: slug }
}

function webhookOf(row: WebhookOverview) {
  const { lag_p50, lag_p99 } = row
  return {
    ...{ id: row.id, detail: row.detail, url: row.url, events: row.events },
    connection: { id: row.connection_id, alias: row.alias },
    workspace: { id: row.workspace_id, slug: row.slug, name: row.name },
    // The table allows these four and no other.
    state: row.state as 'waiting' | 'registered' | 'by_hand' | 'failed',
    secret_last_four: row.last_four,
    previous_secret_until: row.previous_secret_until?.toISOString() ?? null,
    checked_at: row.checked_at?.toISOString() ?? null,
    repaired_at: row.repaired_at?.toISOString() ?? null,
    first_delivery_at: row.first_delivery_at?.toISOString() ?? null,
    last_delivery_at: row.last_delivery_at?.toISOString() ?? null,
    lag: lag_p50 === null || lag_p99 === null ? null : { p50_seconds: lag_p50, p99_seconds: lag_p99 },
    last_day: { received: row.received, done: row.done, unknown: row.unknown, dead: row.dead },
  }
}
