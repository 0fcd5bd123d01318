import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { AnyStream } from '../stream.ts'

/** What changed within so many days is looked at in every cycle. */
const hotDays = 7
/** Streams of a quiet repository that no push announces, such as its environments, are read after so many days. */
const staleDays = 30

interface Chosen {
  /** Read with all of their streams. */
  readonly whole: readonly string[]
  /** Read with those alone that are asked in every cycle. */
  readonly heads: readonly string[]
}

interface Known {
  readonly id: string
  readonly hot: boolean
  readonly stale: boolean
}

/**
 * Which repositories a cycle of polling reads: those where something happens, and of the quiet ones those that were
 * read longest ago, for a tenth of a request each: with two requests for each, one in twenty. One at least, so that
 * every repository has its turn. One that answers 403 is left alone until its gap is due.
 */
export async function chooseHot(
  tx: Db,
  workspaceId: string,
  ids: readonly string[],
  streams: readonly AnyStream[],
): Promise<Chosen> {
  const own = streams.filter(({ per, probed }) => per === 'repository' && !probed)
  const names = own.map(({ name }) => name)
  const heads = own.filter(({ again }) => again === 'every-cycle').map(({ name }) => name)
  const recent = sql`now() - make_interval(days => ${hotDays})`
  const { rows } = await sql<Known>`
    with read as (
      select repository_id, count(complete_at) as complete, min(source_changed_on) as changed_on,
             min(complete_at) as oldest, min(complete_at) filter (where stream = any(${heads}::text[])) as polled_at
        from cursors where workspace_id = ${workspaceId} and stream = any(${names}::text[])
       group by repository_id)
    select repositories.id,
           ((coalesce(read.complete < ${names.length}, true) and waiting.next_at is null)
             or repositories.updated_on > least(read.changed_on, ${recent})
             or exists (select from pull_requests where workspace_id = ${workspaceId}
                           and repository_id = repositories.id and updated_on > ${recent})
             or exists (select from pipelines where workspace_id = ${workspaceId}
                           and repository_id = repositories.id and created_on > ${recent})
             or waiting.due) as hot,
           coalesce(read.oldest < now() - make_interval(days => ${staleDays}), false) as stale
      from repositories
      left join read on read.repository_id = repositories.id
      left join lateral (
        select min(next_at) as next_at, coalesce(bool_or(next_at <= now()), false) as due,
               coalesce(bool_or(reason = 'source_forbidden' and status = 403), false) as closed
          from gaps where workspace_id = ${workspaceId} and repository_id = repositories.id) as waiting on true
     where repositories.id = any(${[...ids]}::bigint[]) and (waiting.due or not waiting.closed)
     order by read.polled_at nulls first, repositories.id`.execute(tx)
  const quiet = withinBudget(rows, { head: heads.length, whole: own.length })
  const chosen = rows.filter(({ hot }) => hot).concat(quiet)
  return {
    whole: chosen.filter(({ hot, stale }) => hot || stale).map(({ id }) => id),
    heads: chosen.filter(({ hot, stale }) => !hot && !stale).map(({ id }) => id),
  }
}

function withinBudget(
  rows: readonly Known[],
  cost: { readonly head: number; readonly whole: number },
): Known[] {
  let budget = rows.length / 10
  return rows
    .filter(({ hot }) => !hot)
    .filter(({ stale }, index) => {
      budget -= stale ? cost.whole : cost.head
      return budget >= 0 || index === 0
    })
}
