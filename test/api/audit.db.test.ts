import { afterAll, describe, expect, it } from 'vitest'
import { record } from '../../src/people/audit.ts'
import { testServer } from './server.ts'

const { send, addPerson, signIn, database, close } = await testServer()
afterAll(close)
const adminId = await addPerson('admin', 'Ada Admin')
const admin = await signIn(adminId)
const viewer = await signIn(await addPerson('viewer', 'Vic Viewer'))

const audit = async (query = '') => (await send({ url: `/api/v1/audit${query}` }, admin)).json()

describe('the audit log', () => {
  it('says who did what to whom, before and after, with the request and the address', async () => {
    const id = await addPerson('viewer', 'Before')
    const headers = { 'if-match': '"1"' }
    const answer = await send(
      { method: 'PATCH', url: `/api/v1/people/${id}`, headers, body: { name: 'After', role: 'editor' } },
      admin,
    )
    const [entry] = (await audit()).items
    expect(entry).toMatchObject({
      actor: { kind: 'person', id: adminId, name: 'Ada Admin' },
      action: 'person.update',
      subject: { kind: 'person', id, name: 'After' },
      before: { name: 'Before', role: 'viewer' },
      after: { name: 'After', role: 'editor' },
      outcome: 'done',
      address: '127.0.0.1',
      request_id: answer.headers['x-request-id'],
    })
    expect((await send({ url: `/api/v1/audit/${entry.id}` }, admin)).json()).toEqual(entry)
    expect((await send({ url: '/api/v1/audit/999' }, admin)).statusCode).toBe(404)
  })

  it('keeps what was refused, and who tried', async () => {
    await send({ method: 'DELETE', url: `/api/v1/people/${adminId}` }, viewer)
    const [entry] = (await audit('?outcome=refused')).items
    expect(entry).toMatchObject({
      actor: { name: 'Vic Viewer' },
      action: 'person.remove',
      after: { error: 'forbidden', permission: 'people:edit' },
    })
  })

  it('has no line of a change that was undone', async () => {
    const before = (await audit()).items.length
    await send({ method: 'DELETE', url: `/api/v1/people/${adminId}` }, admin)
    expect((await audit()).items).toHaveLength(before)
  })

  it('filters by action and its beginning, name, outcome and time', async () => {
    const entry = (action: string, subject: string) =>
      record(database.kysely, {
        actor: { kind: 'nobody', id: null, name: 'nobody' },
        action,
        subject: { kind: 'thing', id: '1', name: subject },
        outcome: 'done',
      })
    await entry('thing.make', '50%_off')
    await entry('thing.make', '50 offers')
    await entry('things.make', 'another')
    expect((await audit('?action=thing')).items).toHaveLength(2)
    expect((await audit('?action=thing.make')).items).toHaveLength(2)
    expect((await audit('?action=thing.ma')).items).toHaveLength(0)
    expect((await audit(`?search=${encodeURIComponent('50%_OFF')}`)).items).toHaveLength(1)
    expect((await audit('?from=2100-01-01T00:00:00Z')).items).toHaveLength(0)
    expect((await audit('?to=2100-01-01T00:00:00%2B02:00&action=things')).items).toHaveLength(1)
    const actions = (await send({ url: '/api/v1/audit/actions' }, admin)).json().items
    expect(actions).toEqual(['person.remove', 'person.update', 'thing.make', 'things.make'])
  })

  it('pages from the newest to the oldest, past lines that are added meanwhile', async () => {
    const first = await audit('?limit=2')
    await send({ method: 'DELETE', url: `/api/v1/people/${adminId}` }, viewer)
    const second = await audit(`?limit=2&cursor=${first.next}`)
    const ids = [...first.items, ...second.items].map((entry: { id: string }) => Number(entry.id))
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
    expect(ids).toHaveLength(4)
  })

  it('cannot be changed, emptied or thinned out, not even by the owner of the database', async () => {
    for (const statement of [
      `update audit_log set actor_name = 'somebody else'`,
      'delete from audit_log',
      'truncate audit_log',
      'truncate people cascade; truncate audit_log cascade',
    ]) {
      await expect(database.pool.query(statement)).rejects.toThrow('append-only')
    }
  })

  it('masks secrets by the name of their field, however deep', async () => {
    const secret = 'hunter2-hunter2'
    const after = {
      on: true,
      deep: [{ password: secret, ok: 'kept', apiKey: secret, token: null }],
      code: secret,
    }
    const actor = { kind: 'nobody', id: null, name: 'nobody' } as const
    await record(database.kysely, { actor, action: 'x', subject: null, after, outcome: 'done' })
    const [entry] = (await audit()).items
    const masked = '[masked]'
    expect(entry.after).toEqual({
      on: true,
      deep: [{ password: masked, ok: 'kept', apiKey: masked, token: null }],
      code: masked,
    })
  })
})
