import { afterAll, expect, it } from 'vitest'
import { openSetupCode } from '../../src/people/setup.ts'
import { endpoints, requestOf } from './endpoints.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { send, database, lines } = house

/** Every secret of the run, by the name under which a leak is reported. */
const secrets: Record<string, string> = {
  password: 'Canary-password-1-Xq7',
  'new password': 'Canary-password-2-Wm4',
  'wrong password': 'Canary-password-3-Ls9',
  'key of somebody else': 'wl_Canary4Kd2Canary4Kd2Canary4Kd2Canary4Kd2Cana',
}
/** What left the server beside the answers that are meant to hold a secret. */
const output: string[] = []

async function use(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: object, headers = {}) {
  const answer = await send({ method, url: `/api/v1${url}`, headers, ...(body ? { body } : {}) })
  if (answer.statusCode >= 400) output.push(answer.body)
  output.push(JSON.stringify({ ...answer.headers, 'set-cookie': '' }))
  return answer
}

it('leaves no secret of a whole run in logs, errors, audit, metrics or the database', async () => {
  const code = (await openSetupCode(database.kysely, house.keyRing)) ?? ''
  secrets['setup code'] = code
  const { password = '', 'new password': fresh = '', 'wrong password': wrong = '' } = secrets
  const first = { name: 'First', email: 'first@example.com' }
  await use('POST', '/setup', { ...first, password, code: `${code}X` })
  await use('POST', '/setup', { ...first, password, code, extra: password })
  const set = await use('POST', '/setup', { ...first, password, code })
  const token = set.cookies[0]?.value ?? ''
  secrets['session token'] = token
  const cookie = { cookie: `windlass=${token}` }
  const csrf = (await use('GET', '/session', undefined, cookie)).json().csrf
  secrets['CSRF token'] = csrf
  const session = { ...cookie, 'x-csrf-token': csrf }
  for (const attempt of [wrong, password])
    await use('POST', '/session', { email: first.email, password: attempt })
  await use('PUT', '/session/password', { current: wrong, password: fresh }, session)
  await use('PUT', '/session/password', { current: password, password: fresh }, session)
  await use(
    'PUT',
    '/session/password',
    { current: password, password: fresh },
    { ...session, 'x-csrf-token': 'no' },
  )
  const made = await use(
    'POST',
    '/api-keys',
    { name: 'k', permissions: ['people:edit', 'people:view'] },
    { ...session, 'idempotency-key': 'canary' },
  )
  secrets['API key'] = made.json().key
  const key = { authorization: `Bearer ${made.json().key}` }
  await use(
    'POST',
    '/people',
    { name: 'Second', email: 'second@example.com', role: 'viewer', password: fresh },
    key,
  )
  await use(
    'POST',
    '/people',
    { name: 'Twin', email: 'second@example.com', role: 'viewer', password: fresh },
    key,
  )
  await use('GET', '/people', undefined, { authorization: `Bearer ${secrets['key of somebody else']}` })
  await use('GET', `/people?search=x&cursor=${'x'.repeat(20)}`, undefined, key)
  // An error of PostgreSQL names the row that it failed on, with the hash of its password.
  await database.pool.query('alter table people add constraint broken check (name <> $$Broken$$)')
  const broken = await use(
    'POST',
    '/people',
    { name: 'Broken', email: 'b@example.com', role: 'viewer', password },
    key,
  )
  expect(broken.json()).toMatchObject({ status: 500, code: 'internal' })
  expect(lines.join('')).toContain('violates check constraint')
  for (const { endpoint } of endpoints) {
    const answer = await send({
      ...requestOf(endpoint, { headers: key }),
      payload: `{"password":"${password}"`,
    })
    output.push(answer.body)
  }
  output.push((await send({ url: '/metrics' })).body)
  output.push(...lines)
  const { rows: tables } = await database.pool.query(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  for (const { name } of tables) {
    const { rows } = await database.pool.query(`select t::text as line from ${name} t`)
    output.push(...rows.map((row) => `${name}: ${row.line}`))
  }
  expect(lines.length).toBeGreaterThan(endpoints.length)
  const leaked = Object.entries(secrets).flatMap(([name, secret]) => {
    expect(secret.length, name).toBeGreaterThan(15)
    return output.filter((text) => text.includes(secret)).map((text) => `${name} in ${text.slice(0, 200)}`)
  })
  expect(leaked).toEqual([])
  expect(output.filter((text) => text.includes('scrypt$')).every((text) => text.startsWith('people: '))).toBe(
    true,
  )
})
