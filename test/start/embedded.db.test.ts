import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type EmbeddedPostgres, runningPostgres, startPostgres } from '../../src/db/embedded/index.ts'
import { freshDirectory, isRoot, ordinary, usedDirectory } from './directories.ts'

const running: EmbeddedPostgres[] = []

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop()
  vi.unstubAllEnvs()
})

async function started(dataDirectory: string): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({ dataDirectory, settings: { fsync: 'off' } })
  running.push(postgres)
  return postgres
}

async function stopped(postgres: EmbeddedPostgres): Promise<void> {
  running.splice(running.indexOf(postgres), 1)
  await postgres.stop()
}

async function ask(url: string, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ answer: unknown }>(question)
    return rows[0]?.answer
  } finally {
    await client.end()
  }
}

function tree(directory: string): string[] {
  return readdirSync(directory, { recursive: true }).map(String).sort()
}

describe('the bundled PostgreSQL', () => {
  it('makes its database at the first start and finds it at the next', async () => {
    const directory = freshDirectory()
    const first = await started(directory)
    await ask(first.url, 'create table bucket (depth int)')
    await ask(first.url, 'insert into bucket values (30)')
    await stopped(first)
    expect(await runningPostgres(directory)).toBeNull()
    const second = await started(directory)
    expect(await ask(second.url, 'select depth as answer from bucket')).toBe(30)
    expect(await runningPostgres(directory)).toBe(second.url)
  })

  it('offers the extensions, the locale and the network that Windlass relies on', async () => {
    const { url } = await started(await usedDirectory())
    for (const name of ['pg_trgm', 'btree_gin']) await ask(url, `create extension ${name}`)
    expect(await ask(url, "select lower('ÄŁ') || ('a' > 'B')::text as answer")).toBe('äłtrue')
    expect(await ask(url, "select current_setting('listen_addresses') as answer")).toBe('')
  })

  it('lets no other user of the machine reach its socket', async () => {
    const { url } = await started(await usedDirectory())
    const directory = new URL(url).searchParams.get('host') ?? ''
    expect(statSync(directory).mode & 0o777).toBe(0o700)
  })

  it('refuses a directory in use, naming the process, and harms nothing', async () => {
    const directory = await usedDirectory()
    const first = await started(directory)
    await expect(startPostgres({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'data_locked',
      message: expect.stringContaining(String(process.pid)),
    })
    expect(await ask(first.url, 'select 1 as answer')).toBe(1)
  })

  it('lets one of two that start at once have the directory', async () => {
    const directory = freshDirectory()
    const outcomes = await Promise.allSettled([started(directory), started(directory), started(directory)])
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(failed.map((outcome) => outcome.reason.code)).toEqual(['data_locked', 'data_locked'])
  })

  it('refuses a directory that lost a part, and leaves it as it was', async () => {
    const directory = await usedDirectory()
    rmSync(join(directory, 'postgres', 'global', 'pg_control'))
    const before = tree(join(directory, 'postgres'))
    await expect(startPostgres({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'data_damaged',
      message: expect.stringContaining('pg_control'),
    })
    expect(tree(join(directory, 'postgres'))).toEqual(before)
  })

  it('refuses a directory whose control file is not one', async () => {
    const directory = await usedDirectory()
    writeFileSync(join(directory, 'postgres', 'global', 'pg_control'), Buffer.alloc(8192, 7))
    await expect(startPostgres({ dataDirectory: directory })).rejects.toMatchObject({ code: 'data_damaged' })
  })

  it('recognises a directory of another major version', async () => {
    const directory = await usedDirectory()
    writeFileSync(join(directory, 'postgres', 'PG_VERSION'), '17\n')
    await expect(startPostgres({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'data_other_version',
      data: { found: '17', expected: '18' },
    })
  })

  it('starts afresh where making the database was cut off', async () => {
    const directory = freshDirectory()
    mkdirSync(join(directory, 'postgres.new-0badc0de', 'base'), { recursive: true })
    await started(directory)
    expect(readdirSync(directory).filter((name) => name.startsWith('postgres'))).toEqual(['postgres'])
  })

  it('starts where a crash left a process id that another program has now', async () => {
    const directory = await usedDirectory()
    writeFileSync(join(directory, 'postgres', 'postmaster.pid'), `${process.pid}\n${directory}/postgres\n`)
    const again = await started(directory)
    expect(await ask(again.url, 'select 1 as answer')).toBe(1)
  })

  it('puts its sockets elsewhere when the path of the data directory is too long for one', async () => {
    const directory = join(freshDirectory(), 'x'.repeat(120))
    cpSync(await usedDirectory(), directory, { recursive: true })
    const { url } = await started(directory)
    const sockets = new URL(url).searchParams.get('host') ?? ''
    expect(sockets.startsWith(directory)).toBe(false)
    expect(await ask(url, 'select 1 as answer')).toBe(1)
    rmSync(dirname(sockets), { recursive: true, force: true })
  })

  it('says when it was lost, and what it said', async () => {
    const postgres = await started(await usedDirectory())
    process.kill(postgres.pid, 'SIGQUIT')
    await expect(postgres.lost).resolves.toMatchObject({ code: 'postgres_failed' })
  })

  it('gives up a start that is told to end', async () => {
    const directory = await usedDirectory()
    const signal = AbortSignal.abort()
    await expect(startPostgres({ dataDirectory: directory, signal })).rejects.toThrow('stopped before')
    expect(await runningPostgres(directory)).toBeNull()
  })

  it.skipIf(!isRoot)('runs for root without user namespaces, as an ordinary user', async () => {
    vi.stubEnv('PATH', '/nowhere')
    const directory = freshDirectory()
    chmodSync(dirname(directory), 0o711)
    const first = await started(directory)
    expect(statSync(join(directory, 'postgres')).uid).toBe(ordinary)
    expect(readFileSync(`/proc/${first.pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s+${ordinary}`, 'm'))
    await stopped(first)
    // With user namespaces again, it goes on as the owner of the files.
    vi.unstubAllEnvs()
    expect(await ask((await started(directory)).url, 'select 1 as answer')).toBe(1)
  })

  it.skipIf(!isRoot)('takes a directory that was made in a user namespace to a machine without', async () => {
    const directory = await usedDirectory()
    chmodSync(dirname(directory), 0o711)
    vi.stubEnv('PATH', '/nowhere')
    expect(await ask((await started(directory)).url, 'select 1 as answer')).toBe(1)
  })

  it.skipIf(!isRoot)('tells root each way it tried when none works, and leaves nothing behind', async () => {
    vi.stubEnv('PATH', '/nowhere')
    const directory = freshDirectory()
    chmodSync(dirname(directory), 0o700)
    const error: unknown = await startPostgres({ dataDirectory: directory }).catch((reason) => reason)
    expect(error).toMatchObject({ code: 'postgres_failed' })
    const { reasons } = (error as { data: { reasons: string[] } }).data
    expect(reasons).toHaveLength(2)
    expect(reasons[0]).toContain('unshare')
    expect(reasons[1]).toContain(`as the user ${ordinary}`)
    expect(existsSync(join(directory, 'postgres'))).toBe(false)
  })

  it('refuses a data directory that is a file', async () => {
    const directory = freshDirectory()
    renameSync(directory, `${directory}-aside`)
    writeFileSync(directory, '')
    await expect(startPostgres({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'data_unwritable',
    })
  })
})
