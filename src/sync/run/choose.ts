import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { wakeSlices, withFence } from '../slice.ts'
import { leaseSeconds } from './engine.ts'
import { addProgress } from './progress.ts'
import type { Reader } from './read.ts'
import { streamsOf } from './scene.ts'

/** Once the repositories are known: which of them are read, each as a slice of its own, the last changed first. */
export async function plantRepositories({ engine, slice, scene }: Reader): Promise<void> {
  const { connection, runId } = scene
  const connector = engine.connectors.find(({ name }) => name === connection.connector)
  if (!connector) return
  const streams = streamsOf(connector, connection, 'repository').map(({ name }) => name)
  const patterns = connection.repository_patterns?.map(likePattern) ?? null
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      update repositories set is_chosen = wanted
        from (select repositories.id,
                     (${connection.projects}::text[] is null or projects.key = any(${connection.projects}::text[])) and
                     (${patterns}::text[] is null or repositories.slug like any(${patterns}::text[])) as wanted
                from repositories left join projects on projects.id = repositories.project_id
               where repositories.workspace_id = ${slice.workspaceId}) as choice
       where repositories.id = choice.id and is_chosen is distinct from coalesce(wanted, false)`.execute(tx)
    const chosen = await tx
      .selectFrom('repositories')
      .select('id')
      .where('workspace_id', '=', slice.workspaceId)
      .where('is_chosen', 'is', true)
      .where('removed_at', 'is', null)
      .orderBy('updated_on', 'desc')
      .execute()
    const slices = chosen.map(({ id }) => ({ workspaceId: slice.workspaceId, repositoryId: id }))
    await addProgress(tx, runId, slices, streams)
    await sql`
      insert into slices (workspace_id, repository_id, lane, due_at)
      select ${slice.workspaceId}::bigint, id, ${slice.lane}::slice_lane, statement_timestamp()
        from unnest(${chosen.map(({ id }) => id)}::bigint[]) with ordinality as given (id, place) order by place
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ id: string }>`
      select id from slices where workspace_id = ${slice.workspaceId}
         and repository_id = any(${chosen.map(({ id }) => id)}::bigint[])`.execute(tx)
    await wakeSlices(
      tx,
      rows.map(({ id }) => id),
      slice.lane,
    )
  })
}

/** `*` and `?` as in file names. */
function likePattern(glob: string): string {
  return glob
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}
