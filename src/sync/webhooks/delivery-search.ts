import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { type DeliveryFilter, deliveryTables, isAmong, isTold } from './delivery-filter.ts'
import { type Delivery, deliveriesOf } from './delivery-list.ts'
import { payloadHolds } from './delivery-payload.ts'

/** Ten megabytes where bodies are of their usual size: as many as are looked through in a moment. */
const mostPayloads = 1_000
/** Bodies that are in memory at once. */
const together = 50

export interface Searched {
  readonly deliveries: Delivery[]
  /** Payloads that were looked through: those of the newest that the rest of the filter names. */
  readonly payloads: number
  /** Older ones were not. */
  readonly is_cut: boolean
}

interface Candidate {
  readonly id: string
  /** What is known of it holds the text; else its payload may. */
  readonly is_told: boolean
}

/** Like a list, and looks for the text in payloads too, outside their secrets: newest first, before a delivery. */
export async function searchDeliveries(
  db: Db,
  { q, ...filter }: DeliveryFilter & { readonly q: string },
  before: string | undefined,
  limit: number,
): Promise<Searched> {
  // Written with codes for what is not ASCII, bytes can be compared whatever they are.
  const wanted = sql`lower(encode(convert_to(${q}, 'UTF8'), 'escape'))`
  const { rows: window } = await sql<{ id: string }>`
    select deliveries.id from ${deliveryTables} where ${isAmong(filter)}
     order by deliveries.id desc limit ${mostPayloads + 1}`.execute(db)
  const ids = window.slice(0, mostPayloads).map(({ id }) => id)
  const { rows: candidates } = await sql<Candidate>`
    select deliveries.id, coalesce(${isTold(q)}, false) as is_told
      from ${deliveryTables}
     where deliveries.id = any(${ids}::bigint[])
       and (${before ?? null}::bigint is null or deliveries.id < ${before ?? null})
       and (${isTold(q)} or position(${wanted} in lower(encode(body, 'escape'))) > 0)
     order by deliveries.id desc`.execute(db)
  const found = await confirmed(db, candidates, q, limit)
  return {
    deliveries: await deliveriesOf(db, found),
    payloads: ids.length,
    is_cut: window.length > mostPayloads,
  }
}

/** The first of them whose payload holds the text where people may see it. */
async function confirmed(db: Db, candidates: readonly Candidate[], q: string, limit: number) {
  const found: string[] = []
  for (let at = 0; at < candidates.length && found.length < limit; at += together) {
    const some = candidates.slice(at, at + together)
    const unsure = some.filter(({ is_told }) => !is_told).map(({ id }) => id)
    const { rows } = await sql<{ id: string; body: Buffer }>`
      select id, body from deliveries where id = any(${unsure}::bigint[])`.execute(db)
    const holds = new Set(rows.filter(({ body }) => payloadHolds(body, q)).map(({ id }) => id))
    found.push(...some.filter(({ id, is_told }) => is_told || holds.has(id)).map(({ id }) => id))
  }
  return found.slice(0, limit)
}
