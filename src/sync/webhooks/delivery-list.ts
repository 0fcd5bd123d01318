import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { type DeliveryFilter, type DeliveryState, deliveryTables, whereOf } from './delivery-filter.ts'
import { type Payload, readPayload } from './delivery-payload.ts'

/** What was done about one that is done. */
interface DeliveryEffects {
  /** Rows that changed, by table. */
  readonly tables: Readonly<Record<string, number>>
  /** What was read besides, such as `pull_request_history of 17`. */
  readonly read: readonly string[]
  readonly note?: string
}

export interface Delivery {
  readonly id: string
  readonly event: string
  readonly request_uuid: string
  readonly attempt: number | null
  readonly received_at: Date
  readonly state: DeliveryState
  readonly connection_id: string
  readonly alias: string
  readonly workspace: string
  readonly repository: string | null
  readonly subject: string | null
  readonly tries: number
  readonly next_at: Date | null
  readonly settled_at: Date | null
  readonly replayed_at: Date | null
  /** Seconds from its arrival, or from its replay, until it was settled; null before. */
  readonly lag_seconds: number | null
  readonly changed: number | null
  readonly requests: number | null
  readonly effects: DeliveryEffects | null
  readonly error: string | null
}

export interface DeliveryWithPayload extends Delivery {
  /** Bytes of its body. */
  readonly size: number
  readonly payload: Payload
}

const selectDeliveries = (where: RawBuilder<unknown>, also = sql``) => sql`
  select deliveries.id, event, request_uuid, attempt, received_at, deliveries.state, webhooks.connection_id,
         connections.alias, workspaces.slug as workspace, repositories.slug as repository, subject, tries, next_at,
         settled_at, replayed_at, changed, deliveries.requests, effects, error,
         extract(epoch from settled_at - coalesce(replayed_at, received_at))::float8 as lag_seconds ${also}
    from ${deliveryTables}
   where ${where}`

/** Deliveries before a delivery, newest first. */
export async function listDeliveries(
  db: Db,
  filter: DeliveryFilter,
  before: string | undefined,
  limit: number,
): Promise<Delivery[]> {
  const where = sql`${whereOf(filter)} and (${before ?? null}::bigint is null or deliveries.id < ${before ?? null})`
  const { rows } = await sql<Delivery>`
    ${selectDeliveries(where)} order by deliveries.id desc limit ${limit}`.execute(db)
  return rows
}

/** Those of some ids, newest first. */
export async function deliveriesOf(db: Db, ids: readonly string[]): Promise<Delivery[]> {
  const where = sql`deliveries.id = any(${[...ids]}::bigint[])`
  const { rows } = await sql<Delivery>`${selectDeliveries(where)} order by deliveries.id desc`.execute(db)
  return rows
}

export async function getDelivery(db: Db, id: string): Promise<DeliveryWithPayload> {
  const { rows } = await sql<Delivery & { body: Buffer }>`
    ${selectDeliveries(sql`deliveries.id = ${id}`, sql`, body`)}`.execute(db)
  const [found] = rows
  if (!found) throw new Failure('not_found')
  const { body, ...delivery } = found
  return { ...delivery, size: body.length, payload: readPayload(body) }
}
