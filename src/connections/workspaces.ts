import type { Db } from '../db/pool.ts'
import type { Row } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import type { SeenWorkspace } from './verify/verify.ts'
import { forgetWebhooks, wantWebhooks } from './webhooks.ts'

export type Workspace = Row<'workspaces'>

export async function listWorkspaces(db: Db, connectionId: string): Promise<Workspace[]> {
  return db
    .selectFrom('workspaces')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('slug')
    .execute()
}

/**
 * Lets a connection read a workspace, as Bitbucket names it now. One that nobody reads any more is taken over with
 * everything that is known of it; from a connection that still reads it only when that is meant (`handOver`).
 */
export async function attachWorkspace(
  tx: Db,
  connectionId: string,
  { uuid, slug, name }: SeenWorkspace,
  {
    handOver = false,
    onlyChosen = false,
  }: { readonly handOver?: boolean; readonly onlyChosen?: boolean } = {},
): Promise<Workspace> {
  await tx
    .insertInto('workspaces')
    .values({ uuid, slug, name })
    .onConflict((clash) => clash.column('uuid').doNothing())
    .execute()
  const known = await tx
    .selectFrom('workspaces')
    .leftJoin('connections', 'connections.id', 'workspaces.connection_id')
    .select(['workspaces.id', 'workspaces.connection_id', 'connections.alias'])
    .where('workspaces.uuid', '=', uuid)
    .forUpdate('workspaces')
    .executeTakeFirstOrThrow()
  const elsewhere = known.connection_id !== null && known.connection_id !== connectionId
  if (elsewhere && !handOver) {
    throw new Failure('conflict', {
      detail: `The workspace ${slug} is read by the connection ${known.alias}.`,
    })
  }
  const workspace = await tx
    .updateTable('workspaces')
    .set({ slug, name, connection_id: connectionId, only_chosen: onlyChosen, removed_at: null })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await wantWebhooks(tx)
  return workspace
}

/** Ends reading a workspace. What is known of it stays, unless `withRows` says that it goes too. */
export async function detachWorkspace(
  tx: Db,
  connectionId: string,
  id: string,
  withRows: boolean,
): Promise<Workspace> {
  const workspace = (await listWorkspaces(tx, connectionId)).find((row) => row.id === id)
  if (!workspace) throw new Failure('not_found')
  await forgetWebhooks(tx, { workspaceId: id })
  if (withRows) await tx.deleteFrom('workspaces').where('id', '=', id).execute()
  else await tx.updateTable('workspaces').set({ connection_id: null }).where('id', '=', id).execute()
  return workspace
}
