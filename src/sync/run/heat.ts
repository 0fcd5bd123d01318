import { sql } from 'kysely'
import { isTold } from '../../connections/told.ts'
import type { Db } from '../../db/pool.ts'
import type { AnyStream } from '../stream.ts'

/** What changed within so many days is looked at in every cycle. */
const hotDays = 7
/** Streams of a quiet repository that no push announces, such as its environments, are read after so many days. */
const staleDays = 30
/** A pipeline that has not ended after so many days waits for somebody, and may do so for ever. */
const runningDays = 2
/** A lost delivery is found within so many hours. */
const auditHours = 24

interface Chosen {
  /** Read with all of their streams. */
  readonly whole: readonly string[]
  /** Read with those alone that are asked in every cycle. */
  readonly heads: readonly string[]
}

interface Known {
  readonly id: string
  /** Whether a webhook tells what happens in the workspace. */
  readonly told: boolean
  readonly hot: boolean
  /** Something happened there of late. */
  readonly busy: boolean
  readonly stale: boolean
  /** Its audit cannot wait for another cycle. */
  readonly overdue: boolean
  /** How many repositories an audit takes in a cycle. */
  readonly share: number
}

/**
 * Which repositories a cycle reads: those where something happens, and of the quiet ones those that were read longest
 * ago. Where they are only polled that is for a tenth of a request each: with two requests for each, one in twenty. One
 * at least, so that every repository has its turn. Where a webhook tells what happens they are audited: so many in a
 * cycle that each has its turn within a day, in case a delivery was lost. One that answers 403 is left alone until its
 * gap is due.
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
       group by repository_id),
    told as (select ${isTold(sql`${workspaceId}::bigint`)} as told),
    known as (
      select repositories.id, told, waiting.due, read.polled_at,
             coalesce(read.complete < ${names.length}, true) and waiting.next_at is null as is_new,
             coalesce(repositories.updated_on > read.changed_on, false) as moved,
             exists (select from pipelines where workspace_id = ${workspaceId} and repository_id = repositories.id
                        and state in ('PENDING', 'IN_PROGRESS') and removed_at is null
                        and created_on > now() - make_interval(days => ${runningDays})) as runs,
             repositories.updated_on > ${recent}
               or exists (select from pull_requests where workspace_id = ${workspaceId}
                             and repository_id = repositories.id and updated_on > ${recent})
               or exists (select from pipelines where workspace_id = ${workspaceId}
                             and repository_id = repositories.id and created_on > ${recent}) as busy,
             coalesce(read.oldest < now() - make_interval(days => ${staleDays}), false) as stale
        from repositories
        cross join told
        left join read on read.repository_id = repositories.id
        left join lateral (
          select min(next_at) as next_at, coalesce(bool_or(next_at <= now()), false) as due,
                 coalesce(bool_or(reason = 'source_forbidden' and status = 403), false) as closed
            from gaps where workspace_id = ${workspaceId} and repository_id = repositories.id) as waiting on true
       where repositories.id = any(${[...ids]}::bigint[]) and (waiting.due or not waiting.closed))
    select id, told, busy, stale,
           is_new or moved or due or case when told then runs else busy end as hot,
           coalesce(polled_at < now() - make_interval(hours => ${auditHours}) + 0.9 * ${cycle(workspaceId)}, true) as overdue,
           floor(count(*) over () * extract(epoch from ${cycle(workspaceId)}) / ${auditHours * 3600})::integer as share
      from known order by polled_at nulls first, id`.execute(tx)
  const hot = rows.filter((row) => row.hot)
  const quiet = rows.filter((row) => !row.hot)
  const chosen = hot.concat(
    rows[0]?.told ? toAudit(quiet) : withinBudget(quiet, { head: heads.length, whole: own.length }),
  )
  // What a busy repository tells nobody, such as its environments, is read with it.
  const isWhole = (row: Known) => row.hot || row.stale || (row.told && row.busy)
  return {
    whole: chosen.filter(isWhole).map(({ id }) => id),
    heads: chosen.filter((row) => !isWhole(row)).map(({ id }) => id),
  }
}

/** Time until the connection of a workspace is synced again: as long as it took until now, which was chosen or comes from its cron. */
function cycle(workspaceId: string) {
  return sql`(
    select coalesce(
             least(greatest(now() - max(sync_runs.started_at) filter (where sync_runs.state not in ('running', 'paused')),
                            make_interval(mins => min(connections.frequency_minutes) filter (where cron is null))),
                   make_interval(hours => ${auditHours / 2})),
             make_interval(mins => min(connections.frequency_minutes)))
      from workspaces join connections on connections.id = workspaces.connection_id
      left join sync_runs on sync_runs.connection_id = connections.id and sync_runs.scope in ('all', 'hot')
     where workspaces.id = ${workspaceId})`
}

/** Those whose day is over, and a share of the rest, so that not all come at once. */
function toAudit(quiet: readonly Known[]): Known[] {
  return quiet.filter(({ overdue, share }, index) => overdue || index < share)
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
