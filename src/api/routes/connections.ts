import {
  addCredential,
  describeCredential,
  getCredential,
  recordVerdict,
  removeCredential,
  replaceCredential,
} from '../../connections/connection-credentials.ts'
import {
  type Connection,
  changeConnection,
  describeConnection,
  getConnection,
  listConnections,
  lockConnection,
  makeDefault,
  refuseTakenAlias,
  removeConnection,
  resumeConnection,
  subjectOfConnection,
  suspendConnection,
} from '../../connections/connections.ts'
import { cloudApi, readApiAddress } from '../../connections/entered/api-address.ts'
import { type DraftCredential, readTokens, type TokenEntry } from '../../connections/entered/tokens.ts'
import { readWorkspace } from '../../connections/entered/workspace.ts'
import { goOnWith } from '../../connections/expiry/app-passwords.ts'
import { draftOfGrant } from '../../connections/oauth/draft.ts'
import { attachWorkspace, detachWorkspace, listWorkspaces } from '../../connections/workspaces.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Caller } from '../../people/caller.ts'
import {
  type Check,
  checkConnection,
  checkDrafts,
  type Desk,
  seenByAll,
  storeConnection,
} from '../../sync/connect.ts'
import { answerOf, checkOf, summaryOf } from '../connection-answers.ts'
import { connections as resource } from '../contract/connections.ts'
import type { House } from '../house.ts'
import { invalidInput } from '../problems.ts'
import { implement } from './route.ts'

export const connections = implement(resource, {
  list: async ({ db }) => ({ items: (await listConnections(db)).map(summaryOf) }),

  get: async ({ db, params }) => {
    const connection = await getConnection(db, params.id)
    return { answer: await answerOf(db, connection), version: connection.version }
  },

  create: async ({ house, db, caller, body, change }) => {
    const drafts = await draftsOf(house, caller, body)
    const way = {
      api_url: body.api_url === undefined ? cloudApi : readApiAddress(body.api_url),
      proxy_url: null,
      ca: null,
      rate_limit: body.rate_limit ?? null,
    }
    const range = body.range_days === undefined ? {} : { range_days: body.range_days }
    const source = body.source_access === undefined ? {} : { source_access: body.source_access }
    const connection = { connector: 'bitbucket-cloud', alias: body.alias, ...way, ...range, ...source }
    await refuseTakenAlias(db, null, body.alias)
    const checks = await checkDrafts(deskOf(house), way, drafts, readWorkspace(body.workspace))
    const workspace = seenByAll(checks) ?? refuse(checks)
    return change(async (tx) => {
      const made = await storeConnection(tx, house.keyRing, { connection, drafts, checks, workspace })
      const after = {
        ...describeConnection(made.connection),
        workspace: workspace.slug,
        reads_with: made.credentials.map(describeCredential),
      }
      return {
        answer: await answerOf(tx, made.connection),
        subject: subjectOfConnection(made.connection),
        after,
      }
    })
  },

  update: async ({ params, body, change, expectVersion }) =>
    change(async (tx) => {
      const before = await lockConnection(tx, params.id)
      expectVersion(before.version)
      const after = await changeConnection(tx, before, body)
      return { ...(await changed(tx, before, after)), version: after.version }
    }),

  remove: async ({ params, query, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      await removeConnection(tx, connection, query.rows === 'remove')
      const before = { ...describeConnection(connection), rows: query.rows }
      return { answer: undefined, subject: subjectOfConnection(connection), before }
    }),

  makeDefault: async ({ params, change }) =>
    change(async (tx) => {
      const before = await lockConnection(tx, params.id)
      return changed(tx, before, await makeDefault(tx, before))
    }),

  suspend: async ({ params, change }) =>
    change(async (tx) => {
      const before = await lockConnection(tx, params.id)
      return changed(tx, before, await suspendConnection(tx, before))
    }),

  resume: async ({ params, change }) =>
    change(async (tx) => {
      const before = await lockConnection(tx, params.id)
      return changed(tx, before, await resumeConnection(tx, before))
    }),

  verify: async ({ house, db, params, change }) => {
    const connection = await getConnection(db, params.id)
    const checks = (await checkConnection(deskOf(house), connection)).map(checkOf)
    const after = checks.map(({ label, workspace, outcome }) => ({ label, workspace, outcome }))
    return change(async () => ({ answer: { checks }, subject: subjectOfConnection(connection), after }))
  },

  addWorkspace: async ({ house, db, params, body, change }) => {
    const slug = readWorkspace(body.workspace)
    const checks = await checkConnection(deskOf(house), await getConnection(db, params.id), [slug])
    const seen = seenByAll(checks) ?? refuse(checks)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      await attachWorkspace(tx, connection.id, seen, body.hand_over)
      return told(tx, connection, { workspace: seen.slug })
    })
  },

  removeWorkspace: async ({ params, query, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const remove = query.rows === 'remove'
      const { slug } = await detachWorkspace(tx, connection.id, params.workspace_id, remove)
      const before = { workspace: slug, rows: query.rows }
      return { answer: undefined, subject: subjectOfConnection(connection), before }
    }),

  addCredentials: async ({ house, db, caller, params, body, change }) => {
    const drafts = await draftsOf(house, caller, body)
    const verdicts = await tryDrafts(house, db, params.id, drafts)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const added = []
      for (const draft of drafts) {
        const credential = await addCredential(tx, house.keyRing, connection.id, draft)
        for (const { verdict } of verdicts.get(draft) ?? []) await recordVerdict(tx, credential.id, verdict)
        added.push(describeCredential(credential))
      }
      await goOnWith(tx, connection.id)
      return told(tx, connection, { added })
    })
  },

  replaceCredential: async ({ house, db, caller, params, body, change }) => {
    const drafts = await draftsOf(house, caller, body)
    const [draft] = drafts
    if (draft === undefined || drafts.length > 1) {
      throw new Failure('invalid_input', { detail: 'One token takes the place of one.' })
    }
    await getCredential(db, params.id, params.credential_id)
    const verdicts = await tryDrafts(house, db, params.id, drafts)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const before = await getCredential(tx, connection.id, params.credential_id)
      const credential = await replaceCredential(tx, house.keyRing, before, draft)
      for (const { verdict } of verdicts.get(draft) ?? []) await recordVerdict(tx, credential.id, verdict)
      await goOnWith(tx, connection.id)
      return told(tx, connection, describeCredential(credential), describeCredential(before))
    })
  },

  removeCredential: async ({ params, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const credential = await getCredential(tx, connection.id, params.credential_id)
      await removeCredential(tx, credential)
      const before = describeCredential(credential)
      return { answer: undefined, subject: subjectOfConnection(connection), before }
    }),
})

function deskOf({ database, config, log, keyRing }: House): Desk {
  return { db: database.kysely, config, log, keyRing }
}

interface Entered {
  readonly kind: TokenEntry['kind'] | 'oauth'
  readonly tokens?: string
  readonly grant?: string
  readonly email?: string
  readonly label?: string
  readonly expires_at?: string
}

/** The credentials that were typed in, or the one that was granted. */
async function draftsOf(house: House, caller: Caller, entered: Entered): Promise<DraftCredential[]> {
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

/** What each new credential was answered about every workspace of its connection; throws when one failed. */
async function tryDrafts(
  house: House,
  db: Db,
  id: string,
  drafts: readonly DraftCredential[],
): Promise<ReadonlyMap<DraftCredential, readonly Check[]>> {
  const connection = await getConnection(db, id)
  const workspaces = await listWorkspaces(db, id)
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

function demand(checks: readonly Check[]): void {
  if (checks.some(({ verdict }) => verdict.outcome !== 'ok')) refuse(checks)
}

/** Nothing was stored; the answer tells of each credential why, with the commands to see it by hand. */
function refuse(checks: readonly Check[]): never {
  const failed = checks.filter(({ verdict }) => verdict.outcome !== 'ok')
  const problems = failed.map(({ label, workspace, verdict }) => ({
    path: 'tokens',
    message: `${label} on ${workspace}: ${verdict.outcome}. ${verdict.detail ?? ''}`.trim(),
  }))
  const detail = problems.map(({ message }) => message).join(' ')
  throw new Failure('invalid_input', { detail, data: { problems, checks: checks.map(checkOf) } })
}

async function changed(tx: Db, before: Connection, after: Connection) {
  return {
    answer: await answerOf(tx, after),
    subject: subjectOfConnection(after),
    before: describeConnection(before),
    after: describeConnection(after),
  }
}

async function told(tx: Db, { id }: Connection, after: unknown, before?: unknown) {
  const connection = await getConnection(tx, id)
  return { answer: await answerOf(tx, connection), subject: subjectOfConnection(connection), before, after }
}
