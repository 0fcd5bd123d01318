import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openSecret, sealSecret } from '../../src/connections/credentials.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import { transaction } from '../../src/db/pool.ts'
import { switchFeature } from '../../src/people/features.ts'
import { verifyPassword } from '../../src/people/passwords.ts'
import { findPerson, passwordOf } from '../../src/people/people.ts'
import { testDatabase } from '../postgres.ts'
import { buildProgram, runCommand } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const database = await testDatabase()
const data = mkdtempSync(join(tmpdir(), 'windlass-cli-'))
const env = { DATABASE_URL: database.url, WINDLASS_DATA: data }
const db = database.kysely
const program = await buildProgram('database')

afterAll(async () => {
  await database.close()
  rmSync(data, { recursive: true })
})

const run = (line: string, input?: string) => runCommand(program, line.split(' '), env, input)
const json = async (line: string, input?: string) => JSON.parse((await run(`${line} --json`, input)).stdout)

async function audited(action: string) {
  const rows = await db.selectFrom('audit_log').selectAll().where('action', '=', action).execute()
  return rows.map((row) => ({ actor: row.actor_kind, subject: row.subject_name, after: row.after }))
}

describe('windlass user', () => {
  it('adds a person whose password comes from standard input, and says so in the audit log', async () => {
    const add = 'user add ada@example.com --name Ada --role admin --password-stdin'
    const added = await json(add, 'a long enough one\nsecond line\n')
    expect(added).toMatchObject({ name: 'Ada', email: 'ada@example.com', role: 'admin', disabled: false })
    const stored = await passwordOf(db, added.id)
    expect(await verifyPassword('a long enough one', stored)).toBe(true)
    const after = { name: 'Ada', email: 'ada@example.com', role: 'admin', disabled: false }
    expect(await audited('person.create')).toEqual([{ actor: 'command_line', subject: 'Ada', after }])
  })

  it('refuses what the API would refuse, with exit code 2 and without repeating a password', async () => {
    const short = await run('user add bo@example.com --name Bo --role viewer --password-stdin', 'hunter2\n')
    expect(short).toMatchObject({ code: 2, stdout: '' })
    expect(short.stderr).toMatch(/password/i)
    expect(short.stderr).not.toContain('hunter2')
    for (const wrong of ['nonsense --name Bo --role viewer', 'bo@example.com --name Bo --role boss']) {
      expect((await run(`user add ${wrong} --password-stdin`, 'a long enough one\n')).code).toBe(2)
    }
    const twice = await run(
      'user add ADA@example.com --name Ada --role viewer --password-stdin',
      'a long enough one',
    )
    expect(twice.code).toBe(1)
    expect(await json('user list')).toHaveLength(1)
  })

  it('never takes a password as an argument, and asks nobody where nobody is', async () => {
    expect((await run('user add x@example.com --name X --role viewer --password geheim')).code).toBe(2)
    const silent = await run('user add x@example.com --name X --role viewer')
    expect(silent).toMatchObject({ code: 2, stderr: expect.stringContaining('--password-stdin') })
  })

  it.skipIf(!existsSync('/usr/bin/script'))('asks twice on a terminal and shows nothing of it', async () => {
    const command = `${process.execPath} ${program} user set-password ada@example.com`
    const shown = await onTerminal(command, ['Password:', 'Once more:'], 'typed on a terminal\r')
    expect(shown).not.toContain('typed')
    const { id } = await findPerson(db, 'ada@example.com')
    expect(await verifyPassword('typed on a terminal', await passwordOf(db, id))).toBe(true)
  })

  it('sets a password and ends the sessions', async () => {
    const { id } = await findPerson(db, 'ada@example.com')
    await db
      .insertInto('sessions')
      .values({ person_id: id, token_hash: Buffer.of(1), method: 'password', expires_at: '2100-01-01' })
      .execute()
    const set = await json('user set-password Ada@Example.com --password-stdin', 'yet another one\r\n')
    expect(set.sessions_ended).toBe(1)
    expect(await verifyPassword('yet another one', await passwordOf(db, id))).toBe(true)
    expect(await run('user set-password nobody@example.com --password-stdin', 'x')).toMatchObject({ code: 1 })
  })

  it('lists people in a table that nobody’s name can break', async () => {
    await db.updateTable('people').set({ name: 'Ada\n\u001b[31mRed' }).execute()
    const { stdout } = await run('user list')
    expect(stdout.split('\n')).toHaveLength(3)
    expect(stdout).toMatch(/^E-mail +Name +Role +State +Last seen$/m)
    expect(stdout).not.toContain('\u001b')
  })
})

describe('windlass api-key', () => {
  it('makes a key that is printed alone, lists it without the secret, and revokes it', async () => {
    const create = 'api-key create ci --owner ada@example.com --permissions jobs:view --expires-in 30'
    const { code, stdout, stderr } = await run(create)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^wl_\S{43}\n$/)
    expect(stderr).toContain('not shown again')
    const [listed] = await json('api-key list')
    expect(listed).toMatchObject({ name: 'ci', permissions: ['jobs:view'] })
    expect(JSON.stringify(listed)).not.toContain(stdout.trim())
    expect((await run('api-key list')).stdout).toContain(stdout.slice(0, 9))

    expect((await run(`api-key revoke ${listed.id}`)).code).toBe(0)
    expect(await json('api-key list')).toEqual([])
    expect((await run(`api-key revoke ${listed.id}`)).code).toBe(1)
    const created = (await audited('api_key.create')).map((row) => row.subject)
    expect([created, (await audited('api_key.revoke')).length]).toEqual([['ci'], 1])
  })

  it('gives no more than the owner has', async () => {
    const wrong = 'api-key create ci --owner ada@example.com --permissions jobs:view,no:such'
    expect(await run(wrong)).toMatchObject({ code: 2, stdout: '' })
    expect((await run('api-key create ci --owner ada@example.com --expires-in never')).code).toBe(2)
    expect(await json('api-key list')).toEqual([])
  })

  it('is gone while the area is switched off', async () => {
    await transaction(db, (tx) => switchFeature(tx, 'api_keys', false))
    expect(await run('api-key list')).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('switched off'),
    })
    await transaction(db, (tx) => switchFeature(tx, 'api_keys', true))
    expect((await run('api-key list')).code).toBe(0)
  })
})

describe('windlass key', () => {
  it('shows the keys, rotates them while the server runs, and gives up lost ones', async () => {
    const config = { dataDirectory: data }
    const ring = await loadKeyRing(config, db)
    const identity = { purpose: 'credential', record: '1' }
    await transaction(db, (tx) => sealSecret(tx, ring, identity, 'a secret of the server'))
    const before = await json('key status')
    expect(before).toMatchObject({ state: 'ready', source: 'file', keys: [{ seals: true, secrets: 1 }] })

    const rotated = await json('key rotate')
    expect(rotated).toEqual({ resealed: 1, unreadable: 0, key: expect.not.stringMatching(before.keys[0].id) })
    expect(statSync(ring.path).mode & 0o777).toBe(0o600)
    expect(await openSecret(db, ring, identity)).toBe('a secret of the server')

    rmSync(ring.path)
    const lost = await run('key status')
    expect(lost).toMatchObject({ code: 7, stdout: expect.stringMatching(/ lost +1$/m) })
    expect(await run('key rotate')).toMatchObject({ code: 7 })
    expect(await run('key forget')).toMatchObject({ code: 2, stderr: expect.stringContaining('1 secrets') })
    expect(existsSync(ring.path)).toBe(false)
    expect(await json('key forget --yes')).toMatchObject({ forgotten: 1 })
    expect((await run('key status')).code).toBe(0)
    expect((await audited('key_ring.forget')).map((row) => row.after)).toEqual([{ forgotten: 1 }])
  })
})

/** Runs the command on a terminal of its own and types the answer at each prompt. */
async function onTerminal(command: string, prompts: readonly string[], answer: string): Promise<string> {
  const child = spawn('script', ['-qec', command, '/dev/null'], { env: { PATH: process.env.PATH, ...env } })
  const awaited = [...prompts]
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (awaited[0] === undefined || !shown.includes(awaited[0])) return
    awaited.shift()
    child.stdin.write(answer)
  })
  await once(child, 'close')
  expect(awaited).toEqual([])
  return shown
}
