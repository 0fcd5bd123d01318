import { type Connection, getConnection } from '../../connections/connections.ts'
import { writeSyncLog } from '../../connections/sync-log.ts'
import { Failure } from '../../errors.ts'
import { type Desk, sourceOf, withClient } from '../connect.ts'
import { hooksOf } from './hooks.ts'

/** Nobody waits longer for a Bitbucket that does not answer: then the webhook stays there, and is refused here. */
const patienceMs = 10_000

interface Registered {
  readonly uuid: string
  readonly slug: string
}

/**
 * Deletes at Bitbucket the webhooks of a connection, or of one of its workspaces, as far as it lets us. Called before
 * the connection is removed, which its credentials go with; should that not come about, the next check makes the
 * webhooks again. Answers with the workspaces whose webhook is still there.
 */
export async function removeHooks(desk: Desk, connectionId: string, workspaceId?: string): Promise<string[]> {
  const registered = await registeredOf(desk, connectionId, workspaceId)
  if (registered.length === 0) return []
  const connection = await getConnection(desk.db, connectionId)
  const left: string[] = []
  for (const { slug, uuid } of registered) {
    const isGone = await removeOne(desk, connection, { slug, uuid })
    if (!isGone) left.push(slug)
  }
  return left
}

async function registeredOf({ db }: Desk, connectionId: string, workspaceId?: string): Promise<Registered[]> {
  const rows = await db
    .selectFrom('webhooks')
    .innerJoin('workspaces', 'workspaces.id', 'webhooks.workspace_id')
    .select(['webhooks.uuid', 'workspaces.slug'])
    .where('webhooks.connection_id', '=', connectionId)
    .where('webhooks.uuid', 'is not', null)
    .$if(workspaceId !== undefined, (query) => query.where('workspaces.id', '=', workspaceId ?? ''))
    .execute()
  return rows.flatMap(({ uuid, slug }) => (uuid === null ? [] : [{ uuid, slug }]))
}

async function removeOne(desk: Desk, connection: Connection, { uuid, slug }: Registered): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs)
  let reason = 'The connection has no credential.'
  try {
    const { way, credentials } = await sourceOf(desk, connection)
    for (const credential of credentials) {
      try {
        await withClient(desk, { way, credentials: [credential] }, (client) =>
          hooksOf(client, slug, signal).remove({ uuid }),
        )
        return true
      } catch (error) {
        reason = reasonOf(error)
        if (signal.aborted) break
      }
    }
  } catch (error) {
    // A secret that does not open stands in the way of nothing but the webhook.
    reason = reasonOf(error)
  }
  const path = `/workspaces/${slug}/hooks`
  const error = `The webhook could not be deleted: ${reason}`
  const entry = { connection_id: connection.id, operation: 'webhook', level: 'warning', path, error } as const
  await writeSyncLog(desk.db, entry)
  return false
}

function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.message
  if (error instanceof DOMException) return 'Bitbucket did not answer in time.'
  throw error
}
