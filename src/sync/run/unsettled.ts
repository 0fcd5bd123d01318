import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { At } from '../at.ts'
import type { AnyStream } from '../stream.ts'
import { settling } from './due.ts'

/** What began four hours ago is looked at every hour. */
const share = 4

/**
 * The time of the oldest row that may still change and whose turn it is since the stream was read last; null when there
 * is none. A pipeline that waits for a person may wait for years, and a feed is read page by page down to it: so the
 * older a row, the seldomer its turn, each after a quarter of its age at the latest. Young ones have theirs whenever the
 * stream is read.
 *
 * Turns lie at fixed times, so that nothing has to be kept: a row has one when a multiple of its rest lies between two
 * readings. Rests are doublings of the shortest, so that the turn of an old row is one of the younger ones too, which a
 * walk passes anyway; and those of a repository begin at a time of its own, so that not all are walked in one cycle.
 */
export async function oldestUnsettled(
  db: Db,
  at: At,
  { unsettled }: AnyStream,
  completeAt: Date | null,
  now = new Date(),
): Promise<Date | null> {
  if (!unsettled) return null
  const { table, position, states } = unsettled
  const shortest = settling / 1000
  const age = sql`extract(epoch from ${now}::timestamptz - ${sql.ref(position)})::double precision`
  const doublings = sql`floor(ln(greatest(${age} / ${share * shortest}, 1)) / ln(2.0::double precision))`
  const begin = sql`${at.repositoryId}::bigint * 7919 * 60`
  const turn = (time: Date) => sql`floor((extract(epoch from ${time}::timestamptz) + ${begin}) / rest)`
  const { rows } = await sql<{ oldest: Date | null }>`
    select min(${sql.ref(position)}) as oldest
      from ${sql.table(table)} cross join lateral (select ${shortest} * 2 ^ ${doublings} as rest) as its
     where workspace_id = ${at.workspaceId} and repository_id = ${at.repositoryId} and removed_at is null
       and state = any(${[...states]}::text[])
       and (${completeAt === null} or rest = ${shortest} or ${turn(now)} > ${turn(completeAt ?? now)})`.execute(
    db,
  )
  return rows[0]?.oldest ?? null
}
