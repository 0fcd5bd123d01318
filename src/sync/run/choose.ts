import { sql } from 'kysely'
import { choicesOf } from '../../connections/choice/choices.ts'
import { isWanted } from '../../connections/choice/is-wanted.ts'
import { type Db, transaction } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { wakeSlices, withFence } from '../slice.ts'
import type { AnyStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import { chooseHot } from './heat.ts'
import { addProgress } from './progress.ts'
import type { RunReader } from './read.ts'
import { type Scene, streamsOf } from './scene.ts'

/** Once the repositories are known: which of them are read, each as a slice of its own, the last changed first. */
export async function plantRepositories({ engine, slice, scene }: RunReader): Promise<void> {
  const { connection, runId } = scene
  const connector = engine.connectors.find(({ name }) => name === connection.connector)
  if (!connector) return
  const streams = streamsOf(connector, connection, 'repository')
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await markChosen(tx, connection, slice.workspaceId)
    const chosen = await tx
      .selectFrom('repositories')
      .select('id')
      .where('workspace_id', '=', slice.workspaceId)
      .where('is_chosen', 'is', true)
      .where('removed_at', 'is', null)
      .orderBy('updated_on', 'desc')
      .execute()
    const { whole, heads } = await wantedBy(tx, scene, slice.workspaceId, chosen, streams)
    const slicesOf = (ids: readonly string[]) =>
      ids.map((id) => ({ workspaceId: slice.workspaceId, repositoryId: id }))
    const names = (of: readonly AnyStream[]) => of.map(({ name }) => name)
    await addProgress(tx, runId, slicesOf(whole), names(streams))
    const everyCycle = streams.filter(({ again }) => again === 'every-cycle')
    await addProgress(tx, runId, slicesOf(heads), names(everyCycle))
    await sql`
      insert into slices (workspace_id, repository_id, lane, due_at)
      select ${slice.workspaceId}::bigint, id, ${slice.lane}::slice_lane, statement_timestamp()
        from unnest(${chosen.map(({ id }) => id)}::bigint[]) with ordinality as given (id, place) order by place
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ id: string }>`
      select id from slices where workspace_id = ${slice.workspaceId}
         and repository_id = any(${[...whole, ...heads]}::bigint[])`.execute(tx)
    await wakeSlices(
      tx,
      rows.map(({ id }) => id),
      slice.lane,
    )
  })
}

/** Applies what a connection says to each repository it reads, or to those of one workspace; only what changes is written. */
export async function markChosen(
  tx: Db,
  connection: Row<'connections'>,
  workspaceId?: string,
): Promise<void> {
  const choices = await choicesOf(tx, connection.id)
  const query = tx
    .selectFrom('repositories')
    .innerJoin('workspaces', 'workspaces.id', 'repositories.workspace_id')
    .leftJoin('projects', 'projects.id', 'repositories.project_id')
    .select(['repositories.id', 'repositories.uuid', 'repositories.slug', 'projects.key as project_key'])
    .select(['repositories.created_on', 'repositories.is_chosen', 'workspaces.only_chosen'])
    .where('workspaces.connection_id', '=', connection.id)
  const rows = await (workspaceId === undefined
    ? query
    : query.where('workspaces.id', '=', workspaceId)
  ).execute()
  const changed = rows.filter((row) => {
    const wanted = isWanted(connection, row, choices.get(row.uuid), row.only_chosen)
    return wanted !== row.is_chosen
  })
  await sql`
    update repositories set is_chosen = not is_chosen
     where id = any(${changed.map(({ id }) => id)}::bigint[])`.execute(tx)
}

/** What a run wants of the repositories that are chosen: a narrow one does not read them all. */
async function wantedBy(
  tx: Db,
  { scope }: Scene,
  workspaceId: string,
  chosen: readonly { readonly id: string }[],
  streams: readonly AnyStream[],
): Promise<{ readonly whole: readonly string[]; readonly heads: readonly string[] }> {
  const ids = chosen.map(({ id }) => id)
  if (scope === 'repositories') return { whole: [], heads: [] }
  return scope === 'hot' ? chooseHot(tx, workspaceId, ids, streams) : { whole: ids, heads: [] }
}
