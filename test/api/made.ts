/** Rows that a request needs to be there. */
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
