import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { addCredential } from '../../src/connections/connection-credentials.ts'
import { addConnection } from '../../src/connections/connections.ts'
import { readTokens } from '../../src/connections/entered/tokens.ts'
import { storeApp } from '../../src/connections/oauth/apps.ts'
import { attachWorkspace } from '../../src/connections/workspaces.ts'
import type { TestServer } from './server.ts'

let running: Promise<Simulator> | undefined

/** One Bitbucket for the file that asks for it, started when the first endpoint needs it. */
export function simulator(): Promise<Simulator> {
  running ??= startSimulator({ limits: false })
  return running
}

/** With the server that the file tests. */
export async function closeSimulator(): Promise<void> {
  const started = running
  running = undefined
  await (await started)?.close()
}

export async function simulatedWorkspace() {
  const { world, url } = await simulator()
  const [workspace] = world.workspaces
  if (!workspace) throw new Error('the world has no workspace')
  const { slug, name, uuid } = workspace
  return { slug, name, uuid: uuid.replace(/[{}]/g, ''), apiUrl: `${url}/2.0` }
}

/** The consumer that the Bitbucket of this file knows. */
export async function consumer() {
  const { simulation, url } = await simulator()
  const found = simulation.credentials.all().find((one) => one.kind === 'oauth_consumer')
  if (!found) throw new Error('the simulator has no consumer')
  return {
    client_id: found.consumer ?? '',
    client_secret: found.secret,
    site_url: url,
    account: found.account,
  }
}

/** The app of the installation, stored as if it had been entered. */
export async function oauthApp({ database, keyRing }: TestServer): Promise<void> {
  const { client_id: clientId, client_secret: clientSecret, site_url: siteUrl } = await consumer()
  await database.pool.query('delete from oauth_tokens')
  await storeApp(database.kysely, keyRing, { connector: 'bitbucket-cloud', clientId, clientSecret, siteUrl })
}

export const workspaceToken = () => secretOf('workspace_access_token')
/** Another that reads the same workspace. */
export const otherToken = () => secretOf('project_access_token')

/** An account's token that sees a workspace, with the address it belongs to. */
export async function apiTokenOf(slug: string): Promise<{ email: string; secret: string }> {
  const { simulation, world } = await simulator()
  const workspace = world.workspaces.find((one) => one.slug === slug)
  const members = world.members(workspace?.uuid ?? '').map(({ account }) => account)
  const found = simulation.credentials
    .all()
    .find((one) => one.kind === 'api_token' && one.account !== null && members.includes(one.account))
  if (!found?.email) throw new Error('the simulator has no API token of a member')
  return { email: found.email, secret: found.secret }
}

/** The one connection of the installation, stored as if it had been verified. */
export async function connection({ database, keyRing }: TestServer, more: readonly string[] = []) {
  const db = database.kysely
  const { apiUrl, ...workspace } = await simulatedWorkspace()
  await database.pool.query('delete from connections')
  const { id } = await addConnection(db, { connector: 'bitbucket-cloud', alias: 'acme', api_url: apiUrl })
  await attachWorkspace(db, id, workspace)
  const tokens = [await workspaceToken(), ...more].join()
  for (const draft of readTokens({ kind: 'access_token', tokens })) {
    await addCredential(db, keyRing, id, draft)
  }
  return id
}

/** The first credential of a connection. */
export async function credential({ database }: TestServer, connectionId: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select min(id) as id from credentials where connection_id = $1',
    [connectionId],
  )
  return rows[0]?.id ?? ''
}

async function secretOf(kind: string): Promise<string> {
  const { simulation } = await simulator()
  const found = simulation.credentials.all().find((one) => one.kind === kind)
  if (!found) throw new Error(`the simulator has no ${kind}`)
  return found.secret
}
