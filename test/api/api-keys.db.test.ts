import { afterAll, describe, expect, it } from 'vitest'
import { createCommandLineKey } from '../../src/people/api-keys.ts'
import { switchFeature } from '../../src/people/features.ts'
import { testServer } from './server.ts'

const { send, addPerson, signIn, apiKey, database, close } = await testServer()
afterAll(close)
const admin = await signIn(await addPerson('admin'))
const editorId = await addPerson('editor', 'Eddy Editor')
const editor = await signIn(editorId)
const url = '/api/v1/api-keys'
const create = (body: object, as = editor, headers = {}) => send({ method: 'POST', url, body, headers }, as)

describe('an API key', () => {
  it('is shown once, and stored as its hash', async () => {
    const answer = await create({ name: 'CI', permissions: ['jobs:view'] })
    expect(answer.statusCode).toBe(201)
    const { key, api_key } = answer.json()
    expect(key).toMatch(/^wl_[\w-]{43}$/)
    expect(api_key).toMatchObject({ name: 'CI', prefix: key.slice(0, 9), owner: { name: 'Eddy Editor' } })
    const list = await send({ url }, editor)
    expect(list.body).not.toContain(key)
    const { rows } = await database.pool.query('select * from api_keys')
    expect(JSON.stringify(rows)).not.toContain(key.slice(9))
  })

  it('allows what it was given, as far as the role of its owner still does', async () => {
    const key = await apiKey(editorId, ['people:view', 'people:edit'])
    expect((await send({ url: '/api/v1/people' }, key)).statusCode).toBe(200)
    expect((await send({ url: '/api/v1/audit' }, key)).statusCode).toBe(403)
    const body = { name: 'x', email: 'x@example.com', role: 'admin', password: 'a long enough one' }
    expect((await send({ method: 'POST', url: '/api/v1/people', body }, key)).statusCode).toBe(403)
    await database.pool.query(`update people set role = 'admin' where id = $1`, [editorId])
    expect((await send({ method: 'POST', url: '/api/v1/people', body }, key)).statusCode).toBe(201)
    await database.pool.query(`update people set role = 'editor' where id = $1`, [editorId])
  })

  it('cannot be given, nor give, more than its maker may', async () => {
    const beyond = await create({ name: 'x', permissions: ['audit:view', 'nonsense'] })
    expect(beyond.json()).toMatchObject({ code: 'invalid_input', problems: [{ path: 'permissions' }] })
    const key = await apiKey(editorId, ['api-key:edit', 'jobs:view'])
    expect((await create({ name: 'x', permissions: ['jobs:edit'] }, key)).statusCode).toBe(400)
    expect((await create({ name: 'x', permissions: ['jobs:view'] }, key)).statusCode).toBe(201)
  })

  it('ends when it expires, is revoked or its area is switched off', async () => {
    const past = await create({ name: 'x', permissions: ['jobs:view'], expires_at: '2020-01-01T00:00:00Z' })
    expect(past.json()).toMatchObject({ code: 'invalid_input', problems: [{ path: 'expires_at' }] })
    const made = (
      await create({ name: 'x', permissions: ['people:view'], expires_at: '2100-01-01T00:00:00Z' })
    ).json()
    const bearer = { authorization: `Bearer ${made.key}` }
    const works = async () => (await send({ url: '/api/v1/people' }, bearer)).statusCode
    expect(await works()).toBe(200)
    await switchFeature(database.kysely, 'api_keys', false)
    expect(await works()).toBe(401)
    expect((await send({ url }, editor)).json()).toMatchObject({ status: 404, code: 'feature_off' })
    await switchFeature(database.kysely, 'api_keys', true)
    expect(await works()).toBe(200)
    await database.pool.query(`update api_keys set expires_at = now() where id = $1`, [made.api_key.id])
    expect(await works()).toBe(401)
    await database.pool.query(`update api_keys set expires_at = null where id = $1`, [made.api_key.id])
    await send({ method: 'DELETE', url: `${url}/${made.api_key.id}` }, editor)
    expect(await works()).toBe(401)
  })

  it('of somebody else is hidden from an editor, and can be revoked by an administrator', async () => {
    const other = (await create({ name: 'other', permissions: ['jobs:view'] }, admin)).json().api_key
    expect((await send({ url }, editor)).body).not.toContain('"other"')
    const refused = await send({ method: 'DELETE', url: `${url}/${other.id}` }, editor)
    expect(refused.statusCode).toBe(404)
    const mine = (await create({ name: 'mine', permissions: ['jobs:view'] })).json().api_key
    expect((await send({ url }, admin)).body).toContain('"mine"')
    expect((await send({ method: 'DELETE', url: `${url}/${mine.id}` }, admin)).statusCode).toBe(204)
  })

  it('says when it was last used, to the minute', async () => {
    const key = await apiKey(editorId, ['people:view'])
    const used = async () =>
      (await database.pool.query('select last_used_at from api_keys order by id desc limit 1')).rows[0]
        .last_used_at
    expect(await used()).toBeNull()
    await send({ url: '/api/v1/people' }, key)
    const first = await used()
    expect(first).toBeInstanceOf(Date)
    await send({ url: '/api/v1/people' }, key)
    expect(await used()).toEqual(first)
  })

  it('does not open what takes a session', async () => {
    const key = await apiKey(editorId)
    expect((await send({ url: '/api/v1/session' }, key)).json()).toMatchObject({ csrf: null })
    expect((await send({ url: '/api/v1/sessions' }, key)).statusCode).toBe(403)
  })

  it('that is wrong is not made good by a cookie', async () => {
    const headers = { ...editor, authorization: 'Bearer wl_0000000000000000000000' }
    expect((await send({ url: '/api/v1/session', headers })).statusCode).toBe(401)
  })

  it('of the command line acts for the machine, and is recorded so', async () => {
    const { key } = await createCommandLineKey(database.kysely, 5)
    const as = { authorization: `Bearer ${key}` }
    const body = { name: 'By CLI', email: 'cli@example.com', role: 'viewer', password: 'a long enough one' }
    expect((await send({ method: 'POST', url: '/api/v1/people', body }, as)).statusCode).toBe(201)
    const [entry] = (await send({ url: '/api/v1/audit?limit=1' }, admin)).json().items
    expect(entry.actor).toEqual({ kind: 'command_line', id: null, name: 'command line' })
    expect((await send({ url: '/api/v1/session' }, as)).statusCode).toBe(403)
    expect((await send({ url }, admin)).body).not.toContain('command line')
  })
})

describe('a create that carries an Idempotency-Key', () => {
  const body = { name: 'once', permissions: ['jobs:view'] }
  const count = async () => (await database.pool.query(`select from api_keys where name = 'once'`)).rowCount

  it('is made once, however often and at once it is sent, and answered the same', async () => {
    const headers = { 'idempotency-key': 'k-1' }
    const answers = await Promise.all([1, 2, 3].map(() => create(body, editor, headers)))
    answers.push(await create({ permissions: ['jobs:view'], name: 'once' }, editor, headers))
    expect(answers.map((answer) => answer.statusCode)).toEqual([201, 201, 201, 201])
    expect(new Set(answers.map((answer) => answer.json().key)).size).toBe(1)
    expect(await count()).toBe(1)
    const { rows } = await database.pool.query('select * from idempotency_keys')
    expect(JSON.stringify(rows)).not.toContain(answers[0]?.json().key.slice(9))
    expect(rows.map((row) => row.answer.includes(Buffer.from('wl_')))).toEqual([false])
  })

  it('clashes with another request under the same key', async () => {
    const headers = { 'idempotency-key': 'k-2' }
    await create(body, editor, headers)
    const before = await count()
    expect((await create({ ...body, name: 'other' }, editor, headers)).json().code).toBe('conflict')
    expect(await count()).toBe(before)
    expect((await create({ ...body, name: 'other' }, admin, headers)).statusCode).toBe(201)
  })

  it('may be tried again when it failed', async () => {
    const headers = { 'idempotency-key': 'k-3' }
    const failed = await create({ ...body, permissions: ['nonsense'] }, editor, headers)
    expect(failed.statusCode).toBe(400)
    expect((await create(body, editor, headers)).statusCode).toBe(201)
  })

  it('refuses a key that could not be stored', async () => {
    for (const key of ['', 'with space', 'x'.repeat(201), 'ümlaut']) {
      const answer = await create(body, editor, { 'idempotency-key': key })
      expect(answer.json()).toMatchObject({ code: 'invalid_input', problems: [{ path: 'Idempotency-Key' }] })
    }
  })
})
