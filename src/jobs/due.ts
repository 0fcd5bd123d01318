import { parseCronItem } from 'graphile-worker'
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Scope } from '../sync/run/plant.ts'

interface Due {
  readonly id: string
  /** Everything the first time and after a change of settings; else what is hot. */
  readonly scope: Scope
}

interface Candidate {
  readonly id: string
  readonly cron: string | null
  readonly frequency_minutes: number
  readonly last_at: Date | null
  readonly was_read: boolean
}

const minuteMs = 60_000
/** After a long pause no more is looked back on than this: one run is due, however many were missed. */
const lookBackMs = 7 * 24 * 60 * minuteMs

/** Connections whose next run is due by their frequency or their cron. */
export async function dueConnections(db: Db, now = new Date()): Promise<Due[]> {
  const { rows } = await sql<Candidate>`
    select id, cron, frequency_minutes,
           (select max(started_at) from sync_runs where connection_id = connections.id and scope in ('all', 'hot')) as last_at,
           exists (select from sync_runs where connection_id = connections.id and scope = 'all'
                      and state in ('complete', 'incomplete') and started_at > connections.updated_at) as was_read
      from connections
     where state = 'active'
       and exists (select from workspaces where connection_id = connections.id and removed_at is null)
       and not exists (select from sync_runs where connection_id = connections.id and state in ('running', 'paused'))
     order by id`.execute(db)
  return rows
    .filter((one) => isDue(one, now))
    .map(({ id, was_read }) => ({ id, scope: was_read ? 'hot' : 'all' }))
}

export function isDue(
  { cron, frequency_minutes, last_at }: Pick<Candidate, 'cron' | 'frequency_minutes' | 'last_at'>,
  now: Date,
): boolean {
  if (last_at === null) return true
  if (cron === null) return now.getTime() - last_at.getTime() >= frequency_minutes * minuteMs
  const { match } = parseCronItem({ task: 'sync', match: cron })
  const from = Math.max(last_at.getTime(), now.getTime() - lookBackMs)
  for (let at = Math.floor(from / minuteMs + 1) * minuteMs; at <= now.getTime(); at += minuteMs)
    if (match(digestOf(new Date(at)))) return true
  return false
}

function digestOf(at: Date) {
  return {
    min: at.getUTCMinutes(),
    hour: at.getUTCHours(),
    date: at.getUTCDate(),
    month: at.getUTCMonth() + 1,
    dow: at.getUTCDay(),
  }
}
