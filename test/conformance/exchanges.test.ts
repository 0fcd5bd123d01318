import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signature } from '../../simulator/webhooks/signature.ts'
import { type Fetched, type Running, start } from '../simulator/harness.ts'
import { readBytes, readJson, recordedBodies, recordedExchanges, withoutReference } from './reference.ts'

const recorded = (name: string) => recordedExchanges('error', name)[0]
const body = (name: string) => recordedBodies('error', name)[0]

function textMembers(value: unknown): Record<string, string> {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(members.map(([name, member]) => [name, String(member)]))
}

describe.skipIf(withoutReference)('recorded exchanges', () => {
  let running: Running
  let repository: string
  beforeAll(async () => {
    running = await start()
    repository = running.path(running.repository((one) => one.counts.pullRequests > 5))
  })
  afterAll(() => running?.stop())

  describe('errors are worded as recorded', () => {
    test('a commit that is not there', async () => {
      const { status, json } = await running.ask(`${repository}/commit/none`)
      expect({ status, json }).toEqual({ status: 404, json: recorded('codecov-404-commit.http.json')?.body })
    })
    test('a file that is not there', async () => {
      const { json } = await running.ask(`${repository}/src/HEAD/awesome/non_exising_file.py`)
      expect(json).toEqual(recorded('codecov-404-file.http.json')?.body)
    })
    test('a revision that is not there', async () => {
      const { status, json } = await running.ask(`${repository}/src/there-is-none/shard.yml`)
      const said = JSON.stringify(recorded('live-404-src-ref.http.json')?.body).replaceAll(
        '"main"',
        '"there-is-none"',
      )
      expect({ status, json }).toEqual({ status: 404, json: JSON.parse(said) })
    })
    test('a pull request that is not there is absent in plain text', async () => {
      const { status, text, headers } = await running.ask(`${repository}/pullrequests/99999`)
      const said = recorded('codecov-404-pullrequest-text.http.json')
      expect({ status, text }).toEqual({ status: said?.status, text: said?.body })
      expect(headers.get('content-type')).toBe(said?.headers['Content-Type'])
      expect(headers.get('etag')).toBe(said?.headers.Etag)
    })
    test('a comment that is not there says its number', async () => {
      const { json } = await running.ask(`${repository}/pullrequests/1/comments/113979999`)
      expect(json).toEqual(recorded('codecov-404-comment-edit.http.json')?.body)
    })
    test('a hook that is not there says the name of the repository', async () => {
      const slug = repository.split('/').at(-1)
      const { json } = await running.ask(`${repository}/hooks/4742f011-8397-4677-8876-5e9a06f10f98`)
      const said = JSON.stringify(recorded('codecov-404-hook.http.json')?.body)
      expect(json).toEqual(JSON.parse(said.replace('example-python', slug ?? '')))
    })
    test('a repository that is not there', async () => {
      const { json } = await running.ask(`/repositories/${running.workspace}/null`)
      const said = JSON.stringify(body('go-scm-404-repo.json'))
      expect(json).toEqual(JSON.parse(said.replace('dev/null', `${running.workspace}/null`)))
    })
    test('an address without an API', async () => {
      const { json } = await running.ask(`${repository}/nothing-of-that-kind`)
      expect(json).toEqual(body('gildas-404-noapi.json'))
    })
    test('functionality that was removed', async () => {
      const { status, json } = await running.ask('/user/permissions/workspaces')
      expect({ status, json }).toEqual({
        status: 410,
        json: recorded('live-410-change-2770.http.json')?.body,
      })
    })
    test('scopes that are lacking are listed', async () => {
      const body403 = textMembers((body('gildas-403-privileges.json') as { error: unknown }).error)
      const made = await running.control('/credentials', {
        method: 'POST',
        body: JSON.stringify({ kind: 'workspace_access_token', scopes: ['runner:write', 'repository'] }),
      })
      const { secret } = made.json as { secret: string }
      const headers = { Authorization: `Bearer ${secret}` }
      const { status, json } = await running.ask(`/workspaces/${running.workspace}/projects`, { headers })
      expect(status).toBe(403)
      expect(json).toEqual({
        type: 'error',
        error: {
          message: body403.message,
          detail: { required: ['project'], granted: ['runner:write', 'repository'] },
        },
      })
    })
  })

  describe('too many requests', () => {
    async function exhausted(authorization: Readonly<Record<string, string>>): Promise<Fetched> {
      await running.control('/limits', {
        method: 'PUT',
        body: JSON.stringify({ on: true, limits: { api: 1, anonymous: 1 } }),
      })
      await running.ask('/hook_events', { headers: authorization })
      const answer = await running.ask('/hook_events', { headers: authorization })
      await running.control('/limits', { method: 'PUT', body: JSON.stringify({ on: false }) })
      return answer
    }
    test('are refused in plain text to credentials', async () => {
      const said = recorded('recorded-429-plain-text-2019.http.json')
      const { status, text, headers } = await exhausted({ Authorization: `Bearer ${running.token}` })
      expect({ status, text }).toEqual({ status: said?.status, text: said?.body })
      expect(headers.get('etag')).toBe(said?.headers.ETag)
      expect(headers.get('cache-control')).toBe(said?.headers['Cache-Control'])
      expect(headers.get('retry-after')).toBeNull()
    })
    test('are refused in JSON to nobody in particular, with the seconds left', async () => {
      const said = recorded('live-429-anonymous.http.json')
      const { status, json, headers } = await exhausted({})
      expect({ status, json }).toEqual({ status: said?.status, json: said?.body })
      expect(headers.get('x-ratelimit-limit')).toMatch(/^1, 1;w=3600$/)
      expect(headers.get('x-ratelimit-remaining')).toBe(said?.headers['x-ratelimit-remaining'])
      expect(Number(headers.get('x-ratelimit-reset'))).toBeLessThanOrEqual(3600)
    })
  })

  // Of the machine that answered, of the cache before it, or of another age.
  const volatile =
    /^(date|content-length|server|x-cache-info|x-view-name|last-modified|accept-ranges|location|cache-control)$/i

  test.each([
    ['commits-list', 'codecov-include-ctx-next.http.json', '/commits?include=HEAD'],
    ['commit-get', 'codecov.http.json', '/commit/HEAD'],
    ['pullrequest-commits', 'codecov-page-token.http.json', '/pullrequests/1/commits'],
    ['pullrequest-list', 'codecov-empty.http.json', '/pullrequests?state=OPEN&q=id%3D0'],
  ])('%s carries the recorded headers', async (kind, name, path) => {
    const said = recordedExchanges(kind, name)[0]
    const { headers } = await running.ask(`${repository}${path}`)
    const names = Object.keys(said?.headers ?? {}).filter((header) => !volatile.test(header))
    expect(names.filter((header) => !headers.has(header))).toEqual([])
    expect(headers.get('content-type')).toBe(said?.headers['Content-Type'])
    expect(headers.get('x-accepted-oauth-scopes')).toBe(said?.headers['X-Accepted-Oauth-Scopes'])
    expect(headers.get('vary')).toMatch(/^Authorization/)
  })

  test('an empty listing has the recorded members and the recorded kind of tag', async () => {
    const said = recordedExchanges('pullrequest-list', 'codecov-empty.http.json')[0]
    const { json } = await running.ask(`${repository}/pullrequests?q=id%3D0`)
    expect(json).toEqual(said?.body)
  })

  test('commits page by context, commits of a pull request by token', async () => {
    const commits = recordedExchanges('commits-list', 'codecov-include-ctx-next.http.json')[0]
    const members = Object.keys(commits?.body ?? {}).sort()
    const { json } = await running.ask(`${repository}/commits`)
    expect(Object.keys(json ?? {}).sort()).toEqual(members)
    expect(textMembers(json).next).toMatch(/\/commits\?ctx=[0-9a-f]{32}&page=2$/)
    const [first, second] = recordedExchanges('pullrequest-commits', 'codecov-page-token.http.json')
    expect(textMembers(first?.body).next).toMatch(/page=8xhd$/)
    const { json: page } = await running.ask(`${repository}/pullrequests/1/commits?pagelen=1`)
    expect(Object.keys(page ?? {})).not.toContain('size')
    expect(second?.status).toBe(200)
  })

  test('the recorded signature verifies, and a changed one does not', () => {
    const vector = textMembers(
      readJson('payloads', 'webhooks', 'cloud', 'signed--hmac-sha256.jenkins.vector.json'),
    )
    const signed = readBytes('payloads', 'webhooks', 'cloud', vector.body_file ?? '')
    expect(signature(vector.secret ?? '', signed)).toBe(vector.value)
    expect(signature(vector.secret ?? '', signed)).not.toBe(vector.bad_value)
  })
})
