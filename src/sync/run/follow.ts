import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { markOf } from '../cursor.ts'
import { type Cursor, saveCursor } from '../cursor-row.ts'
import { withFence } from '../slice.ts'
import type { AnyStream } from '../stream.ts'
import { leaseSeconds } from './engine.ts'
import { move } from './progress.ts'
import type { RunReader } from './read.ts'

/** What is noted a moment before the row that it moves is saved. */
const delaySeconds = 5
/** Our clock and the source's differ by less, or much else is wrong. */
const skewHours = 1

/**
 * Whether nothing can be new in a stream because nothing is new in the one it follows, which was read before. Only where
 * a webhook tells what happens: polling looks at both, since it has no other way to learn of what moves nothing.
 */
export async function isQuiet(
  { engine, slice, scene }: RunReader,
  stream: AnyStream,
  { coverage, completeAt }: Cursor,
): Promise<boolean> {
  if (!stream.follows || !scene.isTold || scene.cause === 'person' || completeAt === null) return false
  const mark = markOf(coverage, scene.place.since)?.high ?? scene.place.since ?? '-infinity'
  const { table, position } = stream.follows
  const { rows } = await sql`
    select from ${sql.table(table)}
     where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId}
       and ${sql.ref(position)} > greatest(${mark}::timestamptz + make_interval(secs => ${delaySeconds}),
             ${completeAt}::timestamptz - make_interval(hours => ${skewHours})) limit 1`.execute(engine.db)
  return rows.length === 0
}

/** Counts as read to its end. */
export async function takeAsRead(
  { engine, slice, scene }: RunReader,
  stream: AnyStream,
  { coverage }: Cursor,
): Promise<void> {
  const sourceChangedOn = scene.repository?.updated_on ?? null
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await saveCursor(tx, slice, stream, {
      coverage,
      since: scene.place.since,
      complete: true,
      sourceChangedOn,
    })
  })
  await move(engine.db, scene, slice, stream.name, { state: 'skipped' })
}
