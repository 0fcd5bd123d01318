import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { AnyStream } from '../stream.ts'
import { usualOf } from './expect-usual.ts'

/** One feed that tells nothing of its length, and the records it tells about, as many entries as they may bring. */
interface Feed {
  readonly state: string
  readonly requests: number
  /** Of them all; null while no answer told. */
  readonly expected: number | null
  /** Entries so far. */
  readonly seen: number
  readonly records: number
  /** Pages of records that their listing still has. */
  readonly pages: number
  readonly known: number
  /** Of records that moved, and of those made, since the time down to which the feed is read. */
  readonly moved: number
  readonly made: number
}

/**
 * Requests that the feeds of one stream still take: records bring as many entries as those that were read so far. Null
 * before any of them showed how many that is.
 */
export async function expectFollowing(
  db: Db,
  runId: string,
  { name, follows }: Pick<AnyStream, 'name' | 'follows'>,
): Promise<number | null> {
  if (!follows) return null
  const { table, position, began, entries, pagelen } = follows
  const brings = sql.raw(entries)
  // How far each is read is worked out once, and not for each record.
  const { rows } = await sql<Feed>`
    with feed as materialized (
      select feed.workspace_id, feed.repository_id, feed.state, feed.requests, feed.expected, feed.seen,
             case when listing.state = 'running' then greatest(listing.expected - listing.requests, 0) else 0 end as pages,
             feed.state not in ('waiting', 'running') or covered -> 0 ->> 'low' is null as whole,
             (covered -> 0 ->> 'low')::timestamptz as low, (covered -> 1 ->> 'high')::timestamptz as high
        from sync_progress feed
        left join sync_progress listing on (listing.run_id, listing.workspace_id, listing.repository_id, listing.stream)
                                         = (feed.run_id, feed.workspace_id, feed.repository_id, ${table})
        left join cursors on (cursors.workspace_id, cursors.repository_id, cursors.stream)
                           = (feed.workspace_id, feed.repository_id, feed.stream)
       where feed.run_id = ${runId} and feed.stream = ${name} and feed.state <> 'skipped')
    select feed.state, feed.requests, feed.expected, feed.seen, feed.pages, of_feed.*
      from feed
     cross join lateral (
       select count(*)::integer as records, coalesce(sum(${brings}), 0)::integer as known,
              coalesce(sum(${brings}) filter (where feed.whole or ${sql.ref(position)} >= feed.low), 0)::integer as moved,
              coalesce(sum(${brings}) filter (where feed.whole or ${sql.ref(began)} >= feed.low), 0)::integer as made
         from ${sql.table(table)} as record
        where record.workspace_id = feed.workspace_id and record.repository_id = feed.repository_id
          and (feed.high is null or ${sql.ref(position)} >= feed.high)) as of_feed`.execute(db)
  return leftOf(rows, pagelen)
}

/** Of a record that moved and was made before, about half was read. */
const passed = ({ moved, made }: Feed) => (moved + made) / 2

function leftOf(feeds: readonly Feed[], pagelen: number): number | null {
  const begun = feeds.filter(({ requests }) => requests > 0)
  const sum = (of: (feed: Feed) => number) => begun.reduce((total, feed) => total + of(feed), 0)
  const read = sum(passed)
  if (read === 0) return null
  const each = sum(({ seen }) => seen) / read
  const usual = sum(({ known }) => known) / sum(({ records }) => records)
  const rest = (feed: Feed) => {
    if (feed.state !== 'running') return 0
    if (feed.expected !== null) return Math.max(0, feed.expected - feed.requests)
    const entries = each * (feed.known + feed.pages * pagelen * usual - passed(feed))
    // Of what goes on, all pages so far were full.
    return Math.max(1, Math.ceil((entries * feed.requests) / Math.max(1, feed.seen)))
  }
  const left = sum(rest)
  const waiting = feeds.filter(({ state }) => state === 'waiting').length
  return (
    left + waiting * usualOf(begun.map((feed) => ({ requests: feed.requests + rest(feed), listings: 1 })))
  )
}
