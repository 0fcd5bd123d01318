import { afterAll, describe, expect, it } from 'vitest'
import { connection, credential, otherToken, simulatedWorkspace, workspaceToken } from './connection.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { database } = house
const editor = await house.signIn(await house.addPerson('editor'))

const send = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => {
  const answer = await house.send(
    { method, url: `/api/v1/connections${path}`, ...(body ? { body } : {}) },
    editor,
  )
  return { status: answer.statusCode, text: answer.body, json: answer.body === '' ? null : answer.json() }
}
const count = async (table: string) => {
  const { rows } = await database.pool.query<{ count: string }>(`select count(*) from ${table}`)
  return Number(rows[0]?.count)
}

describe('connections', () => {
  it('store nothing when the token fails, and tell how to see that by hand', async () => {
    await database.pool.query('delete from connections')
    const { slug, apiUrl } = await simulatedWorkspace()
    const body = { alias: 'new', kind: 'access_token', workspace: slug, api_url: apiUrl }
    const refused = await send('POST', '', { ...body, tokens: 'a-token-that-nobody-gave-out' })
    expect(refused).toMatchObject({
      status: 400,
      json: { code: 'invalid_input', checks: [{ outcome: 'invalid_credentials' }] },
    })
    expect(refused.json.checks[0].commands[0].command).toContain('Bearer TOKEN')
    expect(refused.text).not.toContain('a-token-that')
    expect([await count('connections'), await count('secrets')]).toEqual([0, 0])
  })

  it('never answer with a secret, in no endpoint and not in the audit log', async () => {
    const token = await workspaceToken()
    const id = await connection(house)
    const [read, verified] = [await send('GET', `/${id}`), await send('POST', `/${id}/verify`)]
    expect(read.json.credentials).toMatchObject([{ last_four: token.slice(-4), health: 'unverified' }])
    expect(verified.json.checks).toMatchObject([{ outcome: 'ok', detail: null }])
    expect((await send('GET', `/${id}`)).json.credentials).toMatchObject([{ health: 'ok' }])
    const { rows } = await database.pool.query('select * from audit_log')
    for (const text of [read.text, verified.text, JSON.stringify(rows), house.lines.join()]) {
      expect(text).not.toContain(token)
    }
  })

  it('keep the token they have when the one that is to replace it fails', async () => {
    const id = await connection(house)
    const path = `/${id}/credentials/${await credential(house, id)}`
    const wrong = { kind: 'access_token', tokens: 'a-token-that-nobody-gave-out' }
    expect((await send('PUT', path, wrong)).status).toBe(400)
    expect((await send('POST', `/${id}/verify`)).json.checks).toMatchObject([{ outcome: 'ok' }])
    const two = { kind: 'access_token', tokens: 'one,two' }
    expect((await send('PUT', path, two)).json.detail).toContain('One token takes the place of one')
    const other = await otherToken()
    const replaced = await send('PUT', path, { kind: 'access_token', tokens: other })
    expect(replaced.json.credentials).toMatchObject([{ last_four: other.slice(-4), health: 'ok' }])
    expect(await send('DELETE', path)).toMatchObject({ status: 409, json: { code: 'conflict' } })
  })

  it('refuse a token they have already, and a workspace they cannot see', async () => {
    const id = await connection(house)
    const again = { kind: 'access_token', tokens: await workspaceToken() }
    expect((await send('POST', `/${id}/credentials`, again)).status).toBe(409)
    const missing = await send('POST', `/${id}/workspaces`, { workspace: 'nobody-is-here' })
    expect(missing).toMatchObject({ status: 400, json: { checks: [{ outcome: 'no_resources' }] } })
  })

  it('keep the rows of a connection that is removed when that is asked for', async () => {
    await database.pool.query('delete from workspaces')
    const kept = await connection(house)
    expect((await send('DELETE', `/${kept}?rows=keep`)).status).toBe(204)
    expect(await count('workspaces')).toBe(1)
    const removed = await connection(house)
    expect((await send('DELETE', `/${removed}?rows=remove`)).status).toBe(204)
    expect(await count('workspaces')).toBe(0)
    expect((await send('DELETE', '/1')).status).toBe(400)
  })
})
