import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { columnTypes } from '../../db/schema.ts'
import { grouped } from '../grouped.ts'
import { type ChildStream, type Connector, isChild } from '../stream.ts'
import { expectFollowing } from './expect-following.ts'
import { usualOf } from './expect-usual.ts'
import { mirrorStream } from './mirror.ts'

/** Listings of one stream that are equally far. */
interface Known {
  readonly stream: string
  readonly state: 'waiting' | 'running' | 'ended' | 'skipped'
  readonly requests: number
  /** Of them all, as an answer told. */
  readonly expected: number | null
  readonly listings: number
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
    select stream, requests, case when state = 'running' then expected end as expected, count(*)::integer as listings,
           case when state in ('complete', 'gap') then 'ended' else state end as state
      from sync_progress where run_id = ${runId} and (requests > 0 or state in ('waiting', 'skipped')) group by 1, 2, 3, 5`.execute(
    db,
  )
  const streams = new Map(
    connectors.flatMap((connector) => connector.streams.map((one) => [one.name, one] as const)),
  )
  const left = new Map<string, number>()
  for (const [name, known] of grouped(rows, ({ stream }) => stream)) {
    const stream = streams.get(name)
    if (stream && isChild(stream)) left.set(name, await parentsLeft(db, runId, stream))
    else left.set(name, Math.round((stream && (await expectFollowing(db, runId, stream))) ?? leftOf(known)))
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
 * of those under way count too. That is the mean of all when each page is as likely to be the last as any other. Those
 * that wait are left out as often as others were.
 */
function leftOf(known: readonly Known[]): number {
  if (known[0]?.stream === mirrorStream.name) return 0
  const [waiting = [], running = [], ended = [], skipped = []] = (
    ['waiting', 'running', 'ended', 'skipped'] as const
  ).map((state) => known.filter((one) => one.state === state && (state !== 'running' || one.requests > 0)))
  const long = ended.filter(({ requests }) => requests > 1)
  const told = running.filter(({ expected }) => expected !== null)
  const pages = sum([...long, ...running], ({ requests, expected }) => Math.max(expected ?? 0, requests) - 1)
  const more = (pages + supposed * usualPages) / (count([...long, ...told]) + supposed)
  const rest = ({ requests, expected }: Known) => Math.max(1, expected === null ? more : expected - requests)
  const begun = [...ended, ...running.map((one) => ({ ...one, requests: one.requests + rest(one) }))]
  const isAsked = (count(begun) + 1) / (count(begun) + count(skipped) + 1)
  return count(waiting) * isAsked * usualOf(begun) + sum(running, rest)
}

function sum(known: readonly Known[], of: (one: Known) => number): number {
  return known.reduce((total, one) => total + one.listings * of(one), 0)
}

const count = (known: readonly Known[]) => sum(known, () => 1)
