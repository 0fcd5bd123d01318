import { afterAll, describe, expect, it } from 'vitest'
import { testServer } from './server.ts'

const { send, addPerson, signIn, apiKey, database, close } = await testServer()
afterAll(close)
const adminId = await addPerson('admin', 'Ada Admin')
const admin = await signIn(adminId)

const newPerson = { name: 'Nia New', email: 'nia@example.com', role: 'viewer', password: 'a long enough one' }

describe('people', () => {
  it('are added, listed, read, changed and removed', async () => {
    const created = await send({ method: 'POST', url: '/api/v1/people', body: newPerson }, admin)
    expect(created.statusCode).toBe(201)
    const { id } = created.json()
    expect(created.body).not.toContain('password')
    const read = await send({ url: `/api/v1/people/${id}` }, admin)
    expect(read.headers.etag).toBe('"1"')
    const patch = { method: 'PATCH', url: `/api/v1/people/${id}`, body: { role: 'editor' } } as const
    const changed = await send({ ...patch, headers: { 'if-match': '"1"' } }, admin)
    expect(changed.json()).toMatchObject({ role: 'editor' })
    expect(changed.headers.etag).toBe('"2"')
    const list = await send({ url: '/api/v1/people?search=nia@EXAMPLE&role=editor' }, admin)
    expect(list.json().items).toHaveLength(1)
    const removed = await send({ method: 'DELETE', url: `/api/v1/people/${id}` }, admin)
    expect(removed.statusCode).toBe(204)
    expect((await send({ url: `/api/v1/people/${id}` }, admin)).statusCode).toBe(404)
  })

  it('are not changed by somebody who saw an older version', async () => {
    const id = await addPerson('viewer')
    const patch = { method: 'PATCH', url: `/api/v1/people/${id}` } as const
    const without = await send({ ...patch, body: { name: 'No version' } }, admin)
    expect(without.json()).toMatchObject({ status: 428, code: 'version_required' })
    const headers = { 'if-match': '"1"' }
    const answers = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((name) => send({ ...patch, headers, body: { name } }, admin)),
    )
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 412, 412, 412])
    const winner = answers.find((answer) => answer.statusCode === 200)?.json().name
    expect((await send({ url: `/api/v1/people/${id}` }, admin)).json().name).toBe(winner)
  })

  it('take a weak ETag, which a compressing proxy makes of ours', async () => {
    const id = await addPerson('viewer')
    const headers = { 'if-match': 'W/"1"' }
    const answer = await send(
      { method: 'PATCH', url: `/api/v1/people/${id}`, headers, body: { name: 'Weak' } },
      admin,
    )
    expect(answer.statusCode).toBe(200)
  })

  it('have one e-mail address each, whatever its case', async () => {
    await send(
      { method: 'POST', url: '/api/v1/people', body: { ...newPerson, email: 'Twin@example.com' } },
      admin,
    )
    const body = { ...newPerson, email: 'tWIN@example.com' }
    const answer = await send({ method: 'POST', url: '/api/v1/people', body }, admin)
    expect(answer.json()).toMatchObject({ status: 409, code: 'conflict', problems: [{ path: 'email' }] })
    const other = await addPerson('viewer')
    const patch = { method: 'PATCH', url: `/api/v1/people/${other}`, headers: { 'if-match': '"1"' } } as const
    const moved = await send({ ...patch, body: { email: 'TWIN@example.com' } }, admin)
    expect(moved.json().code).toBe('conflict')
  })

  it('page through without losing or repeating anybody, equal names too', async () => {
    for (let i = 0; i < 7; i++) await addPerson('viewer', i % 2 ? 'Same Name' : 'same name')
    const seen: string[] = []
    let cursor = ''
    for (;;) {
      const answer = await send({ url: `/api/v1/people?limit=2${cursor}` }, admin)
      const { items, next } = answer.json()
      seen.push(...items.map((person: { id: string }) => person.id))
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    const { rows } = await database.pool.query('select count(*)::int as people from people')
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(rows[0].people)
  })

  it('lose their sessions at once when they are disabled, and their keys no longer work', async () => {
    const id = await addPerson('editor')
    const [session, key] = [await signIn(id), await apiKey(id)]
    expect((await send({ url: '/api/v1/roles' }, key)).statusCode).toBe(200)
    const headers = { 'if-match': '"1"' }
    await send({ method: 'PATCH', url: `/api/v1/people/${id}`, headers, body: { disabled: true } }, admin)
    expect((await send({ url: '/api/v1/roles' }, session)).statusCode).toBe(401)
    expect((await send({ url: '/api/v1/roles' }, key)).statusCode).toBe(401)
    await send(
      {
        method: 'PATCH',
        url: `/api/v1/people/${id}`,
        headers: { 'if-match': '"2"' },
        body: { disabled: false },
      },
      admin,
    )
    expect((await send({ url: '/api/v1/roles' }, session)).statusCode).toBe(401)
    expect((await send({ url: '/api/v1/roles' }, key)).statusCode).toBe(200)
  })

  it('lose their sessions when an administrator sets their password or signs them out', async () => {
    const id = await addPerson('viewer')
    const first = await signIn(id)
    const url = `/api/v1/people/${id}`
    const body = { password: 'another long one' }
    expect((await send({ method: 'PUT', url: `${url}/password`, body }, admin)).statusCode).toBe(204)
    expect((await send({ url: '/api/v1/session' }, first)).statusCode).toBe(401)
    const second = await signIn(id)
    expect((await send({ method: 'DELETE', url: `${url}/sessions` }, admin)).statusCode).toBe(204)
    expect((await send({ url: '/api/v1/session' }, second)).statusCode).toBe(401)
  })
})

describe('the last administrator', () => {
  it('cannot be demoted, disabled or removed, not even by two who do it to each other at once', async () => {
    const other = await addPerson('admin', 'Other Admin')
    const otherAdmin = await signIn(other)
    const demote = (id: string, as: Record<string, string>) =>
      send(
        {
          method: 'PATCH',
          url: `/api/v1/people/${id}`,
          headers: { 'if-match': '"1"' },
          body: { role: 'viewer' },
        },
        as,
      )
    const answers = await Promise.all([demote(other, admin), demote(adminId, otherAdmin)])
    // The second is refused: as the last administrator, or because it is one no longer.
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(1)
    const { rows } = await database.pool.query(`select id from people where role = 'admin' and not disabled`)
    expect(rows).toHaveLength(1)
    const last = rows[0].id
    const session = await signIn(last)
    const version = (await send({ url: `/api/v1/people/${last}` }, session)).headers.etag
    const headers = { 'if-match': String(version) }
    for (const body of [{ role: 'editor' }, { disabled: true }]) {
      const answer = await send({ method: 'PATCH', url: `/api/v1/people/${last}`, headers, body }, session)
      expect(answer.json()).toMatchObject({ status: 409, code: 'last_admin' })
    }
    const removed = await send({ method: 'DELETE', url: `/api/v1/people/${last}` }, session)
    expect(removed.json().code).toBe('last_admin')
  })
})
