import { sql } from 'kysely'
import { openRow } from '../../connections/credentials.ts'
import type { KeyRing } from '../../connections/key-ring.ts'
import type { Db } from '../../db/pool.ts'
import type { Log } from '../../log.ts'

/** A webhook whose deliveries are taken. */
export interface LiveWebhook {
  readonly id: string
  readonly connectionId: string
  readonly workspaceId: string
  /** Bitbucket's uuid of it; null until it is known. */
  readonly uuid: string | null
  /** The one that is valid, and for a while the one before it. */
  readonly secrets: readonly string[]
}

export interface LiveWebhooks {
  all(): Promise<readonly LiveWebhook[]>
  /** The same, read anew unless that was just done: a secret may have been changed by another process. */
  again(): Promise<readonly LiveWebhook[]>
}

const keptMs = 2_000
/** Whoever sends nonsense makes us read this often at most. */
const anewMs = 250

interface Row {
  readonly id: string
  readonly connection_id: string
  readonly workspace_id: string
  readonly uuid: string | null
  readonly purpose: string
  readonly record: string
  readonly sealed: Buffer
  readonly key_id: string
}

/** Webhooks with their secrets open: the receiver answers before it looks at anything else. */
export function watchLive({ db, keyRing, log }: { db: Db; keyRing: KeyRing; log: Log }): LiveWebhooks {
  let known: readonly LiveWebhook[] = []
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<readonly LiveWebhook[]> | null = null
  const within = (ms: number) => {
    if (performance.now() - readAt < ms) return Promise.resolve(known)
    reading ??= read(db, keyRing, log)
      .then((webhooks) => {
        known = webhooks
        readAt = performance.now()
        return webhooks
      })
      .finally(() => {
        reading = null
      })
    return reading
  }
  return { all: () => within(keptMs), again: () => within(anewMs) }
}

async function read(db: Db, keyRing: KeyRing, log: Log): Promise<LiveWebhook[]> {
  const { rows } = await sql<Row>`
    select webhooks.id, connection_id, workspace_id, uuid, purpose, record, sealed, secrets.key_id
      from webhooks join secrets on secrets.record = webhooks.id::text
     where purpose = 'webhook' or (purpose = 'webhook_previous' and previous_secret_until > now())
     order by webhooks.id, purpose`.execute(db)
  const live = new Map<string, LiveWebhook>()
  for (const row of rows) {
    const secret = await openRow(keyRing, row).catch((err: unknown) => {
      log.error({ webhook: row.id, err }, 'the secret of a webhook cannot be opened')
      return null
    })
    if (secret === null) continue
    const { id, connection_id: connectionId, workspace_id: workspaceId, uuid } = row
    const secrets = [...(live.get(id)?.secrets ?? []), secret]
    live.set(id, { id, connectionId, workspaceId, uuid, secrets })
  }
  return [...live.values()]
}
