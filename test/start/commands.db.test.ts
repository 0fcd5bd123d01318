import { chmodSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createServer } from '../../src/api/server.ts'
import { type Command, defineCommand } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/index.ts'
import { Closers } from '../../src/cli/installation/closers.ts'
import { writeRunState } from '../../src/cli/installation/run-state.ts'
import { runProgram } from '../../src/cli/program.ts'
import { readConfig } from '../../src/config.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import type { Database } from '../../src/db/pool.ts'
import { createLog } from '../../src/log.ts'
import { switchFeature } from '../../src/people/features.ts'
import { emptyDatabase, testDatabase } from '../postgres.ts'
import { freshDirectory } from './directories.ts'

let database: Database
let data: string

beforeEach(async () => {
  database = await testDatabase()
  data = freshDirectory()
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('WINDLASS_NETWORK_HOSTS', 'none')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await database.close()
})

async function windlass(...words: string[]) {
  return run(commands, ...words)
}

async function run(list: readonly Command[], ...words: string[]) {
  const said = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[name] += text
    },
  })
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') }
  return { code: await runProgram(list, '1.2.3', [...words, '--data', data], streams), ...said }
}

interface Finding {
  readonly check: string
  readonly state: string
  readonly found: string
  readonly next?: string
}

async function doctor() {
  const { code, stdout } = await windlass('doctor', '--json')
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] }
  return { code, ok, of: (check: string) => findings.find((finding) => finding.check === check), findings }
}

function loadRing() {
  return loadKeyRing(readConfig(process.env, { dataDirectory: data }), database.kysely)
}

describe('windlass migrate', () => {
  it('applies what is missing, and then has nothing to do', async () => {
    const empty = await emptyDatabase()
    vi.stubEnv('DATABASE_URL', empty.url)
    const first = await windlass('migrate', '--json')
    expect(JSON.parse(first.stdout).applied[0]).toBe('0001_house')
    expect((await windlass('migrate')).stdout).toBe('The database is up to date.\n')
    await empty.close()
  })

  it('is what commands ask for that find no installation', async () => {
    const empty = await emptyDatabase()
    vi.stubEnv('DATABASE_URL', empty.url)
    for (const line of ['status', 'verify', 'sync --once', 'user list', 'sql select']) {
      const { code, stderr } = await windlass(...line.split(' '))
      expect({ line, code }).toEqual({ line, code: 5 })
      expect(stderr).toMatch(/^The database holds no installation\.\n.*windlass migrate/)
    }
    await windlass('migrate')
    expect((await windlass('status')).stdout).toContain('There is no connection yet')
    await empty.pool.query('delete from migrations where name = (select max(name) from migrations)')
    const { code, stderr } = await windlass('status')
    expect(code).toBe(5)
    expect(stderr).toMatch(
      /^The database was not brought up to this version\. It lacks \d{4}_\w+\.\n.*windlass migrate/,
    )
    expect((await windlass('backup', join(freshDirectory(), 'before.backup'))).stdout).toMatch(/^Wrote /)
    await empty.close()
  })
})

describe('windlass doctor', () => {
  it('finds a sound installation sound', async () => {
    await loadRing()
    const { code, ok, findings } = await doctor()
    expect(findings.filter((finding) => finding.state !== 'ok' && finding.check !== 'disk')).toEqual([])
    expect({ code, ok }).toEqual({ code: 0, ok: true })
    const checks = findings.map((finding) => finding.check)
    for (const check of [
      'node',
      'data',
      'disk',
      'database',
      'extensions',
      'migrations',
      'clock',
      'key ring',
    ]) {
      expect(checks).toContain(check)
    }
  })

  it('tells what it can when the database cannot be reached, and ends with 1', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://windlass:hidden@127.0.0.1:1/windlass')
    const { code, stdout } = await windlass('doctor')
    expect(code).toBe(1)
    expect(stdout).toContain('BAD        database')
    expect(stdout).toContain('ok         node')
    expect(stdout).not.toContain('hidden')
    expect(stdout).toMatch(/\d+ ok, \d+ to look at, 1 bad\n$/)
  })

  it('says that migrations are missing, and that a newer version was here', async () => {
    const empty = await emptyDatabase()
    vi.stubEnv('DATABASE_URL', empty.url)
    expect((await doctor()).of('migrations')).toMatchObject({ state: 'attention' })
    vi.stubEnv('DATABASE_URL', database.url)
    await database.pool.query("insert into migrations (name, checksum) values ('9999_later', 'x')")
    expect((await doctor()).of('migrations')).toMatchObject({
      state: 'bad',
      found: expect.stringContaining('9999_later'),
    })
    await empty.close()
  })

  it('says that the key is lost, and makes none in its place', async () => {
    await loadRing()
    data = freshDirectory()
    const before = await doctor()
    expect(before.of('key ring')).toMatchObject({
      state: 'bad',
      next: expect.stringContaining('Put the key back'),
    })
    expect((await doctor()).of('key ring')).toEqual(before.of('key ring'))
  })

  it('says that others can read the data directory and the key, and how to close them', async () => {
    await loadRing()
    chmodSync(data, 0o755)
    chmodSync(join(data, 'windlass.key'), 0o644)
    const { of } = await doctor()
    expect(of('data')).toMatchObject({ state: 'attention', next: `chmod 700 ${data}` })
    expect(of('key ring')).toMatchObject({ state: 'bad' })
  })

  it('names the way it tried to the network, without the secret of the proxy', async () => {
    const proxy = createTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as AddressInfo
    vi.stubEnv('WINDLASS_PROXY', `http://me:hidden@127.0.0.1:${port}`)
    vi.stubEnv('WINDLASS_NETWORK_HOSTS', 'bitbucket.example')
    const { code, stdout } = await windlass('doctor')
    expect(code).toBe(1)
    expect(stdout).toContain(`does not answer through http://127.0.0.1:${port}`)
    expect(stdout).toContain('The proxy refused')
    expect(stdout).not.toContain('hidden')
    proxy.close()
  })

  it('says that a host is not known', async () => {
    vi.stubEnv('WINDLASS_NETWORK_HOSTS', 'nowhere.invalid')
    expect((await doctor()).of('network nowhere.invalid')).toMatchObject({ state: 'bad' })
  })
})

describe('a command that talks to the server', () => {
  const version = defineCommand({
    name: 'about',
    doc: 'Says which version runs.',
    examples: [{ line: 'windlass about', doc: 'Says it.' }],
    async run({ out, client }) {
      const { data: about } = await (await client()).installation.get()
      out.result(about, () => about.version)
      return undefined
    },
  })

  it('reaches the one that runs here, with a key that is gone afterwards', async () => {
    const config = readConfig(process.env, { dataDirectory: data, logLevel: 'silent' })
    const house = {
      database,
      config,
      log: createLog('silent'),
      keyRing: await loadRing(),
      startedAt: new Date(),
    }
    const server = await createServer(house)
    const url = await server.listen({ host: '127.0.0.1', port: 0 })
    const closers = new Closers()
    await writeRunState(data, { url, pid: process.pid }, closers)
    expect(await run([version], 'about')).toEqual({ code: 0, stdout: `${config.version}\n`, stderr: '' })
    const { rows } = await database.pool.query('select id from api_keys')
    expect(rows).toEqual([])

    vi.stubEnv('WINDLASS_URL', url)
    vi.stubEnv('WINDLASS_API_KEY', 'wl_wrong')
    const refused = await run([version], 'about')
    expect(refused.code).toBe(7)
    expect(refused.stderr).toContain('You are not signed in.')
    await server.close()
    await closers.close()
  })

  it('says that none runs here', async () => {
    const { code, stderr } = await run([version], 'about')
    expect(code).toBe(7)
    expect(stderr).toContain('No Windlass runs on this data directory.')
  })

  it('is refused when its area is switched off', async () => {
    await switchFeature(database.kysely, 'api_keys', false)
    const { code, stderr } = await run([{ ...version, feature: 'api_keys' }], 'about')
    expect(code).toBe(7)
    expect(stderr).toContain('switched off')
  })
})
