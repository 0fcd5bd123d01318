import type { Config } from '../config.ts'
import {
  addCredential,
  type Credential,
  listCredentials,
  openCredential,
  recordVerdict,
} from '../connections/connection-credentials.ts'
import { addConnection, type Connection, type NewConnection } from '../connections/connections.ts'
import type { DraftCredential } from '../connections/entered/tokens.ts'
import type { KeyRing } from '../connections/key-ring.ts'
import { writeSyncLog } from '../connections/sync-log.ts'
import { type SeenWorkspace, type Verdict, verifyCredential } from '../connections/verify/verify.ts'
import { attachWorkspace, listWorkspaces, type Workspace } from '../connections/workspaces.ts'
import type { Db } from '../db/pool.ts'
import type { Log } from '../log.ts'
import { createClient } from './http/client.ts'
import type { OpenCredential } from './http/credential.ts'

/** What verifying works with. */
export interface Desk {
  readonly db: Db
  readonly config: Config
  readonly log: Log
  readonly keyRing: KeyRing
}

/** Where a connection leads, stored or not. */
export type Way = Pick<Connection, 'api_url' | 'proxy_url' | 'ca' | 'rate_limit'> &
  Partial<Pick<Connection, 'id'>>

export interface Check {
  readonly label: string
  readonly workspace: string
  readonly verdict: Verdict
}

/** Asks with each of the credentials that were entered, before anything is stored. */
export async function checkDrafts(
  desk: Desk,
  way: Way,
  drafts: readonly DraftCredential[],
  workspace: string,
): Promise<Check[]> {
  const checks: Check[] = []
  for (const draft of drafts) {
    const credential = { ...draft, id: '0', reservedFor: null }
    checks.push({ label: draft.label, workspace, verdict: await verify(desk, way, credential, workspace) })
  }
  return checks
}

/** Asks with each stored credential about each workspace, and keeps what that says about the credential. */
export async function checkConnection(
  desk: Desk,
  connection: Connection,
  slugs?: readonly string[],
): Promise<Check[]> {
  const asked = slugs ?? (await listWorkspaces(desk.db, connection.id)).map(({ slug }) => slug)
  const checks: Check[] = []
  for (const row of await listCredentials(desk.db, connection.id)) {
    const credential = await open(desk, row)
    for (const slug of asked) {
      const verdict = await verify(desk, connection, credential, slug)
      await recordVerdict(desk.db, row.id, verdict)
      checks.push({ label: row.label, workspace: slug, verdict })
    }
  }
  return checks
}

/** The workspace that every check saw; null when one of them did not pass. */
export function seenByAll(checks: readonly Check[]): SeenWorkspace | null {
  if (checks.some(({ verdict }) => verdict.outcome !== 'ok')) return null
  return checks[0]?.verdict.workspace ?? null
}

export interface Connected {
  readonly connection: Connection
  readonly workspace: Workspace
  readonly credentials: readonly Credential[]
}

/** Stores a connection whose credentials passed, in one transaction. */
export async function storeConnection(
  tx: Db,
  keyRing: KeyRing,
  entered: {
    readonly connection: NewConnection
    readonly drafts: readonly DraftCredential[]
    readonly checks: readonly Check[]
    readonly workspace: SeenWorkspace
  },
): Promise<Connected> {
  const connection = await addConnection(tx, entered.connection)
  const workspace = await attachWorkspace(tx, connection.id, entered.workspace)
  for (const [index, draft] of entered.drafts.entries()) {
    const { id } = await addCredential(tx, keyRing, connection.id, draft)
    const verdict = entered.checks[index]?.verdict
    if (verdict) await recordVerdict(tx, id, verdict)
  }
  return { connection, workspace, credentials: await listCredentials(tx, connection.id) }
}

async function open({ db, keyRing }: Desk, row: Credential): Promise<OpenCredential> {
  const { id, identity, email } = row
  const kind = row.kind as OpenCredential['kind']
  return { id, kind, identity, email, secret: await openCredential(db, keyRing, row), reservedFor: null }
}

async function verify(desk: Desk, way: Way, credential: OpenCredential, workspace: string): Promise<Verdict> {
  const { api_url: apiUrl, proxy_url: proxyUrl, ca, rate_limit: rateLimit } = way
  const stored = way.id === undefined ? {} : { id: way.id }
  const connection = { ...stored, apiUrl, proxyUrl, ca, rateLimit }
  const client = createClient({ ...desk, connection, credentials: [credential] })
  try {
    const ask = (path: string, query: Readonly<Record<string, string>>) =>
      client.get(path, query, { stream: 'verify', lane: 'person' })
    const verdict = await verifyCredential(ask, { kind: credential.kind, apiUrl, workspace })
    await writeVerdict(desk.db, way.id ?? null, workspace, verdict)
    return verdict
  } finally {
    await client.close()
  }
}

async function writeVerdict(
  db: Db,
  connectionId: string | null,
  workspace: string,
  { outcome, detail }: Verdict,
): Promise<void> {
  const isOk = outcome === 'ok'
  await writeSyncLog(db, {
    connection_id: connectionId,
    operation: 'verify',
    level: isOk ? 'info' : 'error',
    error: isOk ? null : `${outcome}: ${detail ?? 'no more was said.'}`,
    path: `/workspaces/${workspace}`,
  })
}
