import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Connection } from './connections.ts'
import { planLimits } from './ledger/lease.ts'
import { isTold } from './told.ts'

/** Minutes between two syncs that can be chosen. */
const frequencies = [30, 60, 180, 360, 720, 1440] as const
export type Frequency = (typeof frequencies)[number]

/** One look whether anything changed. */
export interface Cycle {
  /** Those that are polled: of one whose webhook tells what happens, nothing is asked in a cycle where nothing does. */
  readonly repositories: number
  readonly requests: number
  /** Requests that the credentials have in an hour. */
  readonly perHour: number
}

/** The rest is for what has changed, and for people. */
const usableShare = 0.8

/** The list of repositories, and of each the head of its pull requests and of their activity. */
export function requestsOfCycle(workspaces: number, repositories: number): number {
  return workspaces + 2 * repositories
}

/** The shortest frequency at which a cycle leaves a fifth of the allowance free; null when not even once a day does. */
export function shortestFrequency({ requests, perHour }: Omit<Cycle, 'repositories'>): Frequency | null {
  return frequencies.find((minutes) => requests <= usableShare * perHour * (minutes / 60)) ?? null
}

/** What a cycle costs a connection; null before it is known which repositories there are, or while no credential works. */
export async function cycleOf(db: Db, { id, rate_limit }: Connection): Promise<Cycle | null> {
  const { rows } = await sql<{ workspaces: number; known: number; repositories: number; per_hour: number }>`
    with identities as (
      select distinct identity from credentials
       where connection_id = ${id} and health not in ('rejected', 'expired', 'ended')
         and (reserved_for is null or 'pull_requests' = any(reserved_for)))
    select count(distinct workspaces.id)::integer as workspaces, count(repositories.id)::integer as known,
           (count(*) filter (where repositories.is_chosen and not ${isTold(sql.ref('workspaces.id'))}))::integer as repositories,
           (select coalesce(sum(coalesce(${rate_limit}::integer, max_requests, ${planLimits.api}::integer)), 0)::integer
              from identities left join ledger_limits
                on ledger_limits.identity = identities.identity and ledger_limits.class = 'api') as per_hour
      from workspaces left join repositories
        on repositories.workspace_id = workspaces.id and repositories.removed_at is null
     where workspaces.connection_id = ${id}`.execute(db)
  const [row] = rows
  if (!row || row.known === 0 || row.per_hour === 0) return null
  const { workspaces, repositories, per_hour } = row
  return { repositories, requests: requestsOfCycle(workspaces, repositories), perHour: per_hour }
}
