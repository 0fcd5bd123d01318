import { type Credential, listCredentials } from '../connections/connection-credentials.ts'
import type { Connection } from '../connections/connections.ts'
import { listWorkspaces } from '../connections/workspaces.ts'
import type { Db } from '../db/pool.ts'
import type { Check } from '../sync/connect.ts'

/** A connection as the list shows it. */
export function summaryOf(connection: Connection) {
  const { id, connector, alias, is_default, api_url, source_access, range_days, rate_limit } = connection
  return {
    ...{ id, connector, alias, is_default, api_url, source_access, range_days, rate_limit },
    // The table allows these three and no other.
    state: connection.state as 'active' | 'suspended' | 'ended',
    since: connection.since?.toISOString() ?? null,
    created_at: connection.created_at.toISOString(),
    updated_at: connection.updated_at.toISOString(),
  }
}

/** A connection with what belongs to it; no secret is among that. */
export async function answerOf(db: Db, connection: Connection) {
  const workspaces = await listWorkspaces(db, connection.id)
  const credentials = await listCredentials(db, connection.id)
  return {
    ...summaryOf(connection),
    workspaces: workspaces.map(({ id, slug, name }) => ({ id, slug, name })),
    credentials: credentials.map(credentialOf),
  }
}

export function checkOf({ label, workspace, verdict }: Check) {
  const { outcome, detail, repositories, missing, clock_ahead_seconds, commands } = verdict
  return {
    ...{ label, workspace, outcome, detail, repositories, clock_ahead_seconds },
    missing: missing.map(({ scope, need, streams }) => ({ scope, need, streams: [...streams] })),
    commands: [...commands],
  }
}

function credentialOf(credential: Credential) {
  const { id, kind, label, email, last_four, scopes, reserved_for, health, health_detail } = credential
  return {
    ...{ id, kind, label, email, last_four, scopes, reserved_for, health, health_detail },
    expires_at: credential.expires_at?.toISOString() ?? null,
    checked_at: credential.checked_at?.toISOString() ?? null,
    last_used_at: credential.last_used_at?.toISOString() ?? null,
  }
}
