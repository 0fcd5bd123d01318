import {
  addCredential,
  changeCredential,
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
import { consequencesOf } from '../../connections/consequences.ts'
import { cloudApi } from '../../connections/entered/api-address.ts'
import { present } from '../../connections/entered/present.ts'
import { readSettings } from '../../connections/entered/settings.ts'
import { readWorkspace } from '../../connections/entered/workspace.ts'
import { goOnWith } from '../../connections/expiry/app-passwords.ts'
import { streamsOfGroups } from '../../connections/stream-groups.ts'
import { attachWorkspace, detachWorkspace } from '../../connections/workspaces.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import {
  checkConnection,
  checkDrafts,
  checkOtherWay,
  otherWay,
  seenByAll,
  storeConnection,
  wakeWebhooks,
} from '../../sync/connect.ts'
import { markChosen } from '../../sync/run/choose.ts'
import { removeHooks } from '../../sync/webhooks/remove.ts'
import { answerOf, checkOf, summaryOf } from '../connection-answers.ts'
import { demand, demandStreams, deskOf, draftsOf, refuse, tryDrafts } from '../connection-desk.ts'
import { connections as resource } from '../contract/connections.ts'
import { implement } from './route.ts'

/** The product that is read, as long as there is one. */
const connector = 'bitbucket-cloud'

export const connections = implement(resource, {
  list: async ({ db }) => ({ items: (await listConnections(db)).map(summaryOf) }),

  get: async ({ db, params }) => {
    const connection = await getConnection(db, params.id)
    return { answer: await answerOf(db, connection), version: connection.version }
  },

  create: async ({ house, db, caller, body, change }) => {
    const { workspace: pasted, kind, tokens, grant, email, label, expires_at, choices, ...entered } = body
    const drafts = await draftsOf(house, caller, {
      kind,
      ...present({ tokens, grant, email, label, expires_at }),
    })
    const settings = readSettings(entered)
    const connection = { connector, api_url: cloudApi, ...settings, alias: entered.alias }
    demandStreams(connector, settings.streams)
    await refuseTakenAlias(db, null, entered.alias)
    const way = { proxy_url: null, ca: null, rate_limit: null, ...connection }
    const checks = await checkDrafts(deskOf(house), way, drafts, readWorkspace(pasted))
    const workspace = seenByAll(checks) ?? refuse(checks)
    return change(async (tx) => {
      const made = await storeConnection(tx, house.keyRing, {
        connection,
        drafts,
        checks,
        workspace,
        choices,
      })
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

  update: async ({ house, db, params, body, change, expectVersion }) => {
    const settings = readSettings(body)
    const stored = await getConnection(db, params.id)
    demandStreams(stored.connector, settings.streams)
    const [other] = otherWay(stored, settings)
    if (other) demand(await checkOtherWay(deskOf(house), stored, settings), other)
    return change(async (tx) => {
      const before = await lockConnection(tx, params.id)
      expectVersion(before.version)
      const after = await changeConnection(tx, before, settings)
      await markChosen(tx, after)
      return { ...(await changed(tx, before, after)), version: after.version }
    })
  },

  remove: async ({ house, params, query, change }) => {
    const left = await removeHooks(deskOf(house), params.id)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      await removeConnection(tx, connection, query.rows === 'remove')
      const before = { ...describeConnection(connection), rows: query.rows }
      return { answer: undefined, subject: subjectOfConnection(connection), before, after: leftOf(left) }
    })
  },

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

  verifyAll: async ({ house, db, change }) => {
    const verified: { id: string; alias: string; ok: boolean; checks: ReturnType<typeof checkOf>[] }[] = []
    for (const connection of await listConnections(db)) {
      const checks = (await checkConnection(deskOf(house), connection)).map(checkOf)
      const { id, alias } = connection
      verified.push({ id, alias, ok: checks.every(({ outcome }) => outcome === 'ok'), checks })
    }
    const after = verified.map(({ alias, ok }) => ({ alias, ok }))
    return change(async () => ({ answer: { connections: verified }, subject: null, after }))
  },

  consequences: async ({ db, params }) => consequencesOf(db, await getConnection(db, params.id)),

  addWorkspace: async ({ house, db, params, body, change }) => {
    const slug = readWorkspace(body.workspace)
    const checks = await checkConnection(deskOf(house), await getConnection(db, params.id), [slug])
    const seen = seenByAll(checks) ?? refuse(checks)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      await attachWorkspace(tx, connection.id, seen, {
        ...present({ handOver: body.hand_over, onlyChosen: body.only_chosen }),
      })
      await wakeWebhooks(tx, connection.id)
      return told(tx, connection, { workspace: seen.slug })
    })
  },

  removeWorkspace: async ({ house, params, query, change }) => {
    const left = await removeHooks(deskOf(house), params.id, params.workspace_id)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const remove = query.rows === 'remove'
      const { slug } = await detachWorkspace(tx, connection.id, params.workspace_id, remove)
      const before = { workspace: slug, rows: query.rows }
      return { answer: undefined, subject: subjectOfConnection(connection), before, after: leftOf(left) }
    })
  },

  addCredentials: async ({ house, db, caller, params, body, change }) => {
    const drafts = await draftsOf(house, caller, body)
    const verdicts = await tryDrafts(house, await getConnection(db, params.id), drafts)
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
    const verdicts = await tryDrafts(house, await getConnection(db, params.id), drafts)
    return change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const before = await getCredential(tx, connection.id, params.credential_id)
      const credential = await replaceCredential(tx, house.keyRing, before, draft)
      for (const { verdict } of verdicts.get(draft) ?? []) await recordVerdict(tx, credential.id, verdict)
      await goOnWith(tx, connection.id)
      return told(tx, connection, describeCredential(credential), describeCredential(before))
    })
  },

  updateCredential: async ({ params, body, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const before = await getCredential(tx, connection.id, params.credential_id)
      const { label, reserved_for, expires_at } = body
      const after = await changeCredential(tx, before, {
        ...present({
          label,
          reserved_for: reserved_for && streamsOfGroups(reserved_for),
          expires_at: typeof expires_at === 'string' ? new Date(expires_at) : expires_at,
        }),
      })
      return told(tx, connection, describeCredential(after), describeCredential(before))
    }),

  removeCredential: async ({ params, change }) =>
    change(async (tx) => {
      const connection = await lockConnection(tx, params.id)
      const credential = await getCredential(tx, connection.id, params.credential_id)
      await removeCredential(tx, credential)
      const before = describeCredential(credential)
      return { answer: undefined, subject: subjectOfConnection(connection), before }
    }),
})

/** Webhooks that Bitbucket would not delete, or could not be asked to. */
function leftOf(workspaces: readonly string[]) {
  return workspaces.length === 0 ? undefined : { webhooks_left_at: workspaces }
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
