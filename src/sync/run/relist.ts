import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { loadCursor, saveCursor } from '../cursor-row.ts'
import { withFence } from '../slice.ts'
import type { AnyStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import type { Reader } from './read.ts'

/** So long a repository that is not found keeps calling for the listing; one that stays listed is just hidden. */
const calledForDays = 2

/**
 * Whether the complete listing has to be read out of turn: a repository that is not found any more may be gone, and
 * only the listing can tell.
 */
export async function isCalledFor({ engine, slice }: Reader, stream: AnyStream): Promise<boolean> {
  if (!stream.relists) return false
  const { rows } = await sql`
    select from gaps where workspace_id = ${slice.workspaceId} and repository_id is not null
       and reason = 'source_missing' and first_at > now() - make_interval(days => ${calledForDays}) limit 1`.execute(
    engine.db,
  )
  return rows.length > 0
}

/** The first walk began with nothing, so that it was a complete listing itself: it counts as one. */
export async function countFirstWalk({ engine, slice, scene }: Reader, stream: AnyStream): Promise<void> {
  const walked = scene.streams.find(({ name }) => name === stream.recordsOf)
  if (!stream.relists || !walked) return
  if ((await loadCursor(engine.db, slice, stream)).completeAt) return
  // A walk that failed has shown nothing: then the listing itself is read.
  if (!(await loadCursor(engine.db, slice, walked)).completeAt) return
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await saveCursor(tx, slice, stream, { coverage: [], since: null, complete: true })
  })
}

/** Nothing is left to read of a repository that is gone, and what could not be read of it is no gap any more. */
export async function leaveGone({ engine, slice, scene }: Reader): Promise<void> {
  const gone = sql`repositories.workspace_id = ${slice.workspaceId} and repositories.removed_at is not null`
  await sql`
    delete from gaps using repositories where repositories.id = gaps.repository_id and ${gone}`.execute(
    engine.db,
  )
  await sql`
    update sync_progress set state = 'skipped', updated_at = now() from repositories
     where repositories.id = sync_progress.repository_id and ${gone} and sync_progress.run_id = ${scene.runId}
       and sync_progress.state in ('waiting', 'running')`.execute(engine.db)
}
