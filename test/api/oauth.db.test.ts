import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { connection, consumer, credential, oauthApp, simulatedWorkspace } from './connection.ts'
import { comeBack, decide, grant, start } from './granting.ts'
import { testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)
const { pool } = house.database
const editor = await house.signIn(await house.addPerson('editor'))

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const send = async (method: Method, path: string, body?: object, as = editor) => {
  const answer = await house.send({ method, url: `/api/v1${path}`, ...(body ? { body } : {}) }, as)
  return { status: answer.statusCode, text: answer.body, json: answer.body === '' ? null : answer.json() }
}
const outcomeOf = async (id: string) => (await send('GET', `/oauth-grants/${id}`)).json

describe('the Atlassian app', () => {
  it('is tried before it is stored, and never shows its secret again', async () => {
    const { account, ...app } = await consumer()
    const wrong = await send('PUT', '/oauth-apps/bitbucket-cloud', {
      ...app,
      client_secret: 'not-its-secret-at-all',
    })
    expect(wrong).toMatchObject({ status: 400, json: { problems: [{ path: 'client_secret' }] } })
    expect((await send('GET', '/oauth-apps')).json.items).toEqual([])
    const stored = await send('PUT', '/oauth-apps/bitbucket-cloud', app)
    expect(stored.json).toMatchObject({ health: 'ok', last_four: app.client_secret.slice(-4) })
    const listed = await send('GET', '/oauth-apps')
    expect(listed.json).toMatchObject({
      items: [{ client_id: app.client_id, site_url: app.site_url }],
      callback_url: 'http://localhost:80/api/v1/oauth/callback',
    })
    const { rows } = await pool.query('select * from audit_log')
    for (const text of [stored.text, listed.text, JSON.stringify(rows), house.lines.join()]) {
      expect(text).not.toContain(app.client_secret)
    }
  })

  it('stays while a connection reads through it', async () => {
    await oauthApp(house)
    const { slug, apiUrl } = await simulatedWorkspace()
    await pool.query('delete from connections')
    const body = {
      alias: 'granted',
      workspace: slug,
      api_url: apiUrl,
      kind: 'oauth',
      grant: await grant(house, editor),
    }
    const { json: made } = await send('POST', '/connections', body)
    expect(await send('DELETE', '/oauth-apps/bitbucket-cloud')).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('granted') },
    })
    expect((await send('DELETE', `/connections/${made.id}?rows=keep`)).status).toBe(204)
    expect((await send('DELETE', '/oauth-apps/bitbucket-cloud')).status).toBe(204)
    const { rows } = await pool.query('select purpose from secrets')
    expect(rows).toEqual([])
    expect(await send('POST', '/oauth-grants', { connector: 'bitbucket-cloud' })).toMatchObject({
      status: 409,
      json: { code: 'oauth_app_missing' },
    })
  })
})

describe('a grant of access', () => {
  beforeEach(() => oauthApp(house))

  it('becomes a connection that was verified, and no second one', async () => {
    const { slug, apiUrl } = await simulatedWorkspace()
    await pool.query('delete from connections')
    const { id, authorizeUrl, cookie } = await start(house, editor)
    expect(authorizeUrl).not.toContain((await consumer()).client_secret)
    expect(await outcomeOf(id)).toMatchObject({ outcome: 'waiting' })
    const page = await comeBack(house, await decide(authorizeUrl), cookie)
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.body).toContain(`data-grant="${id}" data-granted="true"`)
    expect(page.body).not.toMatch(/<script>|<style|style=/)
    expect(await outcomeOf(id)).toMatchObject({
      outcome: 'granted',
      scopes: expect.arrayContaining(['repository']),
    })
    const body = { alias: 'granted', workspace: slug, api_url: apiUrl, kind: 'oauth', grant: id }
    const made = await send('POST', '/connections', body)
    expect(made).toMatchObject({
      status: 201,
      json: {
        workspaces: [{ slug }],
        credentials: [{ kind: 'oauth', label: 'Atlassian app', health: 'ok', expires_at: null }],
      },
    })
    expect(await send('POST', '/connections', { ...body, alias: 'again' })).toMatchObject({ status: 404 })
    const { rows } = await pool.query('select purpose from secrets order by purpose')
    expect(rows.map(({ purpose }) => purpose)).toEqual(['credential', 'oauth_app', 'refresh_token'])
  })

  it('is not stored as a connection that sees nothing', async () => {
    const { apiUrl } = await simulatedWorkspace()
    await pool.query('delete from connections')
    const id = await grant(house, editor)
    const body = { alias: 'granted', workspace: 'nobody-is-here', api_url: apiUrl, kind: 'oauth', grant: id }
    expect(await send('POST', '/connections', body)).toMatchObject({
      status: 400,
      json: { checks: [{ outcome: 'no_resources' }] },
    })
    // What was granted can be used with another workspace.
    expect(await outcomeOf(id)).toMatchObject({ outcome: 'granted' })
  })

  it('takes the place of a token', async () => {
    const id = await connection(house)
    const path = `/connections/${id}/credentials/${await credential(house, id)}`
    const replaced = await send('PUT', path, { kind: 'oauth', grant: await grant(house, editor) })
    expect(replaced.json.credentials).toMatchObject([{ kind: 'oauth', health: 'ok' }])
    expect((await send('POST', `/connections/${id}/verify`)).json.checks).toMatchObject([{ outcome: 'ok' }])
  })

  it('that is refused says so, to the person and to whoever waits', async () => {
    const { id, authorizeUrl, cookie } = await start(house, editor)
    const page = await comeBack(house, await decide(authorizeUrl, 'cancel'), cookie)
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('Access was not granted: access_denied.')
    expect(page.body).toContain(`data-grant="${id}" data-granted="false"`)
    const outcome = await outcomeOf(id)
    expect(outcome).toMatchObject({ outcome: 'refused', refusal: expect.stringContaining('access_denied') })
  })

  it('works once, in the browser it was started in, within ten minutes', async () => {
    const used = await start(house, editor)
    const back = await decide(used.authorizeUrl)
    await comeBack(house, back, used.cookie)
    expect((await comeBack(house, back, used.cookie)).body).toContain('unknown, was used, or ran out')
    expect(await outcomeOf(used.id)).toMatchObject({ outcome: 'granted' })

    const elsewhere = await start(house, editor)
    const stolen = await comeBack(house, await decide(elsewhere.authorizeUrl), 'windlass-grant=another')
    expect(stolen.statusCode).toBe(400)
    expect(await outcomeOf(elsewhere.id)).toMatchObject({ outcome: 'refused' })

    const late = await start(house, editor)
    await pool.query(`update oauth_grants set expires_at = now() where id = $1`, [late.id])
    expect((await comeBack(house, await decide(late.authorizeUrl), late.cookie)).statusCode).toBe(400)
    expect(
      (await comeBack(house, '/api/v1/oauth/callback?state=made-up&code=x', late.cookie)).statusCode,
    ).toBe(400)
    expect((await comeBack(house, '/api/v1/oauth/callback?state=%00&code[]=x', '')).statusCode).toBe(400)
  })

  it('with a code that Bitbucket does not know stores nothing', async () => {
    const { id, authorizeUrl, cookie } = await start(house, editor)
    const state = new URL(authorizeUrl).searchParams.get('state')
    const page = await comeBack(house, `/api/v1/oauth/callback?state=${state}&code=%3Cb%3E`, cookie)
    expect(page.body).toContain('The specified code is not valid.')
    expect(await outcomeOf(id)).toMatchObject({ outcome: 'refused' })
  })

  it('belongs to the person who started it, and ends with the session', async () => {
    const other = await house.signIn(await house.addPerson('editor'))
    const id = await grant(house, other)
    expect((await send('GET', `/oauth-grants/${id}`)).status).toBe(404)
    const { slug, apiUrl } = await simulatedWorkspace()
    const body = { alias: 'stolen', workspace: slug, api_url: apiUrl, kind: 'oauth', grant: id }
    expect((await send('POST', '/connections', body)).status).toBe(404)
    const waiting = await start(house, other)
    await send('DELETE', '/session', undefined, other)
    const page = await comeBack(house, await decide(waiting.authorizeUrl), waiting.cookie)
    expect(page.statusCode).toBe(400)
  })

  it('is refused to an API key, which has no browser', async () => {
    const key = await house.apiKey(await house.addPerson('editor'))
    expect(await send('POST', '/oauth-grants', { connector: 'bitbucket-cloud' }, key)).toMatchObject({
      status: 400,
      json: { detail: expect.stringContaining('in a browser') },
    })
  })
})
