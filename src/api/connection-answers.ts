import { sql } from 'kysely'
import { type Credential, listCredentials, sharersOf } from '../connections/connection-credentials.ts'
import type { Connection } from '../connections/connections.ts'
import { groupsOf } from '../connections/stream-groups.ts'
import { answerMeanings } from '../connections/verify/curl.ts'
import { listWorkspaces } from '../connections/workspaces.ts'
import type { Db } from '../db/pool.ts'
import type { Row } from '../db/schema.ts'
import type { Check } from '../sync/connect.ts'

/** A connection as the list shows it. */
export function summaryOf(connection: Connection) {
  const { id, connector, alias, is_default, api_url, source_access, range_days, rate_limit } = connection
  const { proxy_url, frequency_minutes, cron, skip_failed } = connection
  return {
    ...{ id, connector, alias, is_default, api_url, source_access, range_days, rate_limit },
    ...{ proxy_url, frequency_minutes, cron, skip_failed },
    // The table allows these three and no other.
    state: connection.state as 'active' | 'suspended' | 'ended',
    since: connection.since?.toISOString() ?? null,
    created_at: connection.created_at.toISOString(),
    updated_at: connection.updated_at.toISOString(),
  }
}

/** A connection with what belongs to it; no secret is among that. */
export async function answerOf(db: Db, connection: Connection) {
  const { ca, projects, include, exclude, auto_add_stopped_at, streams } = connection
  const workspaces = await listWorkspaces(db, connection.id)
  const credentials = await listCredentials(db, connection.id)
  const sharers = await sharersOf(db, connection.id)
  return {
    ...summaryOf(connection),
    ...{ ca, projects, include, exclude, auto_add: auto_add_stopped_at === null, streams },
    workspaces: workspaces.map(({ id, slug, name, only_chosen }) => ({ id, slug, name, only_chosen })),
    credentials: credentials.map((each) => ({
      ...credentialOf(each),
      shares_allowance_with: sharers.get(each.identity) ?? [],
    })),
  }
}

export function checkOf({ label, workspace, verdict }: Check) {
  const { outcome, detail, repositories, missing, clock_ahead_seconds, commands } = verdict
  return {
    ...{ label, workspace, outcome, detail, repositories, clock_ahead_seconds },
    missing: missing.map(({ scope, need, streams }) => ({ scope, need, streams: [...streams] })),
    commands: [...commands],
    meanings: commands.length === 0 ? [] : [...answerMeanings],
  }
}

/** Runs before a run, newest first. */
export async function listRuns(db: Db, connectionId: string, before: string | undefined, limit: number) {
  const query = db.selectFrom('sync_runs').selectAll().where('connection_id', '=', connectionId)
  const older = before === undefined ? query : query.where('id', '<', before)
  return older.orderBy('id', 'desc').limit(limit).execute()
}

export function runOf({ id, cause, state, started_at, ended_at, error }: Row<'sync_runs'>) {
  return {
    ...{ id, cause, state, error },
    started_at: started_at.toISOString(),
    ended_at: ended_at?.toISOString() ?? null,
  }
}

interface Gap {
  readonly id: string
  readonly workspace: string
  readonly repository: string | null
  readonly stream: string
  readonly reason: string
  readonly status: number | null
  readonly detail: string | null
  readonly first_at: Date
  readonly tries: number
  readonly next_at: Date | null
}

/** Gaps after a gap, the oldest first. */
export async function listGaps(db: Db, connectionId: string, after: string | undefined, limit: number) {
  const { rows } = await sql<Gap>`
    select gaps.id, workspaces.slug as workspace, repositories.slug as repository,
           stream, reason, status, detail, first_at, tries, next_at
      from gaps
      join workspaces on workspaces.id = gaps.workspace_id
      left join repositories
        on repositories.workspace_id = gaps.workspace_id and repositories.id = gaps.repository_id
     where workspaces.connection_id = ${connectionId} and gaps.id > ${after ?? '0'}
     order by gaps.id limit ${limit}`.execute(db)
  return rows
}

export function gapOf(gap: Gap) {
  return { ...gap, first_at: gap.first_at.toISOString(), next_at: gap.next_at?.toISOString() ?? null }
}

function credentialOf(credential: Credential) {
  const { id, kind, label, email, last_four, scopes, health, health_detail } = credential
  return {
    ...{ id, kind, label, email, last_four, scopes, health, health_detail },
    reserved_for: credential.reserved_for && groupsOf(credential.reserved_for),
    expires_at: credential.expires_at?.toISOString() ?? null,
    checked_at: credential.checked_at?.toISOString() ?? null,
    last_used_at: credential.last_used_at?.toISOString() ?? null,
  }
}
