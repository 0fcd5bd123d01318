import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'

export type EventType =
  | 'sync'
  | 'created'
  | 'edited'
  | 'suspended'
  | 'resumed'
  | 'manual_import'
  | 'auto_import'
  | 'unlinked'
type EventStatus = 'success' | 'partial_success' | 'running' | 'failed'

export interface ImportProblem {
  readonly repository: string
  readonly message: string
}

export interface DiscoveryEvent {
  readonly id: string
  readonly type: EventType
  readonly status: EventStatus
  readonly description: string
  readonly caused_by: string | null
  /** Whether a person caused it, the clock, or something that happened. */
  readonly trigger: 'manual' | 'scheduled' | 'automatic'
  readonly started_at: Date
  readonly updated_at: Date
  readonly ended_at: Date | null
  readonly registered: number
  readonly merged: number
  readonly left_out: number
  readonly failed: number
  readonly problems: readonly ImportProblem[]
  readonly run_id: string | null
  /** Streams that a sync read, and records of them; null for others, and once a week has passed. */
  readonly streams: readonly string[] | null
  readonly records: number | null
}

interface EventFilter {
  readonly type?: EventType | undefined
  readonly status?: EventStatus | undefined
}

/** A run that was cancelled, or ended with gaps, brought a part. */
const statusOf = sql`
  coalesce(events.status, case runs.state when 'complete' then 'success' when 'failed' then 'failed'
                          when 'incomplete' then 'partial_success' when 'cancelled' then 'partial_success'
                          else 'running' end)`

const select = sql`
  select events.id, events.type, ${statusOf} as status, events.description, events.caused_by,
         case when events.type = 'sync' and runs.cause = 'person' then 'manual'
              when events.type = 'sync' then 'scheduled'
              when events.caused_by is null then 'automatic' else 'manual' end as trigger,
         events.started_at, coalesce(runs.ended_at, progress.moved_at, events.updated_at) as updated_at,
         coalesce(events.ended_at, runs.ended_at) as ended_at,
         events.registered, events.merged, events.left_out, events.failed, events.problems, events.run_id,
         progress.streams, progress.records
    from discovery_events events
    left join sync_runs runs on runs.id = events.run_id
    left join lateral (
      select array_agg(distinct stream order by stream) as streams, sum(seen)::integer as records,
             max(sync_progress.updated_at) as moved_at
        from sync_progress where run_id = events.run_id) as progress on true`

/** What happened to a discovery, the newest first. */
export async function listEvents(
  db: Db,
  discoveryId: string,
  { type, status }: EventFilter,
  before: string | undefined,
  limit: number,
): Promise<DiscoveryEvent[]> {
  const { rows } = await sql<DiscoveryEvent>`
    ${select}
     where events.discovery_id = ${discoveryId} and (${before ?? null}::bigint is null or events.id < ${before ?? null})
       and (${type ?? null}::text is null or events.type = ${type ?? null})
       and (${status ?? null}::text is null or ${statusOf} = ${status ?? null})
     order by events.id desc limit ${limit}`.execute(db)
  return rows
}

export async function getEvent(db: Db, discoveryId: string, id: string): Promise<DiscoveryEvent> {
  const { rows } = await sql<DiscoveryEvent>`
    ${select} where events.discovery_id = ${discoveryId} and events.id = ${id}`.execute(db)
  const [event] = rows
  if (!event) throw new Failure('not_found')
  return event
}

interface Happened {
  readonly discoveryId: string
  readonly type: Exclude<EventType, 'sync' | 'manual_import' | 'auto_import'>
  readonly description: string
  readonly causedBy: string
}

/** Notes what a person did, which is over at once. */
export async function noteEvent(
  tx: Db,
  { discoveryId, type, description, causedBy }: Happened,
): Promise<void> {
  await sql`
    insert into discovery_events (discovery_id, type, status, description, caused_by, ended_at)
    values (${discoveryId}, ${type}, 'success', ${description}, ${causedBy}, now())`.execute(tx)
}

/** A run that is open already when a discovery is set up, is its first event. */
export async function noteOpenRun(tx: Db, discoveryId: string): Promise<void> {
  await sql`
    insert into discovery_events (discovery_id, type, run_id, description, started_at)
    select discoveries.id, 'sync', sync_runs.id, 'A run reads ' || connections.alias || '.', sync_runs.started_at
      from discoveries
      join workspaces on workspaces.id = discoveries.workspace_id
      join connections on connections.id = workspaces.connection_id
      join sync_runs on sync_runs.connection_id = connections.id and sync_runs.state in ('running', 'paused')
     where discoveries.id = ${discoveryId} and sync_runs.scope in ('all', 'hot', 'repositories')
       and not exists (select from discovery_events where run_id = sync_runs.id and discovery_id = discoveries.id)`.execute(
    tx,
  )
}
