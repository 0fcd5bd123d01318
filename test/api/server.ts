import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse as Response } from 'fastify'
import { createServer } from '../../src/api/server.ts'
import { type ConfigOverrides, readConfig } from '../../src/config.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import type { Database } from '../../src/db/pool.ts'
import { createLog } from '../../src/log.ts'
import { createApiKey } from '../../src/people/api-keys.ts'
import { hashPassword } from '../../src/people/passwords.ts'
import { addPerson } from '../../src/people/people.ts'
import { type Permission, permissions, type Role } from '../../src/people/permissions.ts'
import { beginSession } from '../../src/people/sessions.ts'
import { csrfTokenOf } from '../../src/people/tokens.ts'
import { testDatabase } from '../postgres.ts'
import { closeSimulator } from './connection.ts'

export const password = 'correct horse battery'

/** Headers that say who sends a request. */
export type Credentials = Readonly<Record<string, string>>

export interface TestServer {
  readonly server: FastifyInstance
  readonly database: Database
  readonly keyRing: Awaited<ReturnType<typeof loadKeyRing>>
  /** Every line the server has logged. */
  readonly lines: readonly string[]
  addPerson(role: Role, name?: string): Promise<string>
  /** A session of the person, made as signing in makes it. */
  signIn(personId: string): Promise<Credentials>
  apiKey(personId: string, granted?: readonly Permission[]): Promise<Credentials>
  send(options: InjectOptions, as?: Credentials): Promise<Response>
  close(): Promise<void>
}

/** The real server on a database of its own. Requests are injected; listening is up to the test. */
export async function testServer(overrides: ConfigOverrides = {}): Promise<TestServer> {
  const database = await testDatabase()
  const dataDirectory = await mkdtemp(join(tmpdir(), 'windlass-api-'))
  const config = readConfig({}, { dataDirectory, allowPrivateHosts: '127.0.0.1', ...overrides })
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  const keyRing = await loadKeyRing(config, database.kysely)
  const server = await createServer({ database, config, log, keyRing, startedAt: new Date() })
  const db = database.kysely
  const passwordHash = await hashPassword(password)
  let people = 0
  return {
    server,
    database,
    keyRing,
    lines,
    addPerson: async (role, name) => {
      people += 1
      const email = `person${people}@example.com`
      return (await addPerson(db, { name: name ?? `Person ${people}`, email, role, passwordHash })).id
    },
    signIn: async (personId) => {
      const origin = { requestId: '', address: '127.0.0.1', userAgent: null }
      const token = await beginSession(db, { personId, method: 'password', hours: 1, origin })
      return { cookie: `windlass=${token}`, 'x-csrf-token': csrfTokenOf(token) }
    },
    apiKey: async (personId, granted = Object.keys(permissions) as Permission[]) => {
      const ceiling = new Set(granted)
      const { key } = await createApiKey(db, { personId, name: 'test', permissions: granted, ceiling })
      return { authorization: `Bearer ${key}` }
    },
    send: (options, as = {}) => server.inject({ ...options, headers: { ...as, ...options.headers } }),
    close: async () => {
      await closeSimulator()
      await server.close()
      await database.close()
      await rm(dataDirectory, { recursive: true })
    },
  }
}
