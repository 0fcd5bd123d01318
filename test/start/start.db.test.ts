import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { emptyDatabase } from '../postgres.ts'
import { freshDirectory, isRoot, ordinary, usedDirectory } from './directories.ts'
import { buildProgram, isGone, postgresPid, type Run, windlass } from './windlass.ts'

// Processes of our own on two cores that other suites use as well.
vi.setConfig({ testTimeout: 90_000 })

beforeAll(() => buildProgram('start'))

const code = /First-run code: ((?:[0-9A-Z]{4}-){4}[0-9A-Z]{4})/

function start(data: string, ...args: string[]): Run {
  return windlass(['start', '--data', data, ...args])
}

async function status(url: string): Promise<number> {
  return (await fetch(url)).status
}

describe('windlass start', () => {
  it('starts everything, says where and with which code, and stops in time on SIGTERM', async () => {
    const data = freshDirectory()
    const run = start(data)
    const url = await run.url()
    await run.until(code)
    expect(await status(`${url}/healthz`)).toBe(200)
    expect(await status(`${url}/readyz`)).toBe(200)
    expect(JSON.parse(readFileSync(join(data, 'run', 'server.json'), 'utf8'))).toEqual({ url, pid: run.pid })
    expect(statSync(join(data, 'windlass.key')).mode & 0o777).toBe(0o600)

    const postgres = postgresPid(data)
    const asked = Date.now()
    run.child.kill('SIGTERM')
    expect(await run.ended).toEqual({ code: 0, signal: null })
    expect(Date.now() - asked).toBeLessThan(10_000)
    expect(await isGone(postgres, 0)).toBe(true)
    expect(existsSync(join(data, 'run', 'server.json'))).toBe(false)
  })

  it.skipIf(!isRoot)('works for an ordinary user', async () => {
    const data = freshDirectory(ordinary)
    const run = windlass(['start', '--data', data], { uid: ordinary })
    const url = await run.url()
    expect(await status(`${url}/readyz`)).toBe(200)
    expect(statSync(join(data, 'postgres')).uid).toBe(ordinary)
    run.child.kill('SIGINT')
    expect(await run.ended).toEqual({ code: 0, signal: null })
  })

  it('leaves no postgres behind after kill -9, and recovers at the next start', async () => {
    const data = await usedDirectory()
    const run = start(data)
    await run.url()
    const [, before] = await run.until(code)
    const postgres = postgresPid(data)
    run.child.kill('SIGKILL')
    await run.ended
    // At once: the old server may still be on its way out.
    const again = start(data)
    const [, after] = await again.until(code)
    expect(after).toBe(before)
    expect(await isGone(postgres, 0)).toBe(true)
    expect(await status(`${await again.url()}/readyz`)).toBe(200)
  })

  it('stops in order when the signal comes while it starts', async () => {
    const data = await usedDirectory()
    const run = start(data)
    while (!existsSync(join(data, 'run', 'lock'))) await pause(10)
    run.child.kill('SIGTERM')
    expect((await run.ended).code).toBe(0)
    const again = start(data)
    expect(await status(`${await again.url()}/readyz`)).toBe(200)
  })

  it('lets a request under way end, and ends at once on a second signal', async () => {
    const run = start(await usedDirectory())
    const url = new URL(await run.url())
    const first = await halfRequest(url)
    const second = await halfRequest(url)
    run.child.kill('SIGTERM')
    await run.until(/Stopping/)
    first.socket.write('}')
    expect(await first.answer()).toMatch(/^HTTP\/1\.1 4\d\d/)
    run.child.kill('SIGTERM')
    expect((await run.ended).code).toBe(143)
    second.socket.destroy()
  })

  it('refuses a data directory in use, with exit code 4', async () => {
    const data = await usedDirectory()
    const first = start(data)
    const url = await first.url()
    const second = start(data)
    expect((await second.ended).code).toBe(4)
    expect(second.stderr()).toContain('in use by another instance')
    expect(second.stderr()).toContain(String(first.pid))
    expect(await status(`${url}/readyz`)).toBe(200)

    const third = start(await usedDirectory(), '--port', url.split(':').at(-1) ?? '')
    expect((await third.ended).code, 'the port is taken').toBe(6)
    expect(third.stderr()).toContain('Something else listens on 127.0.0.1')
    expect(third.stderr()).toContain('--port')

    first.child.kill('SIGTERM')
    await first.ended
    rmSync(join(data, 'postgres', 'PG_VERSION'))
    const fourth = start(data)
    expect((await fourth.ended).code, 'the directory is incomplete').toBe(4)
    expect(fourth.stderr()).toContain('PG_VERSION is missing')
  })

  it('shares one external database between servers and workers, and the first-run code with them', async () => {
    const database = await emptyDatabase()
    const env = { DATABASE_URL: database.url }
    const data = freshDirectory()
    const run = (only: string) => windlass(['start', '--data', data, '--only', only], { env })
    const [one, two, worker, other] = [run('api'), run('api'), run('worker'), run('worker')]
    const [, first] = await one.until(code)
    const [, second] = await two.until(code)
    expect(second).toBe(first)
    for (const server of [one, two]) expect(await status(`${await server.url()}/readyz`)).toBe(200)
    for (const server of [worker, other]) await server.until(/the worker runs/)
    expect(worker.stdout()).not.toMatch(code)
    expect(existsSync(join(data, 'postgres'))).toBe(false)
    for (const each of [one, two, worker, other]) each.child.kill('SIGTERM')
    for (const each of [one, two, worker, other]) expect((await each.ended).code).toBe(0)
    await database.close()
  })

  it('says in one sentence that the database cannot be reached', async () => {
    const env = { DATABASE_URL: 'postgres://windlass:hidden@127.0.0.1:1/windlass' }
    const run = windlass(['start', '--data', freshDirectory()], { env })
    expect((await run.ended).code).toBe(5)
    expect(run.stderr()).toContain('The database cannot be reached.')
    expect(run.stderr()).toContain('DATABASE_URL')
    expect(run.stdout() + run.stderr()).not.toContain('hidden')
    expect(run.stderr().trim().split('\n')).toHaveLength(2)
  })

  it('says in one sentence that the database is too old', async () => {
    const old = await oldServer()
    const env = { DATABASE_URL: `postgres://windlass@127.0.0.1:${old.port}/windlass` }
    const run = windlass(['start', '--data', freshDirectory()], { env })
    expect((await run.ended).code).toBe(5)
    expect(run.stderr()).toContain('The database is older than PostgreSQL 15. It is version 14.')
    old.close()
  })

  it.each([
    ['an unknown flag', ['--prot', '80'], {}, 'Did you mean --port?'],
    ['a part that does not exist', ['--only', 'page'], {}, 'Allowed choices are api, worker'],
    ['a part of the demo alone', ['--demo', '--only', 'api'], {}, 'the demo runs in one process'],
    ['the size of a world that is none', ['--world', 'XS'], {}, 'only the demo has one'],
    [
      'two wrong settings',
      [],
      { WINDLASS_PORT: 'x', WINDLASS_HOSTT: 'y' },
      'WINDLASS_HOSTT: there is no such',
    ],
  ])('refuses %s with exit code 2', async (_, args, env, sentence) => {
    const data = freshDirectory()
    const run = windlass(['start', '--data', data, ...args], { env })
    expect((await run.ended).code).toBe(2)
    expect(run.stderr()).toContain(sentence)
    expect(existsSync(join(data, 'postgres'))).toBe(false)
  })
})

/** A request whose body lacks its last byte. */
async function halfRequest(url: URL): Promise<{ socket: Socket; answer(): Promise<string> }> {
  const socket = connect(Number(url.port), '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  const head = [
    'POST /api/v1/setup HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    'Content-Length: 2',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n{`)
  // Its head has been read once the server has answered a request that came after it.
  await fetch(new URL('/healthz', url))
  const answer = () =>
    new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())))
  return { socket, answer }
}

/** Speaks just enough of the protocol to sign anybody in and to name version 14. */
async function oldServer(): Promise<{ port: number; close(): void }> {
  const message = (type: string, body: Buffer) => {
    const head = Buffer.alloc(5, type)
    head.writeInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  }
  const ready = message('Z', Buffer.from('I'))
  const text = (value: string) => Buffer.from(`${value}\0`)
  const value = Buffer.from('140012')
  const column = Buffer.concat([
    text('version'),
    Buffer.from('000000000000000000190000ffffffff0000'.padEnd(36, '0'), 'hex'),
  ])
  const row = Buffer.concat([Buffer.from('000100000006', 'hex'), value])
  const answer = Buffer.concat([
    message('T', Buffer.concat([Buffer.from('0001', 'hex'), column])),
    message('D', row),
    message('C', text('SELECT 1')),
    ready,
  ])
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]))
      socket.on('data', (chunk) => {
        const asksVersion = chunk.includes('server_version_num')
        socket.write(asksVersion ? answer : Buffer.concat([message('C', text('SET')), ready]))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}
