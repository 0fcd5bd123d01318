import type { InjectOptions } from 'fastify'
import { contract } from '../../src/api/contract/index.ts'
import type { Endpoint, Resource } from '../../src/api/contract/resource.ts'
import { startGrant } from '../../src/connections/oauth/grants.ts'
import { openSetupCode } from '../../src/people/setup.ts'
import {
  connection,
  consumer,
  credential,
  oauthApp,
  otherToken,
  simulatedWorkspace,
  workspaceToken,
} from './connection.ts'
import { ofAccounts } from './endpoints-of-accounts.ts'
import { ofBlueprints } from './endpoints-of-blueprints.ts'
import { ofDiscoveries } from './endpoints-of-discoveries.ts'
import { ofEntities } from './endpoints-of-entities.ts'
import { ofMappings } from './endpoints-of-mappings.ts'
import { ofWebhooks } from './endpoints-of-webhooks.ts'
import { gap, heldRemoval, job, ownSession, run } from './made.ts'
import { password, type TestServer } from './server.ts'

/** The parts of a request that a caller fills in. */
export interface Parts {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestEndpoint {
  readonly id: string
  readonly endpoint: Endpoint
  readonly resource: Resource
  /** A request that succeeds, with what it needs put into the database first. */
  readonly prepare: (house: TestServer, callerId?: string) => Promise<Parts>
}

type Prepare = TestEndpoint['prepare']

const repositoryChoice = {
  uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  full_name: 'acme/web-shop',
  is_wanted: true,
}

const planned = { include: ['*'], exclude: null, auto_add: true, range_days: 30, source_access: 'none' }

async function offered() {
  const { apiUrl } = await simulatedWorkspace()
  return { kind: 'access_token', tokens: await workspaceToken(), api_url: apiUrl }
}

async function offeredOn() {
  const { slug } = await simulatedWorkspace()
  return { ...(await offered()), workspace: slug }
}

const nothing: Prepare = async () => ({})
let serial = 0

async function person(house: TestServer): Promise<string> {
  serial += 1
  return house.addPerson('viewer', `Somebody ${serial}`)
}

/** How to call each endpoint so that it succeeds. A new endpoint needs a line here, and is then tested throughout. */
const prepared: Readonly<Record<string, Prepare>> = {
  'setup.state': nothing,
  'setup.create': async ({ database, keyRing }) => {
    await database.pool.query('delete from people')
    const code = (await openSetupCode(database.kysely, keyRing)) ?? ''
    return { body: { code, name: 'First', email: 'first@example.com', password } }
  },
  'session.me': nothing,
  'session.create': async (house) => {
    const id = await person(house)
    const { rows } = await house.database.pool.query('select email from people where id = $1', [id])
    return { body: { email: rows[0].email, password } }
  },
  'session.end': nothing,
  'session.list': nothing,
  // The session of somebody else is not there for who calls: without a caller, nobody's.
  'session.endOne': async (house, callerId) => ({
    params: { id: callerId ? await ownSession(house, callerId) : '999999' },
  }),
  'session.endAll': nothing,
  'session.changePassword': async () => ({ body: { current: password, password } }),
  'people.list': async () => ({
    query: { search: 'Somebody', role: 'viewer', disabled: 'false', sort: '-last_seen_at', limit: '2' },
  }),
  'people.get': async (house) => ({ params: { id: await person(house) } }),
  'people.create': async () => {
    serial += 1
    return { body: { name: 'New', email: `new${serial}@example.com`, role: 'viewer', password } }
  },
  'people.update': async (house) => {
    const params = { id: await person(house) }
    serial += 1
    const body = { name: 'Renamed', email: `renamed${serial}@example.com`, role: 'editor', disabled: true }
    return { params, headers: { 'if-match': '"1"' }, body }
  },
  'people.remove': async (house) => ({ params: { id: await person(house) } }),
  'people.setPassword': async (house) => ({ params: { id: await person(house) }, body: { password } }),
  'people.endSessions': async (house) => ({ params: { id: await person(house) } }),
  ...ofAccounts,
  'roles.list': nothing,
  'api-keys.list': async (house) => {
    await house.apiKey(await person(house))
    return { query: { limit: '2' } }
  },
  'api-keys.create': async () => ({
    body: { name: 'Key', permissions: ['api-key:edit'], expires_at: '2100-01-01T00:00:00Z' },
  }),
  'api-keys.revoke': async (house) => {
    await house.apiKey(await person(house))
    const { rows } = await house.database.pool.query('select max(id) as id from api_keys')
    return { params: { id: rows[0].id } }
  },
  'audit.list': async () => ({
    query: {
      search: 'a',
      action: 'person',
      outcome: 'done',
      from: '2020-01-01T00:00:00Z',
      to: '2100-01-01T00:00:00Z',
    },
  }),
  'audit.get': async (house) => {
    await house.database.pool.query(
      `insert into audit_log (actor_kind, actor_name, action, outcome) values ('nobody', 'nobody', 'sample', 'done')`,
    )
    const { rows } = await house.database.pool.query('select max(id) as id from audit_log')
    return { params: { id: rows[0].id } }
  },
  'audit.actions': nothing,
  'connections.list': async (house) => {
    await connection(house)
    return {}
  },
  'connections.get': async (house) => ({ params: { id: await connection(house) } }),
  'connections.create': async (house) => {
    const { slug, apiUrl } = await simulatedWorkspace()
    await house.database.pool.query('delete from connections')
    const tokens = await workspaceToken()
    const entered = { kind: 'access_token', tokens, label: 'First', expires_at: '2100-01-01T00:00:00Z' }
    return {
      body: {
        alias: 'acme',
        workspace: slug,
        api_url: apiUrl,
        source_access: 'none',
        range_days: 30,
        include: ['shop-*', 'WEB/*'],
        choices: [repositoryChoice],
        ...entered,
      },
    }
  },
  'connections.update': async (house) => ({
    params: { id: await connection(house) },
    headers: { 'if-match': '"1"' },
    body: {
      ...{ alias: 'renamed', range_days: 10, rate_limit: null, source_access: 'none', proxy_url: null },
      ...{ ca: null, projects: ['WEB'], include: null, exclude: ['*-old'], auto_add: false },
      ...{ streams: ['pull_requests'], cron: '0 6 * * 1-5', skip_failed: false },
    },
  }),
  'connections.remove': async (house) => ({
    params: { id: await connection(house) },
    query: { rows: 'keep' },
  }),
  'connections.makeDefault': async (house) => ({ params: { id: await connection(house) } }),
  'connections.suspend': async (house) => ({ params: { id: await connection(house) } }),
  'connections.resume': async (house) => ({ params: { id: await connection(house) } }),
  'connections.verify': async (house) => ({ params: { id: await connection(house) } }),
  'connections.verifyAll': async (house) => {
    await connection(house)
    return {}
  },
  'connections.consequences': async (house) => ({ params: { id: await connection(house) } }),
  'choices.list': async (house) => ({ params: { id: await connection(house) } }),
  'choices.update': async (house) => ({
    params: { id: await connection(house) },
    body: { choices: [repositoryChoice], forget: ['11111111-2222-4333-8444-555555555555'] },
  }),
  'choices.workspaces': async (house) => ({
    params: { id: await connection(house) },
    query: { page: '1' },
  }),
  'choices.projects': async (house) => {
    const { slug } = await simulatedWorkspace()
    return { params: { id: await connection(house) }, query: { workspace: slug } }
  },
  'choices.repositories': async (house) => {
    const { slug } = await simulatedWorkspace()
    const query = { workspace: slug, project: 'WEB', search: 'a', page: '1' }
    return { params: { id: await connection(house) }, query }
  },
  'choices.estimate': async (house) => ({
    params: { id: await connection(house) },
    body: { ...planned, choices: [repositoryChoice] },
  }),
  'choices.offeredWorkspaces': async () => ({ body: await offered() }),
  'choices.offeredProjects': async () => ({ body: await offeredOn() }),
  'choices.offeredRepositories': async () => ({ body: { ...(await offeredOn()), search: 'a' } }),
  'choices.offeredEstimate': async () => ({ body: { ...(await offeredOn()), ...planned } }),
  'scopes.list': nothing,
  'streams.list': nothing,
  ...ofMappings,
  'connections.addWorkspace': async (house) => {
    const id = await connection(house)
    const { slug } = await simulatedWorkspace()
    return { params: { id }, body: { workspace: slug, hand_over: true, only_chosen: true } }
  },
  'connections.removeWorkspace': async (house) => {
    const id = await connection(house)
    const { rows } = await house.database.pool.query('select id from workspaces where connection_id = $1', [
      id,
    ])
    return { params: { id, workspace_id: rows[0].id }, query: { rows: 'remove' } }
  },
  'connections.addCredentials': async (house) => {
    const id = await connection(house)
    return { params: { id }, body: { kind: 'access_token', tokens: await otherToken(), label: 'Second' } }
  },
  'connections.replaceCredential': async (house) => {
    const id = await connection(house)
    const credential_id = await credential(house, id)
    return { params: { id, credential_id }, body: { kind: 'access_token', tokens: await otherToken() } }
  },
  'connections.updateCredential': async (house) => {
    const id = await connection(house, [await otherToken()])
    const params = { id, credential_id: await credential(house, id) }
    return {
      params,
      body: { label: 'Backfill', reserved_for: ['pipelines'], expires_at: '2100-01-01T00:00:00Z' },
    }
  },
  'connections.removeCredential': async (house) => {
    const id = await connection(house, [await otherToken()])
    return { params: { id, credential_id: await credential(house, id) } }
  },
  'capabilities.list': async (house) => {
    const id = await connection(house)
    await house.database.pool.query(
      `insert into capabilities (connection_id, name, value) values ($1, 'issues', 'true')`,
      [id],
    )
    return { params: { id } }
  },
  'runs.list': async (house) => {
    await run(house)
    return { query: { state: 'running', limit: '2' } }
  },
  'runs.get': async (house) => ({ params: { id: await run(house) } }),
  'runs.slices': async (house) => ({
    params: { id: await run(house) },
    query: { state: 'waiting', limit: '1' },
  }),
  'runs.start': async (house) => ({
    params: { id: await connection(house) },
    query: { scope: 'repositories' },
  }),
  'runs.pause': async (house) => ({ params: { id: await run(house) } }),
  'runs.resume': async (house) => ({ params: { id: await run(house, 'paused') } }),
  'runs.cancel': async (house) => ({ params: { id: await run(house) } }),
  'gaps.list': async (house) => {
    const { id } = await gap(house)
    return { query: { connection: id, stream: 'members', reason: 'source_forbidden', limit: '2' } }
  },
  'gaps.get': async (house) => ({ params: { id: (await gap(house)).gapId } }),
  'gaps.retry': async (house) => ({ body: { ids: [(await gap(house)).gapId] } }),
  'held-removals.list': async (house) => {
    const { id } = await heldRemoval(house)
    return { query: { connection: id, limit: '2' } }
  },
  'held-removals.get': async (house) => ({ params: { id: (await heldRemoval(house)).heldId } }),
  'held-removals.decide': async (house) => {
    const { heldId, lastAt } = await heldRemoval(house)
    return { params: { id: heldId }, body: { decision: 'approved', last_at: lastAt } }
  },
  'ledger.get': async (house) => {
    const id = await connection(house)
    await house.database.pool.query(
      `insert into request_counts (hour, connection_id, identity, class, stream, requests)
       values (date_trunc('hour', now()), $1, 'somebody', 'api', 'pull_requests', 12)`,
      [id],
    )
    return { query: { connection: id } }
  },
  ...ofWebhooks,
  ...ofBlueprints,
  ...ofEntities,
  ...ofDiscoveries,
  'sync-logs.list': async (house) => {
    const id = await connection(house)
    await house.database.pool.query(
      `insert into sync_logs (connection_id, operation, level, status, error, path)
       select $1, 'verify', 'error', 401, 'refused', '/2.0/user' from generate_series(1, 3)`,
      [id],
    )
    return { query: { connection: id, operation: 'verify', level: 'error', limit: '2' } }
  },
  'attention.list': async (house) => {
    await connection(house)
    await house.database.pool.query(`update connections set state = 'ended'`)
    return {}
  },
  'oauth-apps.list': async (house) => {
    await oauthApp(house)
    return {}
  },
  'oauth-apps.put': async () => {
    const { client_id, client_secret, site_url } = await consumer()
    return { params: { connector: 'bitbucket-cloud' }, body: { client_id, client_secret, site_url } }
  },
  'oauth-apps.remove': async (house) => {
    await oauthApp(house)
    return { params: { connector: 'bitbucket-cloud' } }
  },
  'oauth-grants.start': async (house) => {
    await oauthApp(house)
    return { body: { connector: 'bitbucket-cloud' } }
  },
  // The grant of somebody else is not there for who calls: without a caller, that of the command line.
  'oauth-grants.get': async (house, callerId) => {
    await oauthApp(house)
    const { grant } = await startGrant(house.database.kysely, {
      connector: 'bitbucket-cloud',
      redirectUri: 'http://localhost/api/v1/oauth/callback',
      personId: callerId ?? null,
      sessionId: null,
      browser: null,
    })
    return { params: { id: grant.id } }
  },
  'jobs.list': async (house) => {
    await job(house)
    return { query: { state: 'waiting', task: 'sample', limit: '2' } }
  },
  'jobs.get': async (house) => ({ params: { id: await job(house) } }),
  'jobs.summary': async (house) => {
    await job(house)
    return {}
  },
  'jobs.schedule': nothing,
  'jobs.retry': async (house) => ({ params: { id: await job(house, 'dead') } }),
  'jobs.retryDead': async (house) => {
    await job(house, 'dead')
    return {}
  },
  'jobs.remove': async (house) => ({ params: { id: await job(house, 'dead') } }),
  'features.list': nothing,
  'features.update': async () => ({ params: { name: 'prometheus' }, body: { on: false } }),
  'installation.get': nothing,
  'key-ring.get': nothing,
  'key-ring.rotate': nothing,
}

export const endpoints: readonly TestEndpoint[] = Object.values(contract).flatMap((resource: Resource) =>
  Object.entries(resource.endpoints).map(([name, endpoint]) => {
    const id = `${resource.name}.${name}`
    const prepare: Prepare = (house, callerId) => {
      const known = prepared[id]
      if (!known) throw new Error(`test/api/endpoints.ts does not say how to call ${id}`)
      return known(house, callerId)
    }
    return { id, endpoint, resource, prepare }
  }),
)

/** The request that `parts` make of an endpoint. */
export function requestOf({ method, path }: Endpoint, parts: Parts): InjectOptions {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parts.params?.[name] ?? 'missing'),
  )
  return {
    method,
    url: `/api/v1${url}`,
    query: { ...parts.query },
    headers: { ...parts.headers },
    ...(parts.body === undefined ? {} : { body: { ...parts.body } }),
  }
}
