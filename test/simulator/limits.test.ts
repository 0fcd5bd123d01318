import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { membersOf, type Running, start } from './harness.ts'

describe('limits and ledger', () => {
  let running: Running
  let repository: string
  beforeAll(async () => {
    running = await start({ limits: true })
    repository = running.path(running.repository((one) => one.counts.pullRequests > 5))
  })
  beforeEach(async () => {
    const limits = { git: 60_000, raw: 5_000, api: 1_000, hooks: 1_000, anonymous: 60 }
    await running.control('/limits', {
      method: 'PUT',
      body: JSON.stringify({ on: true, hour: '3600s', limits }),
    })
    await running.control('/limits', { method: 'DELETE' })
    await running.control('/ledger', { method: 'DELETE' })
  })
  afterAll(() => running?.stop())

  const set = (body: object) => running.control('/limits', { method: 'PUT', body: JSON.stringify(body) })

  test('only access tokens are told their limit', async () => {
    const { headers } = await running.ask(repository)
    expect(headers.get('x-ratelimit-limit')).toBe('1000')
    expect(headers.get('x-ratelimit-resource')).toBe('api')
    expect(headers.get('x-ratelimit-nearlimit')).toBe('false')
    expect(headers.has('x-ratelimit-remaining')).toBe(false)
    const person = await running.ask(repository, { headers: running.person })
    expect(person.headers.has('x-ratelimit-limit')).toBe(false)
  })

  test('the budget of one identity is not that of another, nor one class that of another', async () => {
    await set({ limits: { api: 2 } })
    expect((await running.ask(repository)).status).toBe(200)
    const near = await running.ask(repository)
    expect(near.headers.get('x-ratelimit-nearlimit')).toBe('true')
    expect((await running.ask(repository)).status).toBe(429)
    expect((await running.ask(repository, { headers: running.person })).status).toBe(200)
    expect((await running.ask(`${repository}/hooks`)).status).toBe(200)
    const { simulator } = running
    const place = running.repository((one) => running.path(one) === repository)
    const content = simulator.world.content(place.uuid)
    const head = content.branch(place.mainBranch ?? '')?.target ?? ''
    const [file] = content.files(head)
    expect((await running.ask(`${repository}/src/${head}/${file?.path}`)).status).toBe(200)
    expect((await running.ask(`${repository}/src/${head}/${file?.path}?format=meta`)).status).toBe(429)
  })

  test('a shortened hour gives the budget back sooner', async () => {
    await set({ hour: '300ms', limits: { api: 1 } })
    expect((await running.ask(repository)).status).toBe(200)
    expect((await running.ask(repository)).status).toBe(429)
    await expect.poll(async () => (await running.ask(repository)).status, { timeout: 3_000 }).toBe(200)
  })

  test('the ledger counts every request by template, identity and class', async () => {
    await running.ask(`${repository}/pullrequests`)
    await running.ask(`${repository}/pullrequests?pagelen=51`)
    await running.ask(`${repository}/nothing`)
    const { json } = await running.control('/ledger')
    const report = membersOf(json)
    expect(report.total).toMatchObject({ requests: 3, statuses: { 200: 1, 400: 1, 404: 1 } })
    const template = 'GET /repositories/{workspace}/{repo_slug}/pullrequests'
    expect(membersOf(report.byTemplate)[template]).toMatchObject({ requests: 2 })
    expect(membersOf(report.byClass)).toHaveProperty('api')
    const { json: listed } = await running.control('/ledger/entries?last=1')
    expect(membersOf(listed).entries).toMatchObject([{ status: 404, method: 'GET', class: 'api' }])
  })

  test('the controls cost nothing and are in no ledger', async () => {
    await running.control('/world')
    const { json } = await running.control('/ledger')
    expect(membersOf(json).total).toMatchObject({ requests: 0 })
  })

  test('a wrong setting is refused with a sentence', async () => {
    expect((await set({ hour: 'soon' })).json).toEqual({ error: 'hour is a duration such as 3600s or 30s' })
    expect((await set({ limits: { api: 0 } })).status).toBe(400)
  })
})
