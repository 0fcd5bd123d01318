import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { ofRepositories, repositoriesOf } from './repositories.ts'
import { type Moment, nameOf, type Walked, walk } from './walk.ts'

/** A pipeline or a deployment. What is not known is null. */
export interface Build extends Walked {
  readonly number: string | null
  readonly branch: string | null
  readonly commit: string | null
  /** SUCCESSFUL, FAILED, STOPPED …, or the state of one that is not done. */
  readonly result: string
  readonly seconds: number | null
  readonly who: string | null
  /** Where a deployment leads to; null for a pipeline, and when the environment is gone. */
  readonly environment: string | null
  readonly path: string
}

type Paging = { readonly before: Moment | undefined; readonly limit: number }

/** Runs of pipelines in the repositories of an entity, the newest first. */
export function pipelinesOf(db: Db, entityId: string, paging: Paging): Promise<Build[]> {
  const rows = sql`
    select created_on as at, repository_id || ' ' || uuid as place, build_number::text as number,
           ref_name as branch, commit_hash as commit, coalesce(result, stage, state) as result,
           duration_in_seconds as seconds, ${nameOf(sql`creator_account_id`, sql`null::text`)} as who,
           null as environment, '/pipelines/results/' || build_number as path
      from pipelines
     where workspace_id = mine.workspace_id and repository_id = mine.repository_id and removed_at is null`
  return walk<Build>(db, entityId, rows, paging)
}

const joined = sql`
  deployments d
  left join environments env on env.workspace_id = d.workspace_id and env.repository_id = d.repository_id
   and env.uuid = d.environment_uuid
  left join pipelines p on p.workspace_id = d.workspace_id and p.repository_id = d.repository_id
   and p.uuid = d.pipeline_uuid`
const deployedAt = sql`coalesce(d.started_on, d.created_on, d.completed_on)`

/** Deployments of the repositories of an entity, the newest first; those to one environment alone where it is named. */
export function deploymentsOf(
  db: Db,
  entityId: string,
  { environment, ...paging }: Paging & { environment: string | undefined },
): Promise<Build[]> {
  const rows = sql`
    select ${deployedAt} as at, d.repository_id || ' ' || d.uuid as place,
           coalesce(p.build_number::text, ltrim(d.release_name, '#')) as number, p.ref_name as branch,
           d.commit_hash as commit, coalesce(d.status, d.state) as result,
           extract(epoch from d.completed_on - d.started_on)::integer as seconds,
           ${nameOf(sql`d.deployer_account_id`, sql`null::text`)} as who, env.name as environment,
           coalesce('/pipelines/results/' || p.build_number, '/deployments') as path
      from ${joined}
     where d.workspace_id = mine.workspace_id and d.repository_id = mine.repository_id and d.removed_at is null
       and d.state <> 'UNDEPLOYED' and ${environment === undefined ? sql`true` : sql`env.name = ${environment}`}`
  return walk<Build>(db, entityId, rows, paging)
}

export interface DeployedDay {
  /** In UTC. */
  readonly day: string
  readonly successful: number
  readonly other: number
}

/** The last days with how many deployments each had, none where no day had one; and the environments there are. */
export async function deploymentDaysOf(
  db: Db,
  entityId: string,
  { environment, days }: { environment: string | undefined; days: number },
): Promise<{ days: DeployedDay[]; environments: string[] }> {
  const { rows } = await sql<DeployedDay>`
    with done as (
      select (${deployedAt})::date as day, d.status
        from ${repositoriesOf(entityId)} as mine ${ofRepositories}
        join ${joined} on d.workspace_id = r.workspace_id and d.repository_id = r.id
       where d.removed_at is null and d.state = 'COMPLETED' and ${deployedAt} > now() - make_interval(days => ${days + 1})
         and ${environment === undefined ? sql`true` : sql`env.name = ${environment}`})
    select to_char(days.day, 'YYYY-MM-DD') as day,
           (count(*) filter (where done.status = 'SUCCESSFUL'))::integer as successful,
           (count(done.day) filter (where done.status is distinct from 'SUCCESSFUL'))::integer as other
      from generate_series(current_date - ${days - 1}::integer, current_date, interval '1 day') as days (day)
      left join done on done.day = days.day::date
     group by days.day order by days.day`.execute(db)
  const { rows: named } = await sql<{ name: string }>`
    select env.name from ${repositoriesOf(entityId)} as mine ${ofRepositories}
      join environments env on env.workspace_id = r.workspace_id and env.repository_id = r.id
     where env.removed_at is null group by env.name order by min(env.rank), env.name`.execute(db)
  const isAny = rows.some(({ successful, other }) => successful + other > 0)
  return { days: isAny ? rows : [], environments: named.map(({ name }) => name) }
}
