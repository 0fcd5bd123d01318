// Who may come in, and with what.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credential, CredentialKind } from '../../simulator/identity/credentials.ts'
import { membersOf, type Running, start, valuesOf } from './harness.ts'

const basic = (user: string, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

describe('credentials', () => {
  let running: Running
  let repository: string
  beforeAll(async () => {
    running = await start()
    repository = running.path(running.repository((one) => one.counts.pullRequests > 5))
  })
  afterAll(() => running?.stop())

  function held(kind: CredentialKind): Credential {
    const found = running.simulator.simulation.credentials.all().find((one) => one.kind === kind)
    if (!found) throw new Error(`no ${kind}`)
    return found
  }
  const status = async (path: string, headers: Record<string, string>) =>
    (await running.ask(path, { headers })).status
  const today = (day: string) =>
    running.control('/today', { method: 'PUT', body: JSON.stringify({ today: day }) })

  test('one of every kind is listed, ready to use', async () => {
    const { json } = await running.control('/credentials')
    const { credentials } = membersOf(json)
    expect(Array.isArray(credentials) ? credentials.map((one) => membersOf(one).kind) : []).toEqual([
      'workspace_access_token',
      'project_access_token',
      'repository_access_token',
      'api_token',
      'app_password',
      'oauth_consumer',
    ])
  })

  test('nobody sees a private repository, and a wrong token is told so', async () => {
    expect(await status(repository, {})).toBe(401)
    const { status: refused, json } = await running.ask(repository, { headers: bearer('made-up') })
    expect(refused).toBe(401)
    expect(json).toEqual({
      type: 'error',
      error: { message: 'Token is invalid, expired, or not supported for this endpoint.' },
    })
  })

  test('an access token is a bearer and nothing else', async () => {
    const { secret } = held('workspace_access_token')
    expect(await status(repository, bearer(secret))).toBe(200)
    expect(await status(repository, basic('x-token-auth', secret))).toBe(401)
  })

  test('an API token goes with the e-mail address over REST', async () => {
    const { secret, email, username } = held('api_token')
    expect(await status(repository, basic(email ?? '', secret))).toBe(200)
    expect(await status(repository, basic(username ?? '', secret))).toBe(401)
    expect(await status(repository, basic('x-bitbucket-api-token-auth', secret))).toBe(401)
    expect(await status(repository, bearer(secret))).toBe(401)
  })

  test('a token of a repository or project reaches no other', async () => {
    const { world } = running.simulator
    const repositoryToken = held('repository_access_token')
    const own = world.repository(repositoryToken.reach?.repository ?? '')
    const all = world.repositories(own?.workspace ?? '').filter((one) => one.isPrivate && !one.isForbidden)
    const other = all.find((one) => one.uuid !== own?.uuid)
    if (!own || !other) throw new Error('nothing to tell apart')
    expect(await status(running.path(own), bearer(repositoryToken.secret))).toBe(200)
    expect(await status(running.path(other), bearer(repositoryToken.secret))).toBe(403)
    const projectToken = held('project_access_token')
    const foreign = all.find((one) => one.project !== projectToken.reach?.project)
    expect(await status(running.path(foreign ?? other), bearer(projectToken.secret))).toBe(403)
    const { json } = await running.ask(`/repositories/${running.workspace}?pagelen=100`, {
      headers: bearer(projectToken.secret),
    })
    const projects = valuesOf(json)
      .filter((one) => one.is_private)
      .map((one) => membersOf(one.project).uuid)
    expect(new Set(projects)).toEqual(new Set([projectToken.reach?.project]))
  })

  test('everybody sees the public repositories of a workspace, and no other', async () => {
    const { world } = running.simulator
    const [own, foreign] = world.workspaces
    const token = running.simulator.simulation.credentials
      .all()
      .find((one) => one.kind === 'workspace_access_token' && one.reach?.workspace === foreign?.uuid)
    const headers = bearer(token?.secret ?? '')
    const { json } = await running.ask(`/repositories/${own?.slug}?pagelen=100`, { headers })
    const open = world.repositories(own?.uuid ?? '').filter(({ isPrivate }) => !isPrivate)
    expect(open.length).toBeGreaterThan(0)
    expect(valuesOf(json).map(({ slug }) => slug)).toEqual(open.map(({ slug }) => slug))
    expect(await status(`/workspaces/${own?.slug}/projects`, headers)).toBe(403)
  })

  test('permissions are for people to read', async () => {
    const path = `/workspaces/${running.workspace}/permissions`
    expect(await status(path, bearer(held('workspace_access_token').secret))).toBe(403)
    expect(await status(path, { ...running.person })).toBe(200)
  })

  test('members are found by their addresses, ninety at a time, and only the asked ones are told', async () => {
    const { world } = running.simulator
    const member = world
      .members(world.workspaces[0]?.uuid ?? '')
      .map((one) => world.account(one.account))
      .find((one) => one?.emails[0])
    const asked = (emails: readonly string[]) =>
      running.ask(
        `/workspaces/${running.workspace}/members?fields=%2Bvalues.user.email&q=${encodeURIComponent(`user.email IN (${emails.map((one) => `"${one}"`).join()})`)}`,
      )
    const [email = ''] = member?.emails ?? []
    const { json } = await asked([email, 'nobody@example.com'])
    expect(valuesOf(json).map((one) => membersOf(one.user))).toMatchObject([{ uuid: member?.uuid, email }])
    const many = Array.from({ length: 91 }, (_, at) => `person${at}@example.com`)
    expect((await asked(many)).status).toBe(400)
  })

  test('scopes of access tokens imply others, those of API tokens never do', async () => {
    const issue = async (kind: string, scopes: string[]) => {
      const made = await running.control('/credentials', {
        method: 'POST',
        body: JSON.stringify({ kind, scopes }),
      })
      return membersOf(made.json)
    }
    const implying = await issue('workspace_access_token', ['pullrequest:write'])
    expect(await status(repository, bearer(String(implying.secret)))).toBe(200)
    const plain = await issue('api_token', ['write:repository:bitbucket'])
    const headers = basic(String(plain.email), String(plain.secret))
    const { status: refused, json } = await running.ask(repository, { headers })
    expect(refused).toBe(403)
    expect(membersOf(membersOf(json).error).detail).toEqual({
      required: ['read:repository:bitbucket'],
      granted: ['write:repository:bitbucket'],
    })
  })

  test('a token can expire, be revoked and lose a scope while it is in use', async () => {
    const made = await running.control('/credentials', {
      method: 'POST',
      body: JSON.stringify({ kind: 'workspace_access_token' }),
    })
    const { id, secret } = membersOf(made.json)
    const headers = bearer(String(secret))
    const change = (body: object) =>
      running.control(`/credentials/${id}`, { method: 'PATCH', body: JSON.stringify(body) })
    expect(await status(repository, headers)).toBe(200)
    await change({ scopes: ['webhook'] })
    expect(await status(repository, headers)).toBe(403)
    await change({ scopes: ['repository'], expiresInSeconds: 0 })
    expect(await status(repository, headers)).toBe(401)
    await change({ expiresInSeconds: 60 })
    expect(await status(repository, headers)).toBe(200)
    await change({ revoked: true })
    expect(await status(repository, headers)).toBe(401)
  })

  test('app passwords work until their end, fail in brown-outs, and are dead today', async () => {
    const { secret, username } = held('app_password')
    const headers = basic(username ?? '', secret)
    expect(await status(repository, headers)).toBe(401)
    await today('2026-06-08')
    expect(await status(repository, headers)).toBe(200)
    await today('2026-07-27')
    expect(await status(repository, headers)).toBe(401)
    await today('2026-07-26')
    expect(await status(repository, headers)).toBe(200)
    await today('2026-11-21')
  })

  test('removals follow the day', async () => {
    const ask = (path: string) => status(path, running.person)
    expect(await ask('/workspaces')).toBe(410)
    expect(await ask(`${repository}/issues`)).toBe(410)
    await today('2026-08-19')
    expect(await ask(`${repository}/issues`)).not.toBe(410)
    await today('2026-04-13')
    expect(await ask('/workspaces')).toBe(404)
    await today('2026-11-21')
  })

  describe('OAuth', () => {
    const site = (path: string, options: RequestInit) =>
      running.ask(`${running.url}/site/oauth2${path}`, options)
    const token = (form: Record<string, string>) => {
      const consumer = held('oauth_consumer')
      const headers = basic(consumer.consumer ?? '', consumer.secret)
      return site('/access_token', { method: 'POST', headers, body: new URLSearchParams(form) })
    }
    async function grant(decision: string): Promise<URL> {
      const consumer = held('oauth_consumer')
      const query = new URLSearchParams({
        client_id: consumer.consumer ?? '',
        response_type: 'code',
        redirect_uri: 'https://windlass.example.com/back?a=1',
        state: 'abc',
      })
      const { text } = await site(`/authorize?${query}`, { headers: {} })
      expect(text).toContain('Grant access')
      query.set('decision', decision)
      query.set('account', consumer.account ?? '')
      const { status, headers } = await site('/authorize', { method: 'POST', body: query, headers: {} })
      expect(status).toBe(302)
      return new URL(headers.get('location') ?? '')
    }

    test('granting access leads back with a code, which works once', async () => {
      const back = await grant('grant')
      expect(back.searchParams.get('state')).toBe('abc')
      expect(back.searchParams.get('a')).toBe('1')
      const code = back.searchParams.get('code') ?? ''
      const { status: given, json } = await token({ grant_type: 'authorization_code', code })
      expect(given).toBe(200)
      expect(json).toMatchObject({ token_type: 'bearer', expires_in: 7200 })
      expect(await status('/user', bearer(String(membersOf(json).access_token)))).toBe(200)
      expect((await token({ grant_type: 'authorization_code', code })).json).toMatchObject({
        error: 'invalid_grant',
      })
    })
    test('cancelling leads back without one', async () => {
      const back = await grant('cancel')
      expect(back.searchParams.get('error')).toBe('access_denied')
      expect(back.searchParams.has('code')).toBe(false)
    })
    test('a refresh token is replaced when it is used', async () => {
      const code = (await grant('grant')).searchParams.get('code') ?? ''
      const first = membersOf((await token({ grant_type: 'authorization_code', code })).json)
      const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) }
      const second = membersOf((await token(refresh)).json)
      expect(second.refresh_token).not.toBe(first.refresh_token)
      expect(await status('/user', bearer(String(second.access_token)))).toBe(200)
      expect((await token(refresh)).status).toBe(400)
    })
    test('the consumer can act for itself, and a wrong secret is refused', async () => {
      const { json } = await token({ grant_type: 'client_credentials' })
      expect(await status(repository, bearer(String(membersOf(json).access_token)))).toBe(200)
      const headers = basic(held('oauth_consumer').consumer ?? '', 'wrong')
      const body = new URLSearchParams({ grant_type: 'client_credentials' })
      expect((await site('/access_token', { method: 'POST', headers, body })).status).toBe(401)
    })
  })
})
