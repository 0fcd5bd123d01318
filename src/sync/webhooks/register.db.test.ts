import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/postgres.ts'
import { connectStage, type Stage } from '../../../test/sync/connected.ts'
import { getConnection, removeConnection } from '../../connections/connections.ts'
import { sealSecret } from '../../connections/credentials.ts'
import { openWebhookSecret, replaceSecret, type Webhook } from '../../connections/webhooks.ts'
import { attachWorkspace, detachWorkspace } from '../../connections/workspaces.ts'
import { type Database, transaction } from '../../db/pool.ts'
import { createLog } from '../../log.ts'
import { openReceiver } from './receive.ts'
import { checkWebhooks, type Registrar, registerWebhook } from './register.ts'
import { removeHooks } from './remove.ts'

let database: Database
let stage: Stage
let connection: string
let workspace: string
const publicUrl = 'https://windlass.example/'
const url = 'https://windlass.example/webhooks/bitbucket'

beforeEach(async () => {
  database = await testDatabase()
  stage = await connectStage(database, {})
  connection = stage.connections[0] ?? ''
  workspace = stage.simulator.world.workspaces[0]?.uuid ?? ''
})
afterEach(async () => {
  await stage?.close()
  await database?.close()
})

const registrar = (changes: Partial<Registrar['config']> = {}): Registrar => ({
  ...stage.engine,
  config: { ...stage.engine.config, publicUrl, ...changes },
})
const hooks = () => stage.simulator.simulation.cloud.hooks
const hook = () => hooks().of(workspace)[0]

async function check(from: Registrar = registrar()): Promise<Webhook> {
  const [webhook] = await checkWebhooks(from, connection)
  if (!webhook) throw new Error('no webhook is wanted')
  return webhook
}

const secretOf = ({ id }: Pick<Webhook, 'id'>) => openWebhookSecret(database.kysely, stage.engine.keyRing, id)

function change(changes: object): void {
  const { uuid, subject: _, createdAt: __, ...edit } = hook() ?? never()
  hooks().update(uuid, { ...edit, ...changes })
}

function never(): never {
  throw new Error('there is no webhook at Bitbucket')
}

describe('registering', () => {
  it('makes one webhook of the workspace with every event it offers, signed with a secret of its own', async () => {
    const webhook = await check()
    expect(webhook).toMatchObject({ state: 'registered', url, detail: null, repaired_at: null })
    expect(hook()).toMatchObject({
      url,
      description: 'Windlass',
      active: true,
      secret: await secretOf(webhook),
    })
    expect(hook()?.secret).toMatch(/^[\w-]{43}$/)
    expect(hook()?.uuid).toBe(`{${webhook.uuid}}`)
    expect(hook()?.events).toHaveLength(28)
    expect(hook()?.events).not.toContain('repo:transfer')
    expect(webhook.events).toEqual(hook()?.events)
  })

  it('costs one request of the class for webhooks where nothing has changed', async () => {
    await check()
    stage.requests()
    expect(await check()).toMatchObject({ state: 'registered', repaired_at: null })
    expect(stage.requests()).toEqual({ 'GET /workspaces/{workspace}/hooks': 1 })
    expect(hooks().of(workspace)).toHaveLength(1)
  })

  it('takes over one that is there under the same address, and leaves others alone', async () => {
    const subject = { kind: 'workspace' as const, uuid: workspace }
    const edit = { description: 'By hand', active: true, events: ['repo:push'], skipCertVerification: false }
    const now = stage.simulator.world.now()
    hooks().create(subject, { ...edit, url: 'https://ci.example/hook', secret: null }, now)
    const { uuid } = hooks().create(subject, { ...edit, url, secret: 'another one entirely' }, now)
    const webhook = await check()
    expect(`{${webhook.uuid}}`).toBe(uuid)
    expect(
      hooks()
        .of(workspace)
        .map((one) => one.url),
    ).toEqual(['https://ci.example/hook', url])
    expect(hooks().find(uuid)).toMatchObject({ secret: await secretOf(webhook) })
    expect(hooks().find(uuid)?.events).toHaveLength(28)
  })

  it('makes one when it is asked twice at once', async () => {
    const { id } = await check()
    hooks().remove(hook()?.uuid ?? '')
    await Promise.all([registerWebhook(registrar(), id), registerWebhook(registrar(), id)])
    expect(hooks().of(workspace)).toHaveLength(1)
  })

  it.each([
    ['switched off', { active: false }],
    ['told of fewer events', { events: ['repo:push'] }],
    ['robbed of its secret', { secret: null }],
    ['sent elsewhere', { url: 'https://elsewhere.example/' }],
  ])('repairs one that was %s', async (_, changes) => {
    const before = await check()
    change(changes)
    const webhook = await check()
    expect(webhook).toMatchObject({ state: 'registered', uuid: before.uuid, url })
    expect(webhook.repaired_at).not.toBeNull()
    expect(hook()).toMatchObject({ active: true, url, secret: await secretOf(webhook) })
    expect(hook()?.events).toHaveLength(28)
  })

  it('makes one again that was deleted', async () => {
    await check()
    hooks().remove(hook()?.uuid ?? '')
    const webhook = await check()
    expect(webhook.repaired_at).not.toBeNull()
    expect(hook()).toMatchObject({ url, secret: await secretOf(webhook) })
  })

  it('moves it when the installation is reached at another address', async () => {
    const before = await check()
    const moved = await check(registrar({ publicUrl: 'https://new.example' }))
    expect(moved).toMatchObject({ uuid: before.uuid, repaired_at: null })
    expect(
      hooks()
        .of(workspace)
        .map((one) => one.url),
    ).toEqual(['https://new.example/webhooks/bitbucket'])
  })

  it('leaves a connection that rests alone', async () => {
    await database.kysely.updateTable('connections').set({ state: 'suspended' }).execute()
    stage.requests()
    expect(await checkWebhooks(registrar())).toEqual([])
    expect(stage.requests()).toEqual({})
  })
})

describe('what stands in the way', () => {
  const without = () => ({ ...registrar(), config: stage.engine.config })

  it('waits while nobody knows how Bitbucket reaches us, and says what to set', async () => {
    const webhook = await check(without())
    expect(webhook).toMatchObject({ state: 'waiting', url: null, checked_at: null })
    expect(webhook.detail).toContain('WINDLASS_PUBLIC_URL')
    expect(hook()).toBeUndefined()
  })

  it('is reached at its own address by a Bitbucket of the same machine, from then on', async () => {
    const webhook = await check({ ...without(), own: 'http://localhost:7373' })
    expect(webhook).toMatchObject({ state: 'registered', url: 'http://127.0.0.1:7373/webhooks/bitbucket' })
    expect(await check(without())).toMatchObject({ state: 'registered', url: webhook.url })
    await database.kysely
      .updateTable('connections')
      .set({ api_url: 'https://bitbucket.example/2.0' })
      .execute()
    expect(await check({ ...without(), own: 'http://localhost:7373' })).toMatchObject({ state: 'waiting' })
  })

  it('is for a person when no credential may manage webhooks, until one may', async () => {
    await useToken(['repository', 'pullrequest'])
    const webhook = await check()
    expect(webhook).toMatchObject({ state: 'by_hand', uuid: null, url })
    expect(webhook.detail).toContain('webhook')
    expect(hook()).toBeUndefined()
    await useToken(['repository', 'webhook'])
    expect(await check()).toMatchObject({ state: 'registered', detail: null })
  })

  it('asks with the next credential where the first one may not', async () => {
    await useToken(['repository'])
    await useToken(['repository', 'webhook'], 'second')
    expect(await check()).toMatchObject({ state: 'registered' })
  })

  it('is tried again when Bitbucket does not answer, and a secret it was not told is not forgotten', async () => {
    const before = await check()
    const old = await secretOf(before)
    await rotate(before.id)
    stage.simulator.simulation.faults.add([{ effect: { kind: 'answer', status: 404 } }])
    expect(await check()).toMatchObject({ state: 'failed', uuid: before.uuid })
    expect(hook()?.secret).toBe(old)
    await database.kysely
      .updateTable('webhooks')
      .set({ previous_secret_until: new Date(0) })
      .execute()
    expect((await check()).state).toBe('failed')
    const [waiting] = await database.kysely.selectFrom('webhooks').selectAll().execute()
    expect(waiting?.previous_secret_until?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    stage.simulator.simulation.faults.clear()
    expect(await check()).toMatchObject({ state: 'registered' })
    expect(hook()?.secret).toBe(await secretOf(before))
  })
})

describe('a secret that is replaced', () => {
  it('is told to Bitbucket, and the one before is taken for a day longer', async () => {
    const webhook = await check()
    const old = await secretOf(webhook)
    await rotate(webhook.id)
    const rotated = await check()
    const secret = await secretOf(webhook)
    expect(secret).not.toBe(old)
    expect(hook()?.secret).toBe(secret)
    expect(rotated.previous_secret_until?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    expect(await taken(rotated, old)).toBe('taken')
    expect(await taken(rotated, secret)).toBe('taken')
    await database.kysely
      .updateTable('webhooks')
      .set({ previous_secret_until: new Date(0) })
      .execute()
    expect(await check()).toMatchObject({ state: 'registered' })
    expect(await secretsLeft()).toEqual(['webhook'])
    expect(await taken(rotated, old)).toBe('delivery_bad_signature')
    expect(await taken(rotated, secret)).toBe('taken')
  })
})

describe('removal', () => {
  it('deletes the webhook at Bitbucket, with its secrets here', async () => {
    const webhook = await check()
    await rotate(webhook.id)
    expect(await removeHooks(registrar(), connection)).toEqual([])
    expect(hook()).toBeUndefined()
    const stored = await getConnection(database.kysely, connection)
    await transaction(database.kysely, (tx) => removeConnection(tx, stored, false))
    expect(await database.kysely.selectFrom('webhooks').where('id', '=', webhook.id).execute()).toEqual([])
    expect(await secretsLeft()).toEqual([])
  })

  it('of a workspace leaves those of the others', async () => {
    const webhook = await check()
    expect(await removeHooks(registrar(), connection, webhook.workspace_id)).toEqual([])
    await transaction(database.kysely, (tx) => detachWorkspace(tx, connection, webhook.workspace_id, false))
    expect(hook()).toBeUndefined()
    expect(await checkWebhooks(registrar(), connection)).toEqual([])
  })

  it('names the workspace whose webhook could not be deleted', async () => {
    await check()
    stage.simulator.simulation.faults.add([{ effect: { kind: 'answer', status: 403 } }])
    const slug = stage.simulator.world.workspaces[0]?.slug
    expect(await removeHooks(registrar(), connection)).toEqual([slug])
    expect(hook()).toBeDefined()
  })

  it('does not happen when another connection takes the workspace over: the webhook goes along', async () => {
    const webhook = await check()
    const secret = await secretOf(webhook)
    const other = await database.kysely
      .insertInto('connections')
      .values({ connector: 'bitbucket-cloud', alias: 'other', api_url: `${stage.simulator.url}/2.0` })
      .returning('id')
      .executeTakeFirstOrThrow()
    await useToken(['webhook'], 'other', other.id)
    const { slug = '', name = '' } = stage.simulator.world.workspaces[0] ?? {}
    const seen = { uuid: workspace.replace(/[{}]/g, ''), slug, name }
    await transaction(database.kysely, (tx) => attachWorkspace(tx, other.id, seen, { handOver: true }))
    expect(await checkWebhooks(registrar(), other.id)).toMatchObject([
      { id: webhook.id, uuid: webhook.uuid, state: 'registered' },
    ])
    expect(hook()?.secret).toBe(secret)
    expect(await removeHooks(registrar(), connection)).toEqual([])
    expect(hooks().of(workspace)).toHaveLength(1)
  })
})

function rotate(id: string): Promise<void> {
  return replaceSecret(database.kysely, stage.engine.keyRing, id, `made at ${process.hrtime.bigint()} anew`)
}

async function secretsLeft(): Promise<string[]> {
  const rows = await database.kysely
    .selectFrom('secrets')
    .select('purpose')
    .where('purpose', 'like', 'webhook%')
    .orderBy('purpose')
    .execute()
  return rows.map(({ purpose }) => purpose)
}

/** A token of the workspace with these scopes, in the place of the one before or beside it. */
async function useToken(scopes: readonly string[], label?: string, of = connection): Promise<void> {
  const { credentials } = stage.simulator.simulation
  const { secret } = credentials.issue({
    kind: 'workspace_access_token',
    label: `${label} ${scopes.join()}`,
    scopes: [...scopes],
    reach: { workspace },
  })
  const { id: record } = await database.kysely.transaction().execute(async (tx) => {
    if (label === undefined) await tx.deleteFrom('credentials').where('connection_id', '=', of).execute()
    return tx
      .insertInto('credentials')
      .values({ connection_id: of, kind: 'access_token', label: label ?? 'one', identity: scopes.join() })
      .returning('id')
      .executeTakeFirstOrThrow()
  })
  await transaction(database.kysely, (tx) =>
    sealSecret(tx, stage.engine.keyRing, { purpose: 'credential', record }, secret),
  )
}

/** Whether the receiver takes what is signed with the secret. */
async function taken({ uuid }: Webhook, secret: string): Promise<string> {
  const receiver = openReceiver({ ...stage.engine, log: createLog('silent') })
  const body = Buffer.from(JSON.stringify({ said: secret }))
  const headers: Record<string, string> = {
    'x-hook-uuid': uuid ?? '',
    'x-event-key': 'repo:push',
    'content-type': 'application/json',
    'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  }
  const knock = { address: '127.0.0.1', connectionId: null, body, header: (name: string) => headers[name] }
  return receiver
    .receive(knock)
    .then(() => 'taken')
    .catch(({ code }: { code: string }) => code)
    .finally(() => receiver.close())
}
