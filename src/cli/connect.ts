import { describeCredential } from '../connections/connection-credentials.ts'
import {
  describeConnection,
  type NewConnection,
  refuseTakenAlias,
  subjectOfConnection,
} from '../connections/connections.ts'
import type { DraftCredential } from '../connections/entered/tokens.ts'
import { transaction } from '../db/pool.ts'
import { commandLine, record } from '../people/audit.ts'
import {
  type Check,
  type Connected,
  checkDrafts,
  type Desk,
  seenByAll,
  storeConnection,
} from '../sync/connect.ts'

interface Entered {
  readonly connection: NewConnection
  readonly drafts: readonly DraftCredential[]
  /** Its slug. */
  readonly workspace: string
}

/** Tries every credential, and stores the connection when all of them passed: `made` is null when one did not. */
export async function connectBitbucket(
  desk: Desk,
  { connection, drafts, workspace }: Entered,
): Promise<{ made: Connected | null; checks: readonly Check[] }> {
  // Before anything is asked: a request is worth more than a look into a table.
  await refuseTakenAlias(desk.db, null, connection.alias)
  const way = { proxy_url: null, ca: null, rate_limit: null, ...connection }
  const checks = await checkDrafts(desk, way, drafts, workspace)
  const seen = seenByAll(checks)
  if (seen === null) return { made: null, checks }
  const made = await transaction(desk.db, async (tx) => {
    const stored = await storeConnection(tx, desk.keyRing, { connection, drafts, checks, workspace: seen })
    const subject = subjectOfConnection(stored.connection)
    // Not `credentials`: the audit log blanks whatever is called that.
    const after = { ...describeConnection(stored.connection), ...reachOf(stored) }
    await record(tx, { actor: commandLine, action: 'connection.create', subject, after, outcome: 'done' })
    return stored
  })
  return { made, checks }
}

export function reachOf({ workspace, credentials }: Connected) {
  return {
    workspaces: [{ slug: workspace.slug, name: workspace.name }],
    reads_with: credentials.map(describeCredential),
  }
}
