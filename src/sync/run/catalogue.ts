import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { loadCursors } from '../cursor-row.ts'
import type { AnyStream } from '../stream.ts'
import { markChosen, plantRepositories } from './choose.ts'
import { type Reader, type RunReader, readStream } from './read.ts'
import { leaveGone } from './relist.ts'

/** Looks at the list of repositories because a delivery said that it changed; what is new there is read in a run. */
export async function lookAround(reader: Reader): Promise<void> {
  const stream = named(reader, ({ tables, relists }) => tables.includes('repositories') && !relists)
  if (!stream) return
  const cursors = await loadCursors(reader.engine.db, reader.slice, reader.scene.streams)
  // Before the first list is read, its run reads it.
  if (!cursors.get(stream.name)?.completeAt) return
  await readStream({ ...reader, cursors }, stream, false, 10)
  await plantNew(reader)
}

/** A repository that was deleted is missing in the whole list, and gone when it is missing there twice. */
export async function lookForGone(reader: Reader): Promise<void> {
  const stream = named(reader, ({ relists }) => relists === true)
  if (!stream) return
  const cursors = await loadCursors(reader.engine.db, reader.slice, reader.scene.streams)
  const walked = reader.scene.streams.find(({ name }) => name === stream.recordsOf)
  if (!walked || !cursors.get(walked.name)?.completeAt) return
  for (let confirmation = 1; confirmation <= 2; confirmation += 1)
    await readStream({ ...reader, cursors }, stream, false, 10)
  await leaveGone(reader)
}

function named({ scene }: Reader, is: (stream: AnyStream) => boolean): AnyStream | undefined {
  return scene.streams.find(is)
}

/** Repositories that were never read are read now: in the run that is open, else in one of their own. */
async function plantNew(reader: Reader): Promise<void> {
  const { engine, slice, scene } = reader
  await transaction(engine.db, (tx) => markChosen(tx, scene.connection, slice.workspaceId))
  const { rows } = await sql`
    select from repositories
     where workspace_id = ${slice.workspaceId} and is_chosen and removed_at is null
       and not exists (select from cursors where cursors.workspace_id = repositories.workspace_id
                          and cursors.repository_id = repositories.id)
       and not exists (select from gaps where gaps.workspace_id = repositories.workspace_id
                          and gaps.repository_id = repositories.id) limit 1`.execute(engine.db)
  if (rows.length === 0) return
  const runId = await openRun(reader)
  const within: RunReader = { ...reader, scene: { ...scene, runId, scope: 'hot' } }
  await plantRepositories(within)
}

async function openRun({ engine, scene }: Reader): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into sync_runs (connection_id, cause, scope) values (${scene.connection.id}, 'webhook', 'hot')
      on conflict do nothing returning id)
    select id from made
    union all
    select id from sync_runs where connection_id = ${scene.connection.id} and state in ('running', 'paused')
     limit 1`.execute(engine.db)
  const [run] = rows
  if (!run) throw new RangeError('a connection without a run that could not begin one')
  return run.id
}
