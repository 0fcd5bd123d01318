import { CompiledQuery, sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** A delivery that is genuine, as it came. */
interface Arrival {
  readonly webhookId: string
  readonly workspaceId: string
  /** Bitbucket's uuid of the webhook as the delivery tells it; null when it does not. */
  readonly webhookUuid: string | null
  readonly requestUuid: string
  readonly event: string
  readonly attempt: number | null
  readonly body: Buffer
}

export interface Inbox {
  /** Resolves once the delivery is on the disk. One that came before is not stored again. */
  store(arrival: Arrival): Promise<void>
}

interface Waiting {
  readonly arrival: Arrival
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const mostAtOnce = 100
/** While one statement waits for the disk, the next is filled. */
const mostStatements = 2
/** When a webhook was last heard of is written this often: each delivery would make a row version of its own. */
const heardEveryMs = 5_000

/**
 * Stores what arrives together with one statement: a wait for the disk costs the same for one delivery and for a
 * hundred. An arrival that finds nobody under way goes at once.
 */
export function openInbox(db: Db): Inbox {
  const queue: Waiting[] = []
  const heard = new Map<string, number>()
  let statements = 0
  const next = (): void => {
    if (statements >= mostStatements || queue.length === 0) return
    statements += 1
    // What arrived in the same turn of the event loop goes along.
    setImmediate(() => {
      const batch = queue.splice(0, mostAtOnce)
      void write(db, batch, heard).finally(() => {
        statements -= 1
        next()
      })
      next()
    })
  }
  return {
    store: (arrival) =>
      new Promise((done, failed) => {
        queue.push({ arrival, done, failed })
        next()
      }),
  }
}

async function write(db: Db, batch: readonly Waiting[], heard: Map<string, number>): Promise<void> {
  if (batch.length === 0) return
  try {
    await db.executeQuery(
      CompiledQuery.raw(
        insertOf(batch.length),
        batch.flatMap(({ arrival }) => valuesOf(arrival)),
      ),
    )
    for (const { done } of batch) done()
  } catch (error) {
    for (const { failed } of batch) failed(error)
    return
  }
  for (const { arrival } of batch) await hear(db, arrival, heard).catch(() => undefined)
}

const columns = ['webhook_id', 'workspace_id', 'request_uuid', 'event', 'attempt', 'body'] as const

function valuesOf({ webhookId, workspaceId, requestUuid, event, attempt, body }: Arrival): unknown[] {
  return [webhookId, workspaceId, requestUuid, event, attempt, body]
}

/**
 * Written by hand: a builder takes longer to write the statement for a hundred rows than the rest of what is done for
 * them. A list for each column would send bodies as text, twice as long.
 */
function insertOf(rows: number): string {
  const places = Array.from({ length: rows }, (_, row) => {
    const first = row * columns.length
    return `(${columns.map((_, column) => `$${first + column + 1}`).join()})`
  })
  return `insert into deliveries (${columns.join()}) values ${places.join()} on conflict (webhook_id, request_uuid) do nothing`
}

/** A webhook that a person made tells its uuid with its first delivery. */
async function hear(db: Db, { webhookId, webhookUuid }: Arrival, heard: Map<string, number>): Promise<void> {
  if (performance.now() - (heard.get(webhookId) ?? Number.NEGATIVE_INFINITY) < heardEveryMs) return
  heard.set(webhookId, performance.now())
  await sql`
    update webhooks
       set last_delivery_at = now(), first_delivery_at = coalesce(first_delivery_at, now()),
           uuid = coalesce(uuid, ${webhookUuid}::uuid)
     where id = ${webhookId}`.execute(db)
}
