import { afterAll, describe, expect, it } from 'vitest'
import { addAccount, addReadWorkspace } from '../accounts.ts'
import { testServer } from './server.ts'

const { send, addPerson, signIn, apiKey, database, close } = await testServer()
afterAll(close)
const harbour = await addReadWorkspace(database, 'acme', 'harbour')
const fjord = await addReadWorkspace(database, 'nord', 'fjord')
const editorId = await addPerson('editor', 'Edda Editor')
const editor = await signIn(editorId)

/** A viewer with an account by address on either connection. */
async function matched(name: string) {
  const id = await addPerson('viewer', name)
  const { email } = (await send({ url: `/api/v1/people/${id}` }, editor)).json()
  const accounts = [
    await addAccount(database, { name: `${name} at Acme`, workspace: harbour, email }),
    await addAccount(database, { name: `${name} at Nord`, workspace: fjord, email }),
  ]
  return { id, email, accounts, url: `/api/v1/people/${id}/accounts` }
}

const idsOf = (answer: { json(): { items: { id: string }[] } }) => answer.json().items.map(({ id }) => id)

describe('accounts of a person', () => {
  it('are read by whoever may read people, with how each is known and where it is met', async () => {
    const { url, email, accounts } = await matched('Vera')
    const other = await signIn(await addPerson('viewer'))
    const answer = await send({ url }, other)
    expect(answer.statusCode).toBe(200)
    expect(idsOf(answer)).toEqual(accounts)
    expect(answer.json().items[1]).toMatchObject({
      ...{ display_name: 'Vera at Nord', origin: 'email', email, given_by: null, given_at: null },
      workspaces: [{ id: fjord, slug: 'fjord', name: 'Fjord', connection: { alias: 'nord' }, left_at: null }],
    })
  })

  it('are told to everybody of themselves, with a key that may read nobody too', async () => {
    const { id, accounts } = await matched('Wim')
    expect(idsOf(await send({ url: '/api/v1/session/accounts' }, await signIn(id)))).toEqual(accounts)
    const key = await apiKey(id, ['catalog:view'])
    expect(idsOf(await send({ url: '/api/v1/session/accounts' }, key))).toEqual(accounts)
    expect((await send({ url: `/api/v1/people/${id}/accounts` }, key)).statusCode).toBe(403)
  })

  it('are given and taken away, each with an entry in the audit log', async () => {
    const { id, url } = await matched('Xaver')
    const account = await addAccount(database, { name: 'Build bot', workspace: fjord })
    const given = await send({ method: 'PUT', url: `${url}/${account}` }, editor)
    expect(given.statusCode).toBe(200)
    expect(given.json()).toMatchObject({
      ...{ id: account, origin: 'hand', email: null, given_by: 'Edda Editor' },
      given_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    const taken = await send({ method: 'DELETE', url: `${url}/${account}` }, editor)
    expect([taken.statusCode, taken.body]).toEqual([204, ''])
    expect((await send({ method: 'DELETE', url: `${url}/${account}` }, editor)).statusCode).toBe(404)
    const { rows } = await database.pool.query(
      `select actor_name, action, before, after from audit_log where subject_id = $1 and action like '%account%' order by id`,
      [id],
    )
    const described = { account: 'Build bot', uuid: given.json().uuid, origin: 'hand', email: null }
    expect(rows).toEqual([
      { actor_name: 'Edda Editor', action: 'person.give_account', before: null, after: described },
      { actor_name: 'Edda Editor', action: 'person.take_account_away', before: described, after: null },
    ])
  })

  it('are known by their address again when taking them away is undone', async () => {
    const { url, accounts } = await matched('Yann')
    const [first, second] = accounts
    await send({ method: 'DELETE', url: `${url}/${first}` }, editor)
    expect(idsOf(await send({ url }, editor))).toEqual([second])
    const again = await send({ method: 'PUT', url: `${url}/${first}` }, editor)
    expect(again.json()).toMatchObject({ id: first, origin: 'email' })
    expect(idsOf(await send({ url }, editor))).toEqual(accounts)
  })

  it('are refused while they are somebody else’s, with a sentence that names them', async () => {
    const { id, accounts } = await matched('Zoe')
    const url = `/api/v1/people/${await addPerson('viewer')}/accounts/${accounts[0]}`
    const answer = await send({ method: 'PUT', url }, editor)
    expect(answer.json()).toMatchObject({
      ...{ status: 409, code: 'account_taken', person: { id, name: 'Zoe' } },
      detail: 'The account belongs to somebody else. Zoe at Acme belongs to Zoe.',
    })
  })

  it('are changed by nobody without the permission, not even their own', async () => {
    const { id, url, accounts } = await matched('Anton')
    const own = await signIn(id)
    for (const method of ['PUT', 'DELETE'] as const) {
      const answer = await send({ method, url: `${url}/${accounts[0]}` }, own)
      expect(answer.json()).toMatchObject({ status: 403, permission: 'identity:edit' })
    }
    expect((await send({ url: '/api/v1/accounts' }, own)).statusCode).toBe(403)
    expect(idsOf(await send({ url }, own))).toEqual(accounts)
  })

  it('are not there for people and accounts that nobody knows', async () => {
    const { url, accounts } = await matched('Bea')
    const stranger = '/api/v1/people/999999/accounts'
    expect((await send({ url: stranger }, editor)).statusCode).toBe(404)
    for (const method of ['PUT', 'DELETE'] as const) {
      expect((await send({ method, url: `${stranger}/${accounts[0]}` }, editor)).statusCode).toBe(404)
      expect((await send({ method, url: `${url}/999999` }, editor)).statusCode).toBe(404)
      expect((await send({ method, url: `${url}/mine` }, editor)).json().code).toBe('invalid_input')
    }
  })
})

describe('all accounts', () => {
  it('are found by name, page by page, with whose they are', async () => {
    const { id } = await matched('Carla')
    await addAccount(database, { name: 'Carla’s bot', nickname: 'cb', workspace: fjord })
    const first = (await send({ url: '/api/v1/accounts?search=carla&limit=2' }, editor)).json()
    expect(first.items.map((item: { person: unknown }) => item.person)).toEqual([
      { id, name: 'Carla' },
      { id, name: 'Carla' },
    ])
    const rest = await send({ url: `/api/v1/accounts?search=carla&limit=2&cursor=${first.next}` }, editor)
    expect(rest.json()).toMatchObject({ items: [{ display_name: 'Carla’s bot', person: null }], next: null })
  })
})
