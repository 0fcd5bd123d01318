import { type Credential, listCredentials, sharersOf } from '../connections/connection-credentials.ts'
import type { Connection } from '../connections/connections.ts'
import { cycleOf, shortestFrequency } from '../connections/cycle.ts'
import { expiringCredentials } from '../connections/expiry/reminders.ts'
import { groupsOf } from '../connections/stream-groups.ts'
import { answerMeanings } from '../connections/verify/curl.ts'
import { listWorkspaces } from '../connections/workspaces.ts'
import type { Db } from '../db/pool.ts'
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
  const cycle = await cycleOf(db, connection)
  const expiring = await expiringCredentials(
    db,
    credentials.map(({ id }) => id),
  )
  return {
    ...summaryOf(connection),
    ...{ ca, projects, include, exclude, auto_add: auto_add_stopped_at === null, streams },
    workspaces: workspaces.map(({ id, slug, name, only_chosen }) => ({ id, slug, name, only_chosen })),
    credentials: credentials.map((each) => ({
      ...credentialOf(each),
      expiring: expiring.get(each.id) ?? null,
      shares_allowance_with: sharers.get(each.identity) ?? [],
    })),
    cycle: cycle && {
      repositories: cycle.repositories,
      requests: cycle.requests,
      per_hour: cycle.perHour,
      shortest_frequency_minutes: shortestFrequency(cycle),
    },
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
