/** Rows that a request needs to be there. */
import { secretOrMade } from '../../src/connections/webhooks.ts'
import { enqueue } from '../../src/db/queue.ts'
import { connection } from './connection.ts'
import type { TestServer } from './server.ts'

export async function ownSession(house: TestServer, callerId: string): Promise<string> {
  await house.signIn(callerId)
  const { rows } = await house.database.pool.query<{ id: string }>(
    'select max(id) as id from sessions where person_id = $1',
    [callerId],
  )
  return rows[0]?.id ?? ''
}

/** The run of the one connection, with something of it still to be read. */
export async function run(house: TestServer, state = 'running'): Promise<string> {
  const { rows } = await house.database.pool.query<{ id: string }>(
    'insert into sync_runs (connection_id, cause, state) values ($1, $2, $3) returning id',
    [await connection(house), 'person', state],
  )
  const id = rows[0]?.id ?? ''
  await house.database.pool.query(
    `insert into sync_progress (run_id, workspace_id, stream) select $1, id, 'members' from workspaces`,
    [id],
  )
  return id
}

export async function gap(house: TestServer) {
  const id = await connection(house)
  const { rows } = await house.database.pool.query<{ id: string }>(
    `insert into gaps (workspace_id, stream, reason, status, body)
     select id, 'members', 'source_forbidden', 403, '<html>' from workspaces where connection_id = $1
     on conflict (workspace_id, repository_id, stream) do update set tries = gaps.tries + 1 returning id`,
    [id],
  )
  return { id, gapId: rows[0]?.id ?? '' }
}

/** The listing of the members lacks most of them. */
export async function heldRemoval(house: TestServer) {
  const id = await connection(house)
  const { rows } = await house.database.pool.query<{ id: string; last_at: Date }>(
    `insert into held_removals (workspace_id, stream, keys, known)
     select id, 'members', array['a', 'b'], 3 from workspaces where connection_id = $1
     on conflict (workspace_id, repository_id, stream) do update set decision = null returning id, last_at`,
    [id],
  )
  return { id, heldId: rows[0]?.id ?? '', lastAt: rows[0]?.last_at.toISOString() ?? '' }
}

/** One that webhooks brought and nobody could deal with. */
export async function delivery(house: TestServer) {
  const id = await connection(house)
  const { rows } = await house.database.pool.query<{ id: string }>(
    `with hook as (
       insert into webhooks (workspace_id, connection_id, state)
       select id, connection_id, 'registered' from workspaces where connection_id = $1
       on conflict (workspace_id) do update set state = excluded.state returning id, workspace_id)
     insert into deliveries (webhook_id, workspace_id, request_uuid, event, body, state, subject, tries, error, settled_at)
     select id, workspace_id, gen_random_uuid(), 'pullrequest:updated', '{"pullrequest":{"id":17}}', 'dead',
            'pull request 17', 5, 'It broke.', now() from hook returning id`,
    [id],
  )
  return { id, deliveryId: rows[0]?.id ?? '' }
}

/** The webhook of the one workspace, with a secret. */
export async function webhook(house: TestServer) {
  const connectionId = await connection(house)
  const { rows } = await house.database.pool.query<{ id: string }>(
    'select id from webhooks where connection_id = $1',
    [connectionId],
  )
  const id = rows[0]?.id ?? ''
  await secretOrMade(house.database.kysely, house.keyRing, id, () => 'secret of the webhook')
  return { connectionId, id }
}

/** A job in the queue, new or out of attempts. */
export async function job(house: TestServer, state: 'waiting' | 'dead' = 'waiting'): Promise<string> {
  await enqueue(house.database.kysely, 'sample', { n: 1 })
  const { rows } = await house.database.pool.query<{ id: string }>(
    'select max(id) as id from graphile_worker._private_jobs',
  )
  const id = rows[0]?.id ?? ''
  if (state === 'dead') {
    await house.database.pool.query(
      `update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'broke' where id = $1`,
      [id],
    )
  }
  return id
}
