import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import type { Connector } from '../stream.ts'
import { templatesOf } from './templates.ts'

interface Gap {
  readonly workspace: string
  /** Null when it is the workspace's. */
  readonly repository: string | null
  readonly stream: string
  readonly reason: string
  readonly detail: string | null
  readonly nextAt: Date | null
}

export interface RunSummary {
  readonly runId: string
  readonly state: Row<'sync_runs'>['state']
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** Rows that were inserted, changed or removed, by table. */
  readonly rows: Readonly<Record<string, number>>
  /** Requests by template of the path. */
  readonly requests: Readonly<Record<string, number>>
  readonly gaps: readonly Gap[]
}

export async function summarise(
  db: Db,
  connectors: readonly Connector[],
  runId: string,
): Promise<RunSummary> {
  const run = await db.selectFrom('sync_runs').selectAll().where('id', '=', runId).executeTakeFirst()
  if (!run) throw new Failure('not_found')
  const { requests, rows } = await tally(db, connectors, runId)
  const { state, started_at: startedAt, ended_at: endedAt } = run
  return { runId, state, startedAt, endedAt, rows, requests, gaps: await gapsOf(db, run.connection_id) }
}

/** What a run took so far. */
export async function tally(
  db: Db,
  connectors: readonly Connector[],
  runId: string,
): Promise<Pick<RunSummary, 'rows' | 'requests'>> {
  const { rows: streams } = await sql<{ stream: string; requests: number }>`
    select stream, sum(requests)::integer as requests
      from sync_progress where run_id = ${runId} group by stream order by stream`.execute(db)
  const templates = templatesOf(connectors)
  // Two streams may ask at one address: members, and whose the addresses in commits are.
  const asked: Record<string, number> = {}
  for (const { stream, requests } of streams) {
    const template = templates.get(stream) ?? stream
    asked[template] = (asked[template] ?? 0) + requests
  }
  const { rows: tables } = await sql<{ name: string; changed: number }>`
    select key as name, sum(value::bigint)::integer as changed
      from sync_progress, jsonb_each_text(tables) where run_id = ${runId} group by key order by key`.execute(
    db,
  )
  return { rows: Object.fromEntries(tables.map(({ name, changed }) => [name, changed])), requests: asked }
}

async function gapsOf(db: Db, connectionId: string): Promise<Gap[]> {
  return db
    .selectFrom('gaps')
    .innerJoin('workspaces', 'workspaces.id', 'gaps.workspace_id')
    .leftJoin('repositories', 'repositories.id', 'gaps.repository_id')
    .select([
      'workspaces.slug as workspace',
      'repositories.slug as repository',
      'gaps.stream',
      'gaps.reason',
      'gaps.detail',
      'gaps.next_at as nextAt',
    ])
    .where('workspaces.connection_id', '=', connectionId)
    .orderBy('gaps.id')
    .execute()
}
