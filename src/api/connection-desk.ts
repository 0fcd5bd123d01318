import type { Connection } from '../connections/connections.ts'
import { type DraftCredential, readTokens, type TokenEntry } from '../connections/entered/tokens.ts'
import { listWorkspaces } from '../connections/workspaces.ts'
import { connectors } from '../connectors/index.ts'
import { Failure } from '../errors.ts'
import { type Check, checkDrafts, type Desk } from '../sync/connect.ts'
import { checkStreams } from '../sync/selectable.ts'
import { checkOf } from './connection-answers.ts'
import type { House } from './house.ts'

/** What verifying works with. */
export function deskOf({ database, config, log, keyRing }: House): Desk {
  return { db: database.kysely, config, log, keyRing }
}

export interface Entered extends Pick<TokenEntry, 'kind' | 'tokens' | 'email' | 'label'> {
  readonly expires_at?: string
}

/** The credentials that a body carries. */
export function draftsOf({ kind, tokens, email, label, expires_at }: Entered): DraftCredential[] {
  const expiresAt = expires_at === undefined ? undefined : new Date(expires_at)
  return readTokens({ kind, tokens, email, label, expiresAt })
}

/** Refuses streams that the product of a connection does not have. */
export function demandStreams(connector: string, streams: readonly string[] | null | undefined): void {
  const found = connectors.find(({ name }) => name === connector)
  if (found && streams) checkStreams(found, streams)
}

/** What each new credential was answered about every workspace of its connection; throws when one failed. */
export async function tryDrafts(
  house: House,
  connection: Connection,
  drafts: readonly DraftCredential[],
): Promise<ReadonlyMap<DraftCredential, readonly Check[]>> {
  const workspaces = await listWorkspaces(house.database.kysely, connection.id)
  const verdicts = new Map<DraftCredential, readonly Check[]>()
  for (const draft of drafts) {
    const checks: Check[] = []
    for (const { slug } of workspaces) {
      checks.push(...(await checkDrafts(deskOf(house), connection, [draft], slug)))
    }
    verdicts.set(draft, checks)
  }
  demand([...verdicts.values()].flat())
  return verdicts
}

/** `path`: the field that is to blame. */
export function demand(checks: readonly Check[], path = 'tokens'): void {
  if (checks.some(({ verdict }) => verdict.outcome !== 'ok')) refuse(checks, path)
}

/** Nothing was stored; the answer tells of each credential why, with the commands to see it by hand. */
export function refuse(checks: readonly Check[], path = 'tokens'): never {
  const failed = checks.filter(({ verdict }) => verdict.outcome !== 'ok')
  const problems = failed.map(({ label, workspace, verdict }) => ({
    path,
    message: `${label} on ${workspace}: ${verdict.outcome}. ${verdict.detail ?? ''}`.trim(),
  }))
  const detail = problems.map(({ message }) => message).join(' ')
  throw new Failure('invalid_input', { detail, data: { problems, checks: checks.map(checkOf) } })
}
