import type { Config } from '../config.ts'
import { type Choice, choose } from '../connections/choice/choices.ts'
import {
  addCredential,
  type Credential,
  listCredentials,
  recordVerdict,
} from '../connections/connection-credentials.ts'
import { addConnection, type Connection, type NewConnection } from '../connections/connections.ts'
import type { DraftCredential } from '../connections/entered/tokens.ts'
import type { KeyRing } from '../connections/key-ring.ts'
import { writeSyncLog } from '../connections/sync-log.ts'
import { type SeenWorkspace, type Verdict, verifyCredential } from '../connections/verify/verify.ts'
import { attachWorkspace, listWorkspaces, type Workspace } from '../connections/workspaces.ts'
import type { Db } from '../db/pool.ts'
import { enqueue } from '../db/queue.ts'
import type { Log } from '../log.ts'
import { type Client, createClient } from './http/client.ts'
import type { OpenCredential } from './http/credential.ts'
import { openStored } from './http/open-credential.ts'

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

const wayFields = ['api_url', 'proxy_url', 'ca'] as const

/** Which settings lead by another way than the one that is stored. */
export function otherWay(stored: Way, settings: Partial<Way>): (typeof wayFields)[number][] {
  return wayFields.filter((field) => settings[field] !== undefined && settings[field] !== stored[field])
}

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
    for (const credential of draftSource(way, [draft]).credentials) {
      checks.push({ label: draft.label, workspace, verdict: await verify(desk, way, credential, workspace) })
    }
  }
  return checks
}

/** Asks with each stored credential about each workspace, and keeps what that says about the credential. */
export function checkConnection(
  desk: Desk,
  connection: Connection,
  slugs?: readonly string[],
): Promise<Check[]> {
  return askAll(desk, connection, { slugs, record: true })
}

/** The same by a way that is not stored: whatever comes of it, what is known of the credentials stays. */
export function checkOtherWay(desk: Desk, connection: Connection, way: Partial<Way>): Promise<Check[]> {
  return askAll(desk, { ...connection, ...way }, { record: false })
}

async function askAll(
  desk: Desk,
  connection: Connection,
  { slugs, record }: { readonly slugs?: readonly string[] | undefined; readonly record: boolean },
): Promise<Check[]> {
  const asked = slugs ?? (await listWorkspaces(desk.db, connection.id)).map(({ slug }) => slug)
  const checks: Check[] = []
  for (const row of await listCredentials(desk.db, connection.id)) {
    const credential = await openForLook(desk, connection, row)
    for (const slug of asked) {
      const verdict = await verify(desk, connection, credential, slug)
      if (record) await recordVerdict(desk.db, row.id, verdict)
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
    readonly choices?: readonly Choice[] | undefined
  },
): Promise<Connected> {
  const connection = await addConnection(tx, entered.connection)
  const workspace = await attachWorkspace(tx, connection.id, entered.workspace)
  for (const [index, draft] of entered.drafts.entries()) {
    const { id } = await addCredential(tx, keyRing, connection.id, draft)
    const verdict = entered.checks[index]?.verdict
    if (verdict) await recordVerdict(tx, id, verdict)
  }
  await choose(tx, connection.id, entered.choices ?? [])
  await wakeWebhooks(tx, connection.id)
  return { connection, workspace, credentials: await listCredentials(tx, connection.id) }
}

/** Has the webhooks of a connection checked as soon as the transaction ends. */
export async function wakeWebhooks(tx: Db, connectionId: string): Promise<void> {
  const jobKey = `check-webhooks ${connectionId}`
  await enqueue(tx, 'check-webhooks', { connection: connectionId }, { jobKey })
}

/** Where somebody looks around: a way with its credentials. */
export interface Source {
  readonly way: Way
  readonly credentials: readonly OpenCredential[]
}

/** Verifying and looking around use every credential for everything. */
async function openForLook(desk: Desk, connection: Connection, row: Credential): Promise<OpenCredential> {
  return { ...(await openStored(desk, connection, row)), reservedFor: null }
}

/** A stored connection; credentials that were refused are left aside, as long as there are others. */
export async function sourceOf(desk: Desk, connection: Connection): Promise<Source> {
  const rows = await listCredentials(desk.db, connection.id)
  const healthy = rows.filter(({ health }) => health === 'ok' || health === 'unverified')
  const used = healthy.length > 0 ? healthy : rows
  return {
    way: connection,
    credentials: await Promise.all(used.map((row) => openForLook(desk, connection, row))),
  }
}

/** What was entered and is not stored. */
export function draftSource(way: Way, drafts: readonly DraftCredential[]): Source {
  const credentials = drafts.map((draft, index) => ({ ...draft, id: `-${index + 1}`, reservedFor: null }))
  return { way, credentials }
}

/** Makes a client for the work, and closes it. */
export async function withClient<T>(
  desk: Desk,
  { way, credentials }: Source,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { api_url: apiUrl, proxy_url: proxyUrl, ca, rate_limit: rateLimit } = way
  const stored = way.id === undefined ? {} : { id: way.id }
  const connection = { ...stored, apiUrl, proxyUrl, ca, rateLimit }
  const client = createClient({ ...desk, connection, credentials })
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

async function verify(desk: Desk, way: Way, credential: OpenCredential, workspace: string): Promise<Verdict> {
  const { api_url: apiUrl, proxy_url: proxyUrl, ca } = way
  const question = { kind: credential.kind, apiUrl, workspace, proxyUrl, ownCertificates: ca !== null }
  const verdict = await withClient(desk, { way, credentials: [credential] }, (client) =>
    verifyCredential(
      (path, query) => client.get(path, query, { stream: 'verify', lane: 'person' }),
      question,
    ),
  )
  await writeVerdict(desk.db, way.id ?? null, workspace, verdict)
  return verdict
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
