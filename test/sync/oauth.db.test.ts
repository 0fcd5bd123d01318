import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Credential, openCredential } from '../../src/connections/connection-credentials.ts'
import { getConnection } from '../../src/connections/connections.ts'
import { accessOf } from '../../src/connections/oauth/renewal.ts'
import { type Database, openDatabase } from '../../src/db/pool.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { remoteEnvironment } from '../../src/sync/git/environment.ts'
import { runGit } from '../../src/sync/git/run.ts'
import { readyCredential } from '../../src/sync/http/credential.ts'
import { tokenEndpoint } from '../../src/sync/http/token-endpoint.ts'
import { openCredentials } from '../../src/sync/run/open-client.ts'
import type { RunSummary } from '../../src/sync/run/summary.ts'
import { enterApp, grantAccess } from './granted.ts'
import { openStage, type Stage } from './stage.ts'

const tokenPath = 'POST /site/oauth2/access_token'
let stage: Stage
let consumer: Awaited<ReturnType<typeof enterApp>>
let other: Database
let credential: Credential
beforeAll(async () => {
  stage = await openStage()
  other = await openDatabase(stage.database.url, { max: 10, name: 'other worker' })
})
beforeEach(async () => {
  consumer = await enterApp(stage)
  credential = await grantAccess(stage)
  stage.requests()
})
afterAll(async () => {
  await other.close()
  await stage.close()
})

const connection = () => stage.connections[0] ?? ''
const sync = () => syncOnce(stage.engine, connection())
const query = (text: string, values: unknown[] = []) => stage.database.pool.query(text, values)
const endToken = () => query('update oauth_tokens set access_until = now()')
/** Gaps that the credential is to blame for: one repository of the world is closed to everybody. */
const refusals = ({ gaps }: RunSummary) => gaps.filter(({ repository }) => repository !== 'vault-policies')
const secret = () => openCredential(stage.engine.db, stage.engine.keyRing, credential)
const theirs = async () => {
  const found = stage.simulator.simulation.credentials.bySecret(await secret())
  if (!found) throw new Error('the simulator does not know the token')
  return found
}
const health = async () => {
  const { rows } = await query('select health, health_detail from credentials where id = $1', [credential.id])
  return rows[0]
}
const renewings = (database: Database) => {
  const { keyRing, config } = stage.engine
  return { db: database.kysely, keyRing, ask: tokenEndpoint(config) }
}

describe('granted access', () => {
  it('is renewed once by many workers of two processes, and the new token works', async () => {
    const before = await secret()
    await endToken()
    const workers = Array.from({ length: 12 }, (_, index) => renewings(index % 2 ? stage.database : other))
    const got = await Promise.all(workers.map((worker) => accessOf(worker, credential.id)))
    expect(new Set(got.map(({ token }) => token)).size).toBe(1)
    expect(got[0]?.token).not.toBe(before)
    expect(stage.requests()).toEqual({ [tokenPath]: 1 })
    // Those who were answered 401 with the token before are handed the one that took its place.
    const late = await Promise.all(workers.map((worker) => accessOf(worker, credential.id, before)))
    expect(new Set(late.map(({ token }) => token))).toEqual(new Set([got[0]?.token]))
    expect(stage.requests()).toEqual({})
  })

  it('is renewed round after round, each refresh token used once', async () => {
    for (let round = 1; round <= 3; round += 1) {
      await endToken()
      await Promise.all([stage.database, other].map((one) => accessOf(renewings(one), credential.id)))
      const { rows } = await query('select renewals from oauth_tokens')
      expect(rows).toEqual([{ renewals: round }])
    }
    expect(stage.requests()).toEqual({ [tokenPath]: 3 })
  })

  it('is renewed before it ends', async () => {
    await endToken()
    expect(refusals(await sync())).toEqual([])
    expect(stage.requests()[tokenPath]).toBe(1)
  })

  it('is renewed when it is answered 401 before its time', async () => {
    const token = await theirs()
    token.expiresAt = Date.now() - 1000
    expect(refusals(await sync())).toEqual([])
    expect(stage.requests()[tokenPath]).toBe(1)
    expect(await health()).toMatchObject({ health: 'unverified' })
  })

  it('reads git with the token that counts now', async () => {
    await endToken()
    const { engine, simulator, database } = stage
    const { rows } = await database.pool.query(
      `select repositories.slug, workspaces.slug as workspace from repositories
         join workspaces on workspaces.id = workspace_id
        where connection_id = $1 and not is_empty and repositories.is_private order by repositories.id limit 1`,
      [connection()],
    )
    const [opened] = await openCredentials(engine, await getConnection(engine.db, connection()))
    if (!opened) throw new Error('no credential is open')
    const remote = {
      url: `${simulator.url}/${rows[0].workspace}/${rows[0].slug}.git`,
      credential: await readyCredential(opened),
      proxyUrl: null,
      caFile: null,
    }
    const environment = await remoteEnvironment(engine.config, remote)
    const refs = await runGit({ directory: '/tmp', environment, arguments: ['ls-remote', remote.url] })
    expect(refs.toString()).toContain('refs/heads/')
  })

  it('that Bitbucket renews no more is marked with the way out, and goes on once it is granted again', async () => {
    const { refreshToken } = await theirs()
    stage.simulator.simulation.credentials.retire(refreshToken ?? '')
    await endToken()
    const refused = await sync()
    expect(refused.state).toBe('incomplete')
    expect(refused.gaps.map(({ reason }) => reason)).toContain('source_refused')
    expect(await health()).toMatchObject({
      health: 'rejected',
      health_detail: expect.stringMatching(/Invalid refresh_token.*Grant access again/),
    })
    credential = await grantAccess(stage)
    expect(refusals(await sync())).toEqual([])
  })

  it('waits for the app to be entered anew when Bitbucket does not know it any more', async () => {
    consumer.revoked = true
    await endToken()
    expect(await sync()).toMatchObject({ state: 'incomplete' })
    const { rows } = await query('select health, health_detail from oauth_apps')
    expect(rows).toMatchObject([
      { health: 'rejected', health_detail: expect.stringContaining('does not know') },
    ])
    expect(await health()).toMatchObject({ health: 'unverified' })
    consumer.revoked = false
    const waiting = `select from gaps where reason = 'source_refused' and next_at > now()`
    expect((await query(waiting)).rowCount).toBeGreaterThan(0)
    await enterApp(stage)
    expect((await query(waiting)).rowCount).toBe(0)
    expect(refusals(await sync())).toEqual([])
  })
})
