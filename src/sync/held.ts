import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Row, Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { type At, isAt } from './at.ts'

export interface Held extends Omit<Row<'held_removals'>, 'keys'> {
  readonly connection_id: string
  readonly alias: string
  readonly workspace: string
  /** Null when the records are the workspace's. */
  readonly repository: string | null
  readonly lacking: number
  /** Some of the records, as people know them. */
  readonly examples: readonly string[]
}

const examplesShown = 20

/** Keys are what Bitbucket tells records by; a person decides about names. */
const examples = sql`
  array(
    select coalesce(
             listed.slug, projects.name, members.name, environments.name,
             restrictions.kind || coalesce(' ' || restrictions.pattern, ' ' || restrictions.branch_type, ''), example.key)
      from unnest(keys[1:${sql.lit(examplesShown)}]) with ordinality as example (key, place)
      left join repositories as listed
        on held.repository_id is null and listed.workspace_id = held.workspace_id and listed.uuid::text = example.key
      left join projects
        on held.repository_id is null and projects.workspace_id = held.workspace_id and projects.uuid::text = example.key
      left join (select workspace_id, uuid, coalesce(display_name, nickname) as name
                   from members join accounts on accounts.id = members.account_id) as members
        on held.stream = 'members' and members.workspace_id = held.workspace_id and members.uuid::text = example.key
      left join environments
        on environments.workspace_id = held.workspace_id and environments.repository_id = held.repository_id
       and environments.uuid::text = example.key
      left join branch_restrictions as restrictions
        on held.stream = 'branch_restrictions' and restrictions.workspace_id = held.workspace_id
       and restrictions.repository_id = held.repository_id and restrictions.id::text = example.key
     order by example.place)`

const selectHeld = (where: RawBuilder<unknown>) => sql<Held>`
  select held.id, held.workspace_id, held.repository_id, stream, known, decision, first_at, last_at, decided_at,
         connections.id as connection_id, connections.alias, workspaces.slug as workspace,
         repositories.slug as repository, cardinality(keys) as lacking, ${examples} as examples
    from held_removals as held
    join workspaces on workspaces.id = held.workspace_id
    join connections on connections.id = workspaces.connection_id
    left join repositories
      on repositories.workspace_id = held.workspace_id and repositories.id = held.repository_id
   where ${where}`

/**
 * What waits for a decision, or was decided and is still lacking, on one connection or on all; the newest first, those
 * before `before`.
 */
export async function listHeld(
  db: Db,
  connection: string | null,
  { before = null, limit = null }: { readonly before?: string | null; readonly limit?: number | null } = {},
): Promise<Held[]> {
  const where = sql`(${connection}::bigint is null or connections.id = ${connection})
    and (${before}::bigint is null or held.id < ${before})`
  const { rows } = await sql<Held>`${selectHeld(where)} order by held.id desc limit ${limit}`.execute(db)
  return rows
}

export async function getHeld(db: Db, id: string): Promise<Held> {
  const { rows } = await selectHeld(sql`held.id = ${id}`).execute(db)
  const [held] = rows
  if (!held) throw new Failure('not_found')
  return held
}

/**
 * A person says whether the records are gone. What follows from it follows with the next listings. With `seen`, the
 * decision is about what the listing of that moment lacked: a later one may lack others.
 */
export async function settleHeld(
  db: Db,
  id: string,
  decision: 'approved' | 'dismissed',
  seen: Date | null = null,
): Promise<void> {
  const { rows } = await sql<{ is_seen: boolean }>`
    select ${seen}::timestamptz is null or date_trunc('milliseconds', last_at) = ${seen} as is_seen
      from held_removals where id = ${id} for update`.execute(db)
  const [held] = rows
  if (!held) throw new Failure('not_found')
  if (!held.is_seen)
    throw new Failure('changed_meanwhile', {
      detail: 'Another listing was read meanwhile, and may lack others.',
    })
  await sql`update held_removals set decision = ${decision}, decided_at = now() where id = ${id}`.execute(db)
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
    .where(isAt(at))
    .where('stream', '=', stream)
    .executeTakeFirst()
  return held !== undefined
}

/** So little is lacking again that nobody has to be asked. */
export async function forgetHeld(tx: Transaction<Schema>, at: At, stream: string): Promise<void> {
  await sql`
    delete from held_removals where ${isAt(at)} and stream = ${stream}`.execute(tx)
}
