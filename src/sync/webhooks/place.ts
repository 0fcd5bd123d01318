import { sql, type Transaction } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import type { Schema } from '../../db/schema.ts'
import type { EventPlace } from '../events.ts'
import { sentence } from '../record.ts'
import { wakeSlices } from '../slice.ts'
import type { Connector } from '../stream.ts'

/** Bodies of 10 KB make some two megabytes of it. */
export const mostAtOnce = 200
/** So many in a second take most of what one process can answer. */
const flood = 400

interface Waiting {
  readonly id: string
  readonly event: string
  readonly body: Buffer
  readonly workspace_id: string
  readonly connection_id: string
  readonly connector: string
}

type Placing =
  | { readonly state: 'placed'; readonly place: EventPlace }
  | { readonly state: 'unknown' }
  | { readonly state: 'dead'; readonly error: string }

/**
 * Finds out whom deliveries concern and wakes their slices: what they say is done under the lease of the slice, in the
 * order in which they came. Answers how many were looked at.
 */
export async function placeDeliveries(db: Db, connectors: readonly Connector[]): Promise<number> {
  const { looked, heardOf } = await transaction(db, (tx) => placeSome(tx, connectors))
  await hear(db, heardOf)
  return looked
}

/** Whether more come than can be answered and dealt with at a time. */
export async function isFlooded(db: Db): Promise<boolean> {
  const { rows } = await sql<{ many: boolean }>`
    select count(*) > ${flood} as many from deliveries where received_at > clock_timestamp() - interval '1 second'`.execute(
    db,
  )
  return rows[0]?.many === true
}

interface Outcome {
  readonly looked: number
  /** Repositories that something was told about. */
  readonly heardOf: readonly string[]
}

async function placeSome(tx: Transaction<Schema>, connectors: readonly Connector[]): Promise<Outcome> {
  const { rows } = await sql<Waiting>`
    select deliveries.id, event, body, deliveries.workspace_id, webhooks.connection_id, connections.connector
      from deliveries
      join webhooks on webhooks.id = deliveries.webhook_id
      join connections on connections.id = webhooks.connection_id
     where deliveries.state = 'waiting' order by deliveries.id limit ${mostAtOnce}
     for update of deliveries skip locked`.execute(tx)
  const looked = rows.map((row) => ({ row, placing: placingOf(row, connectors) }))
  const placed = looked.flatMap(({ row, placing }) =>
    placing.state === 'placed' ? [{ row, place: placing.place }] : [],
  )
  const heardOf = await place(tx, placed)
  await settle(
    tx,
    looked.filter(({ placing }) => placing.state !== 'placed'),
  )
  return { looked: rows.length, heardOf }
}

/** By itself, and past what is locked: whoever stores repositories locks them in an order of its own. */
async function hear(db: Db, repositories: readonly string[]): Promise<void> {
  if (repositories.length === 0) return
  await sql`
    update repositories set last_event_at = now()
     where id in (select id from repositories where id = any(${[...repositories]}::bigint[]) for update skip locked)`.execute(
    db,
  )
}

/** A body that is no JSON, or not the one of its event, never will be. */
function placingOf({ connector, event, body }: Waiting, connectors: readonly Connector[]): Placing {
  const events = connectors.find(({ name }) => name === connector)?.events
  if (!events) return { state: 'unknown' }
  try {
    const found = events.place(event, JSON.parse(body.toString('utf8')))
    return found ? { state: 'placed', place: found } : { state: 'unknown' }
  } catch (error) {
    return { state: 'dead', error: sentence(error) }
  }
}

interface Placed {
  readonly row: Waiting
  readonly place: EventPlace
}

/** A workspace that is not the connection's, and a repository that is not known, fall to the workspace of the webhook. */
async function place(tx: Transaction<Schema>, placed: readonly Placed[]): Promise<string[]> {
  if (placed.length === 0) return []
  const list = placed.map(({ row, place }) => ({
    id: row.id,
    connection: row.connection_id,
    workspace: row.workspace_id,
    workspace_uuid: place.workspaceUuid,
    repository_uuid: place.repositoryUuid,
    catalogue: place.isOfWorkspace,
  }))
  const { rows } = await sql<{ workspace_id: string; repository_id: string | null; heard: string | null }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as given (id bigint, connection bigint, workspace bigint, workspace_uuid uuid, repository_uuid uuid, catalogue boolean)),
    found as (
      select given.id, coalesce(named.id, given.workspace) as workspace_id, repositories.id as repository, given.catalogue
        from given
        left join workspaces as named on named.uuid = given.workspace_uuid and named.connection_id = given.connection
        left join repositories
          on repositories.workspace_id = coalesce(named.id, given.workspace) and repositories.uuid = given.repository_uuid)
    update deliveries
       set state = 'placed', workspace_id = found.workspace_id,
           repository_id = case when not found.catalogue then found.repository end
      from found where deliveries.id = found.id
    returning deliveries.workspace_id, deliveries.repository_id, found.repository as heard`.execute(tx)
  await wake(tx, rows)
  return [...new Set(rows.flatMap(({ heard }) => heard ?? []))]
}

async function wake(
  tx: Transaction<Schema>,
  concerned: readonly { readonly workspace_id: string; readonly repository_id: string | null }[],
): Promise<void> {
  const workspaces = concerned.map((one) => one.workspace_id)
  const repositories = concerned.map((one) => one.repository_id)
  const given = sql`unnest(${workspaces}::bigint[], ${repositories}::bigint[])`
  await sql`
    insert into slices (workspace_id, repository_id, lane, due_at)
    select distinct workspace_id, repository_id, 'webhook'::slice_lane, statement_timestamp()
      from ${given} as given (workspace_id, repository_id)
     order by workspace_id, repository_id on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    select distinct slices.id from slices join ${given} as given (workspace_id, repository_id)
      on slices.workspace_id = given.workspace_id
     and coalesce(slices.repository_id, 0) = coalesce(given.repository_id, 0)`.execute(tx)
  await wakeSlices(
    tx,
    rows.map(({ id }) => id),
    'webhook',
  )
}

async function settle(
  tx: Transaction<Schema>,
  looked: readonly { readonly row: Waiting; readonly placing: Placing }[],
): Promise<void> {
  if (looked.length === 0) return
  const list = looked.map(({ row, placing }) => ({
    id: row.id,
    state: placing.state,
    error: placing.state === 'dead' ? placing.error : null,
  }))
  await sql`
    update deliveries
       set state = given.state, error = given.error, settled_at = clock_timestamp(),
           tries = tries + case when given.state = 'dead' then 1 else 0 end
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as given (id bigint, state text, error text)
     where deliveries.id = given.id`.execute(tx)
}
