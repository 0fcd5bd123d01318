import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { readConfig } from '../config.ts'
import {
  addCredential,
  listCredentials,
  openCredential,
  recordVerdict,
  removeCredential,
  replaceCredential,
} from './connection-credentials.ts'
import {
  addConnection,
  changeConnection,
  findConnection,
  getConnection,
  listConnections,
  makeDefault,
  removeConnection,
  resumeConnection,
  suspendConnection,
} from './connections.ts'
import { readTokens } from './entered/tokens.ts'
import { loadKeyRing } from './key-ring.ts'
import { attachWorkspace, detachWorkspace, listWorkspaces } from './workspaces.ts'

const database = await testDatabase()
const db = database.kysely
const dataDirectory = mkdtempSync(join(tmpdir(), 'windlass-connections-'))
const ring = await loadKeyRing(readConfig({}, { dataDirectory }), db)

afterAll(async () => {
  await database.close()
  rmSync(dataDirectory, { recursive: true })
})
beforeEach(() => database.pool.query('truncate connections, workspaces, secrets cascade'))

const add = (alias: string) =>
  addConnection(db, { connector: 'bitbucket-cloud', alias, api_url: 'https://api.example.com/2.0' })
const draft = (secret: string) => {
  const [one] = readTokens({ kind: 'access_token', tokens: secret })
  if (!one) throw new Error('no token')
  return one
}
const acme = { uuid: '6f5c1d3e-0000-4000-8000-000000000001', slug: 'acme', name: 'Acme' }

describe('connections', () => {
  it('makes the first one the default, and only ever one', async () => {
    const [first, second] = [await add('first'), await add('second')]
    expect([first.is_default, second.is_default]).toEqual([true, false])
    await makeDefault(db, second)
    expect((await listConnections(db)).map((one) => [one.alias, one.is_default])).toEqual([
      ['second', true],
      ['first', false],
    ])
    await removeConnection(db, await getConnection(db, second.id), false)
    expect((await listConnections(db)).map((one) => [one.alias, one.is_default])).toEqual([['first', true]])
  })

  it('keeps one default when several are added at once', async () => {
    await Promise.all(
      ['a', 'b', 'c'].map((alias) =>
        db.transaction().execute((tx) =>
          addConnection(tx, {
            connector: 'bitbucket-cloud',
            alias,
            api_url: 'https://api.example.com/2.0',
          }),
        ),
      ),
    )
    expect((await listConnections(db)).filter((one) => one.is_default)).toHaveLength(1)
  })

  it('refuses an alias that is taken, and raises the version with every edit', async () => {
    const first = await add('first')
    await expect(add('first')).rejects.toMatchObject({ code: 'conflict' })
    const second = await add('second')
    await expect(changeConnection(db, second, { alias: 'first' })).rejects.toMatchObject({ code: 'conflict' })
    const changed = await changeConnection(db, first, { alias: 'renamed', range_days: 30 })
    expect(changed).toMatchObject({ alias: 'renamed', range_days: 30, version: 2 })
    const suspended = await suspendConnection(db, changed)
    expect(suspended.state).toBe('suspended')
    expect(await suspendConnection(db, suspended)).toBe(suspended)
    expect((await resumeConnection(db, suspended)).state).toBe('active')
    await expect(findConnection(db, 'nobody')).rejects.toThrow('No connection is called nobody')
  })

  it('keeps what was read when it is removed, unless told otherwise', async () => {
    const first = await add('first')
    await addCredential(db, ring, first.id, draft('a-token-of-some-length'))
    await attachWorkspace(db, first.id, acme)
    await removeConnection(db, first, false)
    const kept = await db.selectFrom('workspaces').selectAll().execute()
    expect(kept).toMatchObject([{ slug: 'acme', connection_id: null }])
    expect(await db.selectFrom('secrets').selectAll().execute()).toEqual([])

    const second = await add('second')
    const taken = await attachWorkspace(db, second.id, acme)
    expect(taken.id).toBe(kept[0]?.id)
    await removeConnection(db, second, true)
    expect(await db.selectFrom('workspaces').selectAll().execute()).toEqual([])
  })
})

describe('workspaces of a connection', () => {
  it('are read by one connection at a time, and handed over with what is known of them', async () => {
    const [first, second] = [await add('first'), await add('second')]
    const { id } = await attachWorkspace(db, first.id, acme)
    await expect(attachWorkspace(db, second.id, acme)).rejects.toThrow('read by the connection first')
    const handed = await attachWorkspace(db, second.id, { ...acme, slug: 'acme-inc' }, { handOver: true })
    expect(handed).toMatchObject({ id, slug: 'acme-inc', connection_id: second.id })
    expect(await listWorkspaces(db, first.id)).toEqual([])
    await expect(detachWorkspace(db, first.id, id, false)).rejects.toMatchObject({ code: 'not_found' })
    await detachWorkspace(db, second.id, id, false)
    expect(await db.selectFrom('workspaces').select('connection_id').execute()).toEqual([
      { connection_id: null },
    ])
    await attachWorkspace(db, first.id, acme)
    await detachWorkspace(db, first.id, id, true)
    expect(await db.selectFrom('workspaces').selectAll().execute()).toEqual([])
  })
})

describe('credentials of a connection', () => {
  it('seal their secrets and show their last four characters', async () => {
    const { id } = await add('first')
    const stored = await addCredential(db, ring, id, draft('a-token-of-some-length'))
    expect(stored).toMatchObject({ kind: 'access_token', last_four: 'ngth', health: 'unverified' })
    expect(await openCredential(db, ring, stored)).toBe('a-token-of-some-length')
    const everything = await database.pool.query('select c::text, s::text from credentials c, secrets s')
    expect(JSON.stringify(everything.rows)).not.toContain('a-token-of')
    await expect(addCredential(db, ring, id, draft('a-token-of-some-length'))).rejects.toThrow(
      'has this token already',
    )
  })

  it('are replaced in place, and the last one stays', async () => {
    const { id } = await add('first')
    const before = await addCredential(db, ring, id, draft('an-old-token-that-ended'))
    const after = await replaceCredential(db, ring, before, draft('a-new-token-that-works'))
    expect(after).toMatchObject({ id: before.id, last_four: 'orks', health: 'unverified' })
    expect(await openCredential(db, ring, after)).toBe('a-new-token-that-works')
    await expect(removeCredential(db, after)).rejects.toThrow('last credential')
    const second = await addCredential(db, ring, id, draft('a-second-token-beside-it'))
    await removeCredential(db, after)
    expect((await listCredentials(db, id)).map((row) => row.id)).toEqual([second.id])
    await expect(openCredential(db, ring, after)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('take the health that verifying found, and none from a network that failed', async () => {
    const { id } = await add('first')
    const { id: credential } = await addCredential(db, ring, id, draft('a-token-of-some-length'))
    const verdict = {
      ...{ workspace: null, repositories: null, missing: [], clock_ahead_seconds: null, commands: [] },
      ...{ scopes: null, detail: 'No.' },
    }
    const health = async () => (await listCredentials(db, id)).map((row) => [row.health, row.health_detail])
    await recordVerdict(db, credential, { ...verdict, outcome: 'invalid_credentials' })
    expect(await health()).toEqual([['rejected', 'No.']])
    await recordVerdict(db, credential, { ...verdict, outcome: 'unreachable' })
    expect(await health()).toEqual([['rejected', 'No.']])
    await recordVerdict(db, credential, { ...verdict, outcome: 'ok', detail: null, scopes: ['repository'] })
    expect(await listCredentials(db, id)).toMatchObject([{ health: 'ok', scopes: ['repository'] }])
    await recordVerdict(db, credential, { ...verdict, outcome: 'no_resources' })
    expect(await health()).toEqual([['ok', null]])
  })
})
