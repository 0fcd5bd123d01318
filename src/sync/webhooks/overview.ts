import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'

/** A webhook with what came by it. */
export interface WebhookOverview extends Row<'webhooks'> {
  readonly alias: string
  readonly api_url: string
  readonly slug: string
  readonly name: string
  readonly last_four: string | null
  /** Of deliveries that were settled in the last hour, in seconds; null when there were none. */
  readonly lag_p50: number | null
  readonly lag_p99: number | null
  /** In the last 24 hours. */
  readonly received: number
  readonly done: number
  readonly unknown: number
  readonly dead: number
}

export async function listWebhooks(
  db: Db,
  only: { readonly connection?: string | undefined; readonly id?: string | undefined } = {},
): Promise<WebhookOverview[]> {
  const { connection = null, id = null } = only
  const { rows } = await sql<WebhookOverview>`
    select webhooks.*, connections.alias, connections.api_url, workspaces.slug, workspaces.name, secrets.last_four,
           came.*, lag.*
      from webhooks
      join connections on connections.id = webhooks.connection_id
      join workspaces on workspaces.id = webhooks.workspace_id
      left join secrets on purpose = 'webhook' and record = webhooks.id::text
      cross join lateral (
        select count(*)::integer as received,
               count(*) filter (where state = 'done')::integer as done,
               count(*) filter (where state = 'unknown')::integer as unknown,
               count(*) filter (where state = 'dead')::integer as dead
          from deliveries where webhook_id = webhooks.id and received_at > now() - interval '24 hours') as came
      cross join lateral (
        select percentile_disc(0.5) within group (order by seconds) as lag_p50,
               percentile_disc(0.99) within group (order by seconds) as lag_p99
          from (select extract(epoch from settled_at - coalesce(replayed_at, received_at))::float8 as seconds
                  from deliveries
                 where webhook_id = webhooks.id and received_at > now() - interval '24 hours'
                   and settled_at > now() - interval '1 hour' and state in ('done', 'unknown')) as settled) as lag
     where (${connection}::bigint is null or connections.id = ${connection})
       and (${id}::bigint is null or webhooks.id = ${id})
     order by connections.is_default desc, connections.alias, workspaces.slug`.execute(db)
  return rows
}

export async function getOverview(db: Db, id: string): Promise<WebhookOverview> {
  const [row] = await listWebhooks(db, { id })
  if (!row) throw new Failure('not_found')
  return row
}

export interface RefusedRequests {
  readonly reason: string
  readonly refused: number
  readonly last_at: Date
}

/** Requests of the last 24 hours to our address that were refused; mostly the address names no connection. */
export async function listRefusals(db: Db, connection: string | undefined): Promise<RefusedRequests[]> {
  const { rows } = await sql<RefusedRequests>`
    select reason, sum(refused)::integer as refused, max(last_at) as last_at
      from webhook_refusals
     where last_at > now() - interval '24 hours'
       and (${connection ?? null}::bigint is null or connection_id is null or connection_id = ${connection ?? null})
     group by reason order by refused desc, reason`.execute(db)
  return rows
}
