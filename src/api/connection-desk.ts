import type { Connection } from '../connections/connections.ts'
import { type DraftCredential, readTokens, type TokenEntry } from '../connections/entered/tokens.ts'
import { draftOfGrant } from '../connections/oauth/draft.ts'
import { listWorkspaces } from '../connections/workspaces.ts'
import { connectors } from '../connectors/index.ts'
import { Failure } from '../errors.ts'
import type { Caller } from '../people/caller.ts'
import { type Check, checkDrafts, type Desk } from '../sync/connect.ts'
import { checkStreams } from '../sync/selectable.ts'
import { checkOf } from './connection-answers.ts'
import type { House } from './house.ts'
import { invalidInput } from './problems.ts'

/** What verifying works with. */
export function deskOf({ database, config, log, keyRing }: House): Desk {
  return { db: database.kysely, config, log, keyRing }
}

export interface Entered {
  readonly kind: TokenEntry['kind'] | 'oauth'
  readonly tokens?: string
  readonly grant?: string
  readonly email?: string
  readonly label?: string
  readonly expires_at?: string
}

/** The credentials that were typed in, or the one that was granted. */
export async function draftsOf(house: House, caller: Caller, entered: Entered): Promise<DraftCredential[]> {
  const { kind, tokens = '', grant, email, label, expires_at } = entered
  if (kind !== 'oauth') {
    const expiresAt = expires_at === undefined ? undefined : new Date(expires_at)
    return readTokens({ kind, tokens, email, label, expiresAt })
  }
  if (grant === undefined || tokens !== '') {
    throw invalidInput([{ path: 'grant', message: 'is what oauth needs, and nothing to type in' }])
  }
  const owner = { id: grant, personId: caller.person?.id ?? null, label }
  return [await draftOfGrant(house.database.kysely, house.keyRing, owner)]
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
