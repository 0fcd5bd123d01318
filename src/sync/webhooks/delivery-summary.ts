import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

export interface DeliverySummary {
  /** Those that are settled are counted for a day: all of them would be a walk through everything that is kept. */
  readonly states: {
    readonly waiting: number
    readonly placed: number
    readonly dead: number
    readonly done: number
    readonly unknown: number
  }
  /** Of the last 24 hours, the most frequent first. */
  readonly events: readonly {
    readonly event: string
    readonly deliveries: number
    readonly unknown: number
  }[]
  /** Of those that were done in the last hour, the first time. */
  readonly lag: {
    readonly deliveries: number
    readonly p50_seconds: number | null
    readonly p99_seconds: number | null
  }
  /** Of the last 24 hours, the most frequent first. */
  readonly refusals: readonly { readonly reason: string; readonly refused: number; readonly last_at: Date }[]
}

/** How the webhooks of a connection do, or of all. */
export async function summariseDeliveries(db: Db, connection: string | null): Promise<DeliverySummary> {
  const ours = sql`(${connection}::bigint is null
    or webhook_id in (select id from webhooks where connection_id = ${connection}))`
  const [open, events, lag, refusals] = await Promise.all([
    sql<{ state: 'waiting' | 'placed' | 'dead'; deliveries: number }>`
      select 'waiting' as state, count(*)::integer as deliveries from deliveries where state = 'waiting' and ${ours}
      union all select 'placed', count(*)::integer from deliveries where state = 'placed' and ${ours}
      union all select 'dead', count(*)::integer from deliveries where state = 'dead' and ${ours}`.execute(
      db,
    ),
    sql<{ event: string; deliveries: number; done: number; unknown: number }>`
      select event, count(*)::integer as deliveries, count(*) filter (where state = 'done')::integer as done,
             count(*) filter (where state = 'unknown')::integer as unknown
        from deliveries where received_at > now() - interval '24 hours' and ${ours}
       group by event order by 2 desc, event`.execute(db),
    sql<DeliverySummary['lag']>`
      select count(*)::integer as deliveries,
             percentile_cont(0.5) within group (order by lag) as p50_seconds,
             percentile_cont(0.99) within group (order by lag) as p99_seconds
        from (select extract(epoch from settled_at - received_at)::float8 as lag from deliveries
               where received_at > now() - interval '1 hour' and state = 'done' and replayed_at is null
                 and ${ours}) as known`.execute(db),
    sql<DeliverySummary['refusals'][number]>`
      select reason, sum(refused)::integer as refused, max(last_at) as last_at from webhook_refusals
       where hour > now() - interval '24 hours'
         and (${connection}::bigint is null or connection_id = ${connection})
       group by reason order by 2 desc, reason`.execute(db),
  ])
  const counts = new Map(open.rows.map(({ state, deliveries }) => [state, deliveries]))
  const sum = (name: 'done' | 'unknown') => events.rows.reduce((all, row) => all + row[name], 0)
  return {
    states: {
      waiting: counts.get('waiting') ?? 0,
      placed: counts.get('placed') ?? 0,
      dead: counts.get('dead') ?? 0,
      done: sum('done'),
      unknown: sum('unknown'),
    },
    events: events.rows.map(({ event, deliveries, unknown }) => ({ event, deliveries, unknown })),
    lag: lag.rows[0] ?? { deliveries: 0, p50_seconds: null, p99_seconds: null },
    refusals: refusals.rows,
  }
}
