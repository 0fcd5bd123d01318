import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { createServer } from '../src/api/server.ts'
import { readConfig } from '../src/config.ts'
import { loadKeyRing } from '../src/connections/key-ring.ts'
import type { Database } from '../src/db/pool.ts'
import { createLog } from '../src/log.ts'
import { hashPassword } from '../src/people/passwords.ts'
import { addPerson } from '../src/people/people.ts'
import { beginSession } from '../src/people/sessions.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'

/** As many as a browser's open tabs of a small team; more only wait for the same two cores. */
const connections = 16
const seconds = 8

interface Load {
  readonly requests: { readonly average: number }
  readonly latency: { readonly p99: number }
  readonly non2xx: number
  readonly errors: number
}

export const bench: Bench = {
  name: 'api',
  doc: `Who is signed in, asked by session, ${connections} connections for ${seconds} s; the load comes from a second process.`,
  run: () =>
    withDatabase(async (database) => {
      const directory = mkdtempSync(join(tmpdir(), 'windlass-bench-api-'))
      try {
        return await measure(database, directory)
      } finally {
        rmSync(directory, { recursive: true, force: true })
      }
    }),
}

async function measure(database: Database, dataDirectory: string): Promise<Figure[]> {
  const config = readConfig({}, { dataDirectory })
  // Every line is written, to where nobody reads it.
  const log = createLog(config.logLevel, pino.destination({ dest: '/dev/null', sync: true }))
  const keyRing = await loadKeyRing(config, database.kysely)
  const server = await createServer({ database, config, log, keyRing, startedAt: new Date() })
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  const cookie = await signIn(database)
  // What every page begins with: the caller is found by one indexed query, and the answer needs no other.
  const url = `${address}/api/v1/session`
  await load(url, cookie, 2)
  const { requests, latency, non2xx, errors } = await load(url, cookie, seconds)
  await server.close()
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests failed`)
  return [
    {
      name: 'authenticated GET',
      value: Math.round(requests.average),
      unit: '/s',
      goal: 2000,
      better: 'higher',
    },
    { name: 'authenticated GET, p99', value: latency.p99, unit: 'ms', goal: 30, better: 'lower' },
  ]
}

async function signIn({ kysely }: Database): Promise<string> {
  const passwordHash = await hashPassword('a password for the benchmark')
  const person = await addPerson(kysely, {
    name: 'Ada',
    email: 'ada@example.com',
    role: 'admin',
    passwordHash,
  })
  const origin = { requestId: '', address: '127.0.0.1', userAgent: null }
  const token = await beginSession(kysely, { personId: person.id, method: 'password', hours: 1, origin })
  return `windlass=${token}`
}

async function load(url: string, cookie: string, duration: number): Promise<Load> {
  const program = createRequire(import.meta.url).resolve('autocannon')
  const args = [
    program,
    '--json',
    '-c',
    String(connections),
    '-d',
    String(duration),
    '-H',
    `cookie=${cookie}`,
    url,
  ]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout) as Load
}
