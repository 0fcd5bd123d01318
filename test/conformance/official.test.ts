import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cloudRoutes } from '../../simulator/cloud/routes/index.ts'
import { granularOf } from '../../simulator/identity/scopes.ts'
import { type Running, start } from '../simulator/harness.ts'
import { addressesOf } from './addresses.ts'
import { type Official, readOfficial } from './official.ts'
import { withoutReference } from './reference.ts'

// Gone before the document was drawn up, and therefore not in it.
const undocumented: readonly string[] = ['/pullrequests/{selected_user}']

describe.skipIf(withoutReference)('the official document', () => {
  let running: Running
  let official: Official
  beforeAll(async () => {
    official = readOfficial()
    running = await start()
    await running.control('/settings', { method: 'PUT', body: JSON.stringify({ issues: 'on' }) })
    const hook = JSON.stringify({ url: 'https://hooks.example.com/a', events: ['repo:push'] })
    const headers = { Authorization: `Bearer ${running.token}` }
    const repository = running.path(running.repository((one) => one.counts.pullRequests > 5))
    for (const owner of [repository, `/workspaces/${running.workspace}`])
      await running.ask(`${owner}/hooks`, { method: 'POST', body: hook, headers })
  })
  afterAll(() => running?.stop())

  test.each(cloudRoutes.map((one) => [`${one.method} ${one.template}`, one] as const))(
    '%s has its documented scopes',
    (_, route) => {
      if (undocumented.includes(route.template)) return
      const documented = official.scopes(route.template, route.method)
      expect(documented, 'not in the document').toBeDefined()
      expect([...route.scopes].sort()).toEqual(documented?.classic)
      // Where the document leaves an API token nothing to hold, any will do.
      const own = route.apiTokenScopes ?? granularOf(route.scopes)
      const needed = (route.scopes.length === 0 ? [] : [...own]).sort()
      if (route.scopes.length > 0 && !route.gone) expect(needed).toEqual(documented?.apiToken)
    },
  )

  const readable = cloudRoutes.filter((one) => one.method === 'GET' && !one.gone)
  test.each(readable.map((one) => [one.template, one] as const))(
    '%s answers as documented',
    async (_, route) => {
      const validate = official.validator(route.template, 'get', 200)
      const addresses = addressesOf(running, route.template)
      expect(addresses.length, 'no address to ask').toBeGreaterThan(0)
      let answered = 0
      for (const address of addresses) {
        const own = /^\/user\/|\/(issues|permissions)/.test(address) ? { headers: running.person } : {}
        const { status, json } = await running.ask(address, own)
        if (status !== 200) continue
        answered += 1
        if (!validate || json === undefined) continue
        expect(validate(json), `${address}: ${JSON.stringify(validate.errors?.slice(0, 3))}`).toBe(true)
      }
      // The comparison of a pull request and the bare source redirect.
      if (!/\/(diff|diffstat|src)$/.test(route.template)) expect(answered).toBeGreaterThan(0)
    },
  )

  test('an error is an error as documented', async () => {
    const validate = official.validator('/repositories/{workspace}/{repo_slug}', 'get', 404)
    const { status, json } = await running.ask(`/repositories/${running.workspace}/there-is-none`)
    expect(status).toBe(404)
    expect(validate?.(json)).toBe(true)
  })
})
