import { sql } from 'kysely'
import { Failure } from '../../errors.ts'

import { addProgress, move } from './progress.ts'
import type { Reader } from './read.ts'
import { streamsOf } from './scene.ts'

const capability = 'issues'
/** What a source did not offer is asked again after this many days. */
const forgottenAfter = 7

/** Whether the source offers what few do, as far as it was asked. */
export async function hasTracker({ engine, scene }: Reader): Promise<boolean> {
  if (scene.repository?.has_issues !== true) return false
  return (await answerOf(engine.db, scene.connection.id)) === true
}

/** Asks one repository that says it has issues for all of the workspace: after the tracker's end none answers. */
export async function probe(reader: Reader): Promise<void> {
  const { engine, scene, slice, client, signal } = reader
  const { connection, place } = scene
  const connector = engine.connectors.find(({ name }) => name === connection.connector)
  const stream = connector && streamsOf(connector, connection, 'repository').find(({ probed }) => probed)
  if (!stream || (await answerOf(engine.db, connection.id)) !== null) return
  const repository = await engine.db
    .selectFrom('repositories')
    .select(['uuid', 'slug'])
    .where('workspace_id', '=', slice.workspaceId)
    .where('has_issues', 'is', true)
    .where('is_chosen', 'is', true)
    .where('removed_at', 'is', null)
    .orderBy('updated_on', 'desc')
    .executeTakeFirst()
  if (!repository) return
  const { path, query } = stream.request({ ...place, repository }, { from: null, to: null })
  const options = { stream: stream.name, lane: slice.lane, signal }
  const { offered, requests } = await client
    .get(path, query, options)
    .then((answer) => ({ offered: true, requests: answer.requests }), refused)
  await addProgress(engine.db, scene.runId, [slice], [stream.name])
  await move(engine.db, scene.runId, slice, stream.name, { state: 'complete', requests })
  await sql`
    insert into capabilities (connection_id, name, value) values (${connection.id}, ${capability}, ${JSON.stringify(offered)})
    on conflict (connection_id, name) do update set value = excluded.value, seen_at = now()`.execute(
    engine.db,
  )
}

function refused(error: unknown): { readonly offered: false; readonly requests: number } {
  if (!(error instanceof Failure && ['source_missing', 'source_forbidden'].includes(error.code))) throw error
  return { offered: false, requests: Number(error.data?.requests ?? 1) }
}

async function answerOf(db: Reader['engine']['db'], connectionId: string): Promise<boolean | null> {
  const { rows } = await sql<{ value: boolean }>`
    select value from capabilities where connection_id = ${connectionId} and name = ${capability}
       and (value = 'true' or seen_at > now() - make_interval(days => ${forgottenAfter}))`.execute(db)
  return rows[0]?.value ?? null
}
