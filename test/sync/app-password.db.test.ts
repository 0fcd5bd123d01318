import { afterAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import { readConfig } from '../../src/config.ts'
import { addConnection } from '../../src/connections/connections.ts'
import { sealSecret } from '../../src/connections/credentials.ts'
import { attachWorkspace } from '../../src/connections/workspaces.ts'
import { transaction } from '../../src/db/pool.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { createLog } from '../../src/log.ts'
import { testServer } from '../api/server.ts'
import { compareWithOracle, describeDifferences } from '../oracle/compare.ts'

const closers: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closers) await close()
})

/** An installation that reads with an app password, in the days before their end. */
async function installation() {
  const simulator = await startSimulator({ limits: false, today: '2026-05-20' })
  const house = await testServer()
  closers.push(house.close, simulator.close)
  const { database, keyRing } = house
  const db = database.kysely
  const secretOf = (kind: string) => simulator.simulation.credentials.all().find((one) => one.kind === kind)
  const [workspace] = simulator.world.workspaces
  const appPassword = secretOf('app_password')
  const apiToken = secretOf('api_token')
  if (!workspace || !appPassword || !apiToken) throw new Error('the world lacks a credential')
  const way = { api_url: `${simulator.url}/2.0`, source_access: 'none', since: new Date(0) } as const
  const { id } = await addConnection(db, { connector: 'bitbucket-cloud', alias: 'old', ...way })
  await attachWorkspace(db, id, { ...workspace, uuid: workspace.uuid.replace(/[{}]/g, '') })
  const { id: credential } = await db
    .insertInto('credentials')
    .values({
      connection_id: id,
      kind: 'app_password',
      label: 'Old',
      identity: 'ada',
      email: appPassword.username,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const identity = { purpose: 'credential', record: credential }
  await transaction(db, (tx) => sealSecret(tx, keyRing, identity, appPassword.secret))
  const editor = await house.signIn(await house.addPerson('editor'))
  const engine = {
    db,
    keyRing,
    config: readConfig({ WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1' }),
    log: createLog('silent'),
  }
  const url = `/api/v1/connections/${id}`
  return {
    simulator,
    database,
    sync: () => syncOnce(engine, id),
    read: async () => (await house.send({ url }, editor)).json(),
    requests() {
      const { byTemplate } = simulator.ledger.report()
      simulator.ledger.reset()
      return Object.fromEntries(Object.entries(byTemplate).map(([name, { requests }]) => [name, requests]))
    },
    /** The day moves past the end, and people go on working. */
    async endAndWork() {
      const body = JSON.stringify({ today: '2026-07-29' })
      await fetch(`${simulator.url}/_sim/today`, { method: 'PUT', body })
      simulator.world.move(6, 3)
    },
    replace: () =>
      house.send(
        {
          method: 'PUT',
          url: `${url}/credentials/${credential}`,
          body: { kind: 'api_token', tokens: apiToken.secret, email: apiToken.email },
        },
        editor,
      ),
    enterAppPassword: () =>
      house.send(
        {
          method: 'POST',
          url: `${url}/credentials`,
          body: { kind: 'api_token', tokens: appPassword.secret, email: apiToken.email },
        },
        editor,
      ),
  }
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

type Installation = Awaited<ReturnType<typeof installation>>

async function unlike({ database, simulator }: Installation): Promise<string> {
  const entities = [
    'repositories',
    'pull_requests',
    'activity',
    'comments',
    'pipelines',
    'commits',
    'branches',
  ]
  return describeDifferences(
    await compareWithOracle(database.kysely, simulator.world, { sourceAccess: 'none', entities }),
  )
}

describe('an app password', () => {
  it('is not taken any more, and says what to create instead', async () => {
    const refused = await (await installation()).enterAppPassword()
    expect(refused.json()).toMatchObject({
      status: 400,
      code: 'app_password_ended',
      next: expect.stringContaining('Create an API token'),
    })
  })

  it('ends with its kind; with an API token reading goes on and nothing is read twice', async () => {
    const ended = await installation()
    await ended.sync()
    const first = ended.requests()
    await ended.endAndWork()
    expect(await ended.sync()).toMatchObject({ state: 'failed' })
    const refused = ended.requests()
    expect(sum(refused)).toBeLessThanOrEqual(4)
    expect(await ended.read()).toMatchObject({
      state: 'ended',
      credentials: [{ health: 'ended', health_detail: expect.stringContaining('Create an API token') }],
    })
    await expect(ended.sync()).rejects.toThrow('suspended or has ended')

    const replaced = await ended.replace()
    expect(replaced.statusCode, replaced.body).toBe(200)
    expect(replaced.json()).toMatchObject({
      state: 'active',
      credentials: [{ kind: 'api_token', health: 'ok', health_detail: null }],
    })
    ended.requests()
    const after = await ended.sync()
    expect(after.gaps.filter(({ reason }) => reason === 'source_refused')).toEqual([])
    const deltas = ended.requests()
    expect(sum(deltas)).toBeLessThan(sum(first) / 2)
    expect(await unlike(ended)).toBe('')

    // The same days in an installation whose credential was replaced before anything was refused.
    const smooth = await installation()
    await smooth.sync()
    await smooth.replace()
    await smooth.endAndWork()
    smooth.requests()
    await smooth.sync()
    expect(deltas).toEqual(smooth.requests())
  }, 240_000)
})
