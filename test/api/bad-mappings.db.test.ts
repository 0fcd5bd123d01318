import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deflate } from '../../src/db/payload.ts'
import { type BadMapping, badMappings } from './bad-mappings.ts'
import { type Credentials, testServer } from './server.ts'

const house = await testServer()
const address = await house.server.listen({ port: 0, host: '127.0.0.1' })
let as: Credentials = {}

beforeAll(async () => {
  as = await house.apiKey(await house.addPerson('editor'))
  const { pool } = house.database
  await pool.query(`insert into blueprints (identifier, title, definition) values ('berth', 'Berth', $1)`, [
    JSON.stringify({ identifier: 'berth', title: 'Berth', schema: { properties: {} } }),
  ])
  const { rows } = await pool.query(
    `insert into workspaces (uuid, slug, name) values (gen_random_uuid(), 'harbour', 'Harbour') returning id`,
  )
  const item = { key: 'BERTH0', name: "Robert'); drop table entities; --" }
  await pool.query(
    `with made as (
         insert into projects (workspace_id, uuid, key, name) values ($1, gen_random_uuid(), $2, $3) returning uuid)
       insert into raw_records (workspace_id, stream, key, shape, projection_version, payload, hash)
       select $1, 'projects', uuid::text, 'list', 1, $4, '' from made`,
    [rows[0].id, item.key, item.name, deflate(JSON.stringify(item))],
  )
})

afterAll(() => house.close())

interface Answer {
  readonly status: number
  readonly body: Body
}

/** What these cases look at, of whichever answer it is. */
interface Body {
  readonly findings?: readonly Found[]
  readonly detail?: string
  readonly resources?: readonly { readonly records: readonly Tried[] }[]
}

interface Tried {
  readonly outcome: string
  readonly errors: readonly unknown[]
  readonly entities: readonly { readonly properties: unknown }[]
}

async function send(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { ...as, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
}

/** Asks other things meanwhile; answers with how many were asked, and with the most memory there was beyond before. */
async function beside<T>(work: () => Promise<T>) {
  const before = process.memoryUsage.rss()
  const seen = { asked: 0, wrong: 0, slowest: 0, memory: 0 }
  let isDone = false
  const others = (async () => {
    while (!isDone) {
      const begun = performance.now()
      const { status } = await send('GET', '/mappings')
      if (status !== 200) seen.wrong += 1
      seen.asked += 1
      seen.slowest = Math.max(seen.slowest, performance.now() - begun)
      seen.memory = Math.max(seen.memory, process.memoryUsage.rss() - before)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  try {
    return { answer: await work(), seen }
  } finally {
    isDone = true
    await others
  }
}

interface Found {
  readonly line: number
  readonly column: number
  readonly level: string
  readonly message: string
}

type Case<T extends BadMapping['tells']> = BadMapping & { readonly tells: T }

const refused = async ({ text, status, code }: Case<'refusal'>) => {
  for (const [path, body] of paths(text))
    expect(await send('POST', path, body)).toMatchObject({ status, body: { code, next: expect.any(String) } })
}

const found = async ({ text, at, message }: Case<'finding'>) => {
  const [tried, previewed, saved] = await all(text)
  expect(tried?.status).toBe(200)
  const { findings = [] } = tried?.body ?? {}
  const places = findings.map((one) => `${one.line}:${one.column} ${one.level}: ${one.message}`)
  expect(places).toContainEqual(
    expect.stringMatching(new RegExp(`^${at} error: .*${message.source}`, message.flags)),
  )
  expect(tried?.body.resources).toEqual([])
  expect(previewed).toMatchObject({ status: 200, body: { findings, records: 0, examples: [] } })
  expect(saved).toMatchObject({ status: 400, body: { code: 'invalid_input', findings } })
  expect(saved?.body.detail).toContain(`line ${findings[0]?.line}`)
}

const errored = async ({ text, field, message }: Case<'records'>) => {
  const [tried, previewed, saved] = await all(text)
  expect(tried).toMatchObject({ status: 200, body: { findings: [] } })
  const [resource] = tried?.body.resources ?? []
  const { records = [] } = resource ?? {}
  expect(records).toHaveLength(1)
  for (const { outcome, errors } of records) {
    expect([outcome, errors]).toEqual([
      'errored',
      [{ field, jq: expect.any(String), message: expect.stringMatching(message) }],
    ])
  }
  expect(previewed).toMatchObject({ status: 200, body: { findings: [], errored: 1 } })
  // It is a mapping like others; its records tell what is wrong when they are mapped.
  expect(saved).toMatchObject({ status: 201, body: { findings: [] } })
}

const harmless = async ({ text, properties }: Case<'nothing'>) => {
  const [tried, previewed, saved] = await all(text)
  const [record] = tried?.body.resources?.[0]?.records ?? []
  expect(record).toMatchObject({ outcome: 'mapped', errors: [] })
  expect(record?.entities[0]?.properties).toMatchObject(properties)
  expect(previewed).toMatchObject({ status: 200, body: { records: 1 } })
  expect(saved?.status).toBe(201)
  expect(Object.hasOwn(Object.prototype, 'text')).toBe(false)
  expect(({} as { admin?: unknown }).admin).toBeUndefined()
}

const paths = (text: string): [string, object][] => [
  ['/mappings/try', { text, records: 5 }],
  ['/mappings/preview', { text }],
  ['/mappings', { name: 'bad', text }],
]

/** Together: what is too much for one request is so for another beside it. */
function all(text: string): Promise<Answer[]> {
  return Promise.all(paths(text).map(([path, body]) => send('POST', path, body)))
}

async function judge(bad: BadMapping): Promise<void> {
  if (bad.tells === 'refusal') return refused(bad)
  if (bad.tells === 'finding') return found(bad)
  return bad.tells === 'records' ? errored(bad) : harmless(bad)
}

describe('a mapping that nobody should have written', () => {
  it('is one of at least 30', () => {
    expect(new Set(badMappings.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30)
  })

  it.each(badMappings.map((bad) => [bad.name, bad] as const))(
    'is refused or contained, told, and holds up nobody: %s',
    async (_, bad) => {
      const { seen } = await beside(() => judge(bad))
      await house.database.pool.query('delete from mappings')
      expect({ asked: seen.asked > 0, wrong: seen.wrong }).toEqual({ asked: true, wrong: 0 })
      // What two engines may take at once, and what a large request needs while it is read.
      expect(seen.memory / 2 ** 20).toBeLessThan(1_536)
      expect(seen.slowest).toBeLessThan(5_000)
      expect((await send('GET', '/mappings')).status).toBe(200)
    },
    120_000,
  )
})
