import { sql, type Transaction } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Row, Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import type { Slice } from './slice.ts'

type At = Pick<Slice, 'workspaceId' | 'repositoryId'>
export type Held = Omit<Row<'held_removals'>, 'keys'> & {
  readonly workspace: string
  /** Null when the records are the workspace's. */
  readonly repository: string | null
  readonly lacking: number
  /** Some of the keys, for a person to look at. */
  readonly examples: readonly string[]
}

const examplesShown = 20

/** What waits for a decision on a connection, or was decided and is still lacking; the newest first. */
export async function listHeld(db: Db, connectionId: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select held.id, held.workspace_id, held.repository_id, stream, known, decision, first_at, last_at, decided_at,
           workspaces.slug as workspace, repositories.slug as repository, cardinality(keys) as lacking,
           keys[1:${sql.lit(examplesShown)}] as examples
      from held_removals as held join workspaces on workspaces.id = held.workspace_id
      left join repositories on repositories.id = held.repository_id
     where workspaces.connection_id = ${connectionId} order by held.id desc`.execute(db)
  return rows
}

/** A person says whether the records are gone. What follows from it follows with the next listings. */
export async function settleHeld(db: Db, id: string, decision: 'approved' | 'dismissed'): Promise<void> {
  const { numAffectedRows } = await sql`
    update held_removals set decision = ${decision}, decided_at = now() where id = ${id}`.execute(db)
  if (numAffectedRows === 0n) throw new Failure('not_found')
}

/** Notes what is lacking; true when a person has approved of all of it. A decision about less counts for nothing. */
export async function holdBack(
  tx: Transaction<Schema>,
  at: At,
  lacking: { readonly stream: string; readonly keys: readonly string[]; readonly known: number },
): Promise<boolean> {
  const { rows } = await sql<{ approved: boolean }>`
    insert into held_removals as held (workspace_id, repository_id, stream, keys, known)
    values (${at.workspaceId}, ${at.repositoryId}, ${lacking.stream}, ${[...lacking.keys]}::text[], ${lacking.known})
    on conflict (workspace_id, repository_id, stream) do update
       set last_at = now(), known = excluded.known,
           decision = case when excluded.keys <@ held.keys then held.decision end,
           decided_at = case when excluded.keys <@ held.keys then held.decided_at end,
           keys = excluded.keys
    returning coalesce(decision = 'approved', false) as approved`.execute(tx)
  return rows[0]?.approved ?? false
}

export async function isHeld(db: Db, at: At, stream: string): Promise<boolean> {
  const held = await db
    .selectFrom('held_removals')
    .select('id')
    .where('workspace_id', '=', at.workspaceId)
    .where('repository_id', 'is not distinct from', at.repositoryId)
    .where('stream', '=', stream)
    .executeTakeFirst()
  return held !== undefined
}

/** So little is lacking again that nobody has to be asked. */
export async function forgetHeld(tx: Transaction<Schema>, at: At, stream: string): Promise<void> {
  await sql`
    delete from held_removals where workspace_id = ${at.workspaceId}
       and repository_id is not distinct from ${at.repositoryId} and stream = ${stream}`.execute(tx)
}
