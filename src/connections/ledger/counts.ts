import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

export interface RequestCount {
  readonly connectionId: string
  readonly identity: string
  readonly class: string
  readonly stream: string
  readonly requests: number
  readonly refused: number
}

/** Adds up what was sent, by the hour. Told for people: the account itself is kept by leases. */
export async function addCounts(db: Db, counts: readonly RequestCount[]): Promise<void> {
  if (counts.length === 0) return
  // In one order, so that two that write the same rows never wait for each other.
  const sorted = counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const column = <K extends keyof RequestCount>(name: K) => sorted.map((one) => one[name])
  await sql`
    insert into request_counts as kept (hour, connection_id, identity, class, stream, requests, refused)
    select date_trunc('hour', now(), 'UTC'), connections.id, identity, class, stream, requests, refused
      from unnest(${column('connectionId')}::bigint[], ${column('identity')}::text[], ${column('class')}::text[],
                  ${column('stream')}::text[], ${column('requests')}::integer[], ${column('refused')}::integer[])
             as given (connection_id, identity, class, stream, requests, refused)
      join connections on connections.id = given.connection_id
    on conflict (hour, connection_id, identity, class, stream) do update
      set requests = kept.requests + excluded.requests, refused = kept.refused + excluded.refused`.execute(db)
}

function keyOf({ connectionId, identity, class: kind, stream }: RequestCount): string {
  return `${connectionId} ${identity} ${kind} ${stream}`
}

interface Hour {
  readonly hour: Date
  readonly identity: string
  readonly class: string
  readonly requests: number
  readonly refused: number
}

/** The last 24 hours, the newest first. */
export async function countsByHour(db: Db, connection: string | undefined): Promise<Hour[]> {
  const { rows } = await sql<Hour>`
    select hour, identity, class, sum(requests)::integer as requests, sum(refused)::integer as refused
      from request_counts
     where hour > now() - interval '24 hours' and ${ofConnection(connection)}
     group by hour, identity, class order by hour desc, identity, class`.execute(db)
  return rows
}

interface Spender {
  readonly connection_id: string
  readonly alias: string
  readonly stream: string
  readonly requests: number
}

/** What most requests of the last 24 hours were sent for, the largest first. */
export async function topSpenders(db: Db, connection: string | undefined, limit: number): Promise<Spender[]> {
  const { rows } = await sql<Spender>`
    select connection_id, alias, stream, sum(requests)::integer as requests
      from request_counts join connections on connections.id = connection_id
     where hour > now() - interval '24 hours' and ${ofConnection(connection)}
     group by connection_id, alias, stream order by requests desc, connection_id, stream limit ${limit}`.execute(
    db,
  )
  return rows
}

function ofConnection(id: string | undefined) {
  return sql`(${id ?? null}::bigint is null or connection_id = ${id ?? null})`
}
