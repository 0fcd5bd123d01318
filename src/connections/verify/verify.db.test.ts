import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../../../simulator/server.ts'
import { type ErrorCode, Failure } from '../../errors.ts'
import { type Ask, verifyCredential } from './verify.ts'

const simulator = await startSimulator()
afterAll(() => simulator.close())
beforeEach(() => simulator.ledger.reset())

const apiUrl = `${simulator.url}/2.0`
const [workspace] = simulator.world.workspaces
const slug = workspace?.slug ?? ''
const held = (kind: string) => {
  const found = simulator.simulation.credentials.all().find((one) => one.kind === kind)
  if (!found) throw new Error(`no ${kind}`)
  return found
}
const token = held('workspace_access_token')

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'source_refused',
  403: 'source_forbidden',
  404: 'source_missing',
}

/** The least that a client does; `hide` drops a header on the way. */
function asking(authorization: string, hide?: string): Ask {
  return async (path, query) => {
    const answer = await fetch(`${apiUrl}${path}?${new URLSearchParams(query)}`, {
      headers: { authorization },
    })
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== hide))
    const code = codes[answer.status]
    const body = (await answer.json()) as { error?: { detail?: { required?: unknown } } }
    if (code) throw new Failure(code, { data: { required: body.error?.detail?.required } })
    return { headers, body }
  }
}

const access = { kind: 'access_token', apiUrl, workspace: slug } as const
const bearer = `Bearer ${token.secret}`

describe('verifying', () => {
  it('learns workspace, scopes and what is missing from one request', async () => {
    const verdict = await verifyCredential(asking(bearer), access)
    expect(verdict).toMatchObject({
      outcome: 'ok',
      detail: null,
      workspace: { slug, uuid: workspace?.uuid.replace(/[{}]/g, ''), name: workspace?.name },
      scopes: token.scopes,
      missing: [],
      clock_ahead_seconds: null,
      commands: [],
    })
    expect(verdict.repositories).toBeGreaterThan(0)
    expect(simulator.ledger.entries()).toHaveLength(1)
  })

  it('accepts an API token by the e-mail address of its account', async () => {
    const own = held('api_token')
    const basic = `Basic ${Buffer.from(`${own.email}:${own.secret}`).toString('base64')}`
    const verdict = await verifyCredential(asking(basic), { ...access, kind: 'api_token' })
    expect(verdict).toMatchObject({ outcome: 'ok', missing: [] })
  })

  it('says invalid_credentials with commands to try by hand, which hold no secret', async () => {
    const verdict = await verifyCredential(asking('Bearer wrong'), access)
    expect(verdict).toMatchObject({ outcome: 'invalid_credentials', workspace: null })
    expect(verdict.commands.map(({ command }) => command)).toEqual([
      `curl -i -H 'Authorization: Bearer TOKEN' -H 'Accept: application/json' '${apiUrl}/repositories/${slug}?pagelen=1'`,
      `curl -i -H 'Authorization: Bearer TOKEN' -H 'Accept: application/json' '${apiUrl}/workspaces/${slug}/members?pagelen=1'`,
      `curl -i -u 'EMAIL:TOKEN' -H 'Accept: application/json' '${apiUrl}/repositories/${slug}?pagelen=1'`,
      `curl -i -u 'EMAIL:TOKEN' -H 'Accept: application/json' '${apiUrl}/workspaces/${slug}/members?pagelen=1'`,
    ])
    const behind = { ...access, proxyUrl: 'http://proxy.example.com:3128', ownCertificates: true }
    const [first] = (await verifyCredential(asking('Bearer wrong'), behind)).commands
    expect(first?.command).toContain(
      `curl -i -x 'http://proxy.example.com:3128' --cacert certificates.pem -H`,
    )
  })

  it('names the scope that is missing, told by Bitbucket or found out', async () => {
    const issue = (scopes: string[]) =>
      simulator.simulation.credentials.issue({
        kind: 'workspace_access_token',
        label: 'narrow',
        scopes,
        reach: token.reach,
      }).secret
    const narrow = `Bearer ${issue(['repository', 'account'])}`
    for (const ask of [asking(narrow), asking(narrow, 'x-oauth-scopes')]) {
      const verdict = await verifyCredential(ask, access)
      expect(verdict).toMatchObject({ outcome: 'invalid_permissions', workspace: { slug } })
      expect(verdict.missing.find(({ need }) => need === 'needed')?.scope).toBe('pullrequest')
      expect(verdict.detail).toContain('pullrequest')
    }
    const none = await verifyCredential(asking(`Bearer ${issue(['account'])}`), access)
    expect(none).toMatchObject({ outcome: 'invalid_permissions', missing: [{ scope: 'repository' }] })
  })

  it('says no_resources for a workspace that is not there or shows nothing', async () => {
    const missing = await verifyCredential(asking(bearer), { ...access, workspace: 'nobody-is-here' })
    expect(missing).toMatchObject({ outcome: 'no_resources', workspace: null })
    const empty = await verifyCredential(async () => ({ headers: {}, body: { values: [] } }), access)
    expect(empty).toMatchObject({ outcome: 'no_resources', workspace: null })
  })

  it('tells certificates that are not trusted from a network that fails', async () => {
    const failing = (reason: string): Ask => {
      return () => Promise.reject(new Failure('source_unreachable', { data: { reason } }))
    }
    expect((await verifyCredential(failing('tls'), access)).outcome).toBe('tls')
    expect((await verifyCredential(failing('reset'), access)).outcome).toBe('unreachable')
    const early: Ask = () =>
      Promise.reject(
        new Failure('source_unreachable', {
          detail: 'The reason: CERT_NOT_YET_VALID.',
          data: { reason: 'tls' },
        }),
      )
    expect((await verifyCredential(early, access)).outcome).toBe('clock')
  })

  it('calls an answer that is none of Bitbucket’s unreadable, and notices a clock that is wrong', async () => {
    const odd = await verifyCredential(async () => ({ headers: {}, body: { hello: 1 } }), access)
    expect(odd.outcome).toBe('unreadable')
    const date = new Date(Date.now() - 600_000).toUTCString()
    const late = await verifyCredential(async () => ({ headers: { date }, body: { values: [] } }), access)
    expect(late.clock_ahead_seconds).toBeGreaterThan(590)
  })
})
