import { sql } from 'kysely'
import { Failure } from '../../errors.ts'
import { notice } from './capabilities.ts'
import { addProgress, move } from './progress.ts'
import type { Reader, RunReader } from './read.ts'
import { streamsOf } from './scene.ts'

const capability = 'issues'

/** Whether the source offers what few do, as far as it was asked. */
export async function hasTracker(reader: Reader): Promise<boolean> {
  return reader.scene.repository?.has_issues === true && (await answerOf(reader)) === true
}

/** Asks one repository that says it has issues for all of the workspace: after the tracker's end none answers. */
export async function probe(reader: RunReader): Promise<void> {
  const { engine, scene, slice, client, signal } = reader
  const { connection, place } = scene
  const connector = engine.connectors.find(({ name }) => name === connection.connector)
  const stream = connector && streamsOf(connector, connection, 'repository').find(({ probed }) => probed)
  if (!stream || (await answerOf(reader)) !== null) return
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
  await move(engine.db, scene, slice, stream.name, { state: 'complete', requests })
  await notice(reader, capability, offered)
}

function refused(error: unknown): { readonly offered: false; readonly requests: number } {
  if (!(error instanceof Failure && ['source_missing', 'source_forbidden'].includes(error.code))) throw error
  return { offered: false, requests: Number(error.data?.requests ?? 1) }
}

async function answerOf({ engine, scene }: Reader): Promise<boolean | null> {
  if (scene.lacking.has(capability)) return false
  const { rows } = await sql`
    select from capabilities where connection_id = ${scene.connection.id} and name = ${capability}
       and value = 'true'`.execute(engine.db)
  return rows.length > 0 ? true : null
}
