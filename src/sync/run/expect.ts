import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { columnTypes } from '../../db/schema.ts'
import { type ChildStream, type Connector, isChild } from '../stream.ts'
import { mirrorStream } from './mirror.ts'

/** What the listings of one stream took so far. */
interface Known {
  readonly stream: string
  readonly waiting: number
  /** Read to their end. */
  readonly read: number
  /** Those of them that took more than one page, and the pages after the first. */
  readonly long: number
  readonly long_pages: number
  /** Under way and told how long they are; the pages after the first, and those that are left. */
  readonly told: number
  readonly told_pages: number
  readonly told_left: number
  /** Under way and not told; the pages after the first. */
  readonly untold: number
  readonly untold_pages: number
}

/** Pages that follow the first of a listing that has more, by experience: as if so many had been seen already. */
const usualPages = 2.5
const supposed = 4

/**
 * Requests a run will still take, by stream: one for each parent that is known and waits for its children, what answers
 * told of their own size, else like those that were read.
 */
export async function expectLeft(
  db: Db,
  runId: string,
  connectors: readonly Connector[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<Known>`
    select stream, count(*) filter (where state = 'waiting')::integer as waiting,
           count(*) filter (where ${ended})::integer as read,
           count(*) filter (where ${ended} and requests > 1)::integer as long,
           coalesce(sum(requests - 1) filter (where ${ended} and requests > 1), 0)::integer as long_pages,
           count(*) filter (where ${told})::integer as told,
           coalesce(sum(greatest(expected, requests) - 1) filter (where ${told}), 0)::integer as told_pages,
           coalesce(sum(greatest(expected - requests, 1)) filter (where ${told}), 0)::integer as told_left,
           count(*) filter (where ${untold})::integer as untold,
           coalesce(sum(requests - 1) filter (where ${untold}), 0)::integer as untold_pages
      from sync_progress where run_id = ${runId} group by stream`.execute(db)
  const children = new Map(
    connectors.flatMap(({ streams }) => streams.filter(isChild).map((one) => [one.name, one] as const)),
  )
  const left = new Map<string, number>()
  for (const row of rows) {
    const child = children.get(row.stream)
    left.set(row.stream, child ? await parentsLeft(db, runId, child) : Math.round(leftOf(row)))
  }
  return left
}

/** As far as they are stored: their own stream brings more while it is read. */
async function parentsLeft(db: Db, runId: string, { name, parents }: ChildStream): Promise<number> {
  const { table, id, version, where, known } = parents
  const there = 'removed_at' in columnTypes[table] ? sql`and parent.removed_at is null` : sql``
  const { rows } = await sql<{ left: number }>`
    select count(*)::integer as left
      from sync_progress progress
      join ${sql.table(table)} as parent on parent.workspace_id = progress.workspace_id
                                         and parent.repository_id = progress.repository_id ${there}
      left join child_reads as done on done.workspace_id = parent.workspace_id
       and done.repository_id = parent.repository_id and done.stream = progress.stream
       and done.parent = ${sql.ref(`parent.${id}`)}::text
     where progress.run_id = ${runId} and progress.stream = ${name} and progress.state in ('waiting', 'running')
       and (${sql.raw(where)}) and done.version is distinct from (${sql.raw(version)})::text
       and ${known ? sql`done.parent is not null` : sql`true`}`.execute(db)
  return rows[0]?.left ?? 0
}

/**
 * A listing is one page, or goes on. Those that go on end early or late: what ended so far says too little, so the pages
 * of those under way count too. That is the mean of all when each page is as likely to be the last as any other.
 */
function leftOf(known: Known): number {
  const { stream, waiting, read, long, long_pages, told, told_pages, told_left, untold, untold_pages } = known
  if (stream === mirrorStream.name) return 0
  const begun = read + told + untold
  const ends = long + told
  const more = (long_pages + told_pages + untold_pages + supposed * usualPages) / (ends + supposed)
  const goesOn = begun > 0 ? (long + told + untold) / begun : 0
  return waiting * (1 + goesOn * more) + told_left + untold * Math.max(1, more)
}

const ended = sql`state in ('complete', 'gap') and requests > 0`
const told = sql`state = 'running' and requests > 0 and expected is not null`
const untold = sql`state = 'running' and requests > 0 and expected is null`
