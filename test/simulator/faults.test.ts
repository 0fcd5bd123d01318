import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { membersOf, type Running, start, valuesOf } from './harness.ts'

describe('the fault script', () => {
  let running: Running
  let repository: string
  let listing: string
  beforeAll(async () => {
    running = await start()
    repository = running.path(running.repository((one) => one.counts.pullRequests > 30))
    listing = `${repository}/pullrequests?q=id%3E0&pagelen=10`
  })
  beforeEach(() => running.control('/faults', { method: 'DELETE' }))
  afterAll(() => running?.stop())

  const rule = async (effect: object, match: object = {}) => {
    const made = await running.control('/faults', { method: 'POST', body: JSON.stringify({ match, effect }) })
    expect(made.status, made.text).toBe(201)
    return made
  }
  const statuses = async (count: number, path = listing) => {
    const found: number[] = []
    for (let at = 0; at < count; at += 1) found.push((await running.ask(path)).status)
    return found
  }
  const answer = { kind: 'answer', status: 503 }

  test('strikes by path, method and template', async () => {
    await rule(answer, { path: '/2.0/repositories/*/*/pullrequests' })
    expect(await statuses(1)).toEqual([503])
    expect(await statuses(1, repository)).toEqual([200])
    await running.control('/faults', { method: 'DELETE' })
    await rule(answer, { path: '/repositories/{workspace}/{repo_slug}', method: 'get' })
    expect(await statuses(1, repository)).toEqual([503])
    await rule(answer, { method: 'DELETE' })
    expect(await statuses(1)).toEqual([200])
  })

  test('strikes the n-th, every n-th, some times, or a share that is the same every time', async () => {
    await rule(answer, { nth: [2, 4] })
    expect(await statuses(5)).toEqual([200, 503, 200, 503, 200])
    await running.control('/faults', { method: 'DELETE' })
    await rule(answer, { every: 3 })
    expect(await statuses(6)).toEqual([200, 200, 503, 200, 200, 503])
    await running.control('/faults', { method: 'DELETE' })
    await rule(answer, { times: 1 })
    expect(await statuses(3)).toEqual([503, 200, 200])
    await running.control('/faults', { method: 'DELETE' })
    await rule(answer, { percent: 50 })
    const struck = (await statuses(60)).filter((status) => status === 503).length
    expect(struck).toBeGreaterThan(15)
    expect(struck).toBeLessThan(45)
  })

  test('a rule can be switched off, on and removed, and counts its strikes', async () => {
    const { json } = await rule(answer)
    const [made] = membersOf(json).rules as Record<string, unknown>[]
    const change = (method: string, body?: object) =>
      running.control(`/faults/${made?.id}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
    expect(await statuses(1)).toEqual([503])
    await change('PATCH', { enabled: false })
    expect(await statuses(1)).toEqual([200])
    await change('PATCH', { enabled: true })
    expect(await statuses(1)).toEqual([503])
    const { json: listed } = await running.control('/faults')
    expect(membersOf(listed).rules).toMatchObject([{ id: made?.id, seen: 2, struck: 2 }])
    expect((await change('DELETE')).status).toBe(204)
    expect(await statuses(1)).toEqual([200])
  })

  test('an unknown effect is refused with its place', async () => {
    const { status, json } = await running.control('/faults', {
      method: 'POST',
      body: '{"effect": {"kind": "earthquake"}}',
    })
    expect(status).toBe(400)
    expect(String(membersOf(json).error)).toContain('fault rule 1')
  })

  test('answers with any status, body and headers', async () => {
    await rule({ kind: 'answer', status: 429, body: '{}', headers: { 'Retry-After': '7' } })
    const { status, headers } = await running.ask(listing)
    expect([status, headers.get('retry-after')]).toEqual([429, '7'])
  })
  test('answers with HTML', async () => {
    await rule({ kind: 'html' })
    const { status, headers } = await running.ask(listing)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })
  test('delays', async () => {
    await rule({ kind: 'delay', ms: 120 })
    const started = performance.now()
    await running.ask(listing)
    expect(performance.now() - started).toBeGreaterThan(110)
  })
  test('truncates the JSON', async () => {
    await rule({ kind: 'truncate', share: 0.5 })
    await expect(running.ask(listing)).rejects.toThrow(SyntaxError)
  })
  test.each([{ kind: 'content-length', by: 100 }, { kind: 'reset' }, { kind: 'reset', after: 50 }])(
    'breaks the connection: %j',
    async (effect) => {
      await rule(effect)
      await expect(running.ask(listing)).rejects.toThrow(/fetch failed|terminated/)
    },
  )
  test('answers with a gzip bomb', async () => {
    await rule({ kind: 'gzip-bomb', megabytes: 3 })
    const answer = await fetch(`${running.url}/2.0${listing}`, {
      headers: { Authorization: `Bearer ${running.token}` },
    })
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(10_000)
    expect((await answer.arrayBuffer()).byteLength).toBe(3 * 1024 * 1024)
  })
  test('ignores fields', async () => {
    await rule({ kind: 'fields-ignored' })
    expect(valuesOf((await running.ask(`${listing}&fields=values.id`)).json)[0]).toHaveProperty('title')
  })
  test('hides the limit headers', async () => {
    await rule({ kind: 'headers-hidden' })
    expect((await running.ask(listing)).headers.has('x-ratelimit-limit')).toBe(false)
  })
  test('skews the clock', async () => {
    await rule({ kind: 'clock-skew', seconds: -3600 })
    const date = Date.parse((await running.ask(listing)).headers.get('date') ?? '')
    expect(Date.now() - date).toBeGreaterThan(3_590_000)
  })

  describe('bends pages', () => {
    const page = async (how: string) => {
      const plain = membersOf((await running.ask(listing)).json)
      await rule({ kind: 'page', how })
      return { plain, bent: membersOf((await running.ask(listing)).json) }
    }
    test('with an item repeated or left out', async () => {
      const { plain, bent } = await page('duplicate')
      expect(valuesOf(bent)).toHaveLength(11)
      expect(valuesOf(bent)[10]).toEqual(valuesOf(plain)[0])
      await running.control('/faults', { method: 'DELETE' })
      expect(valuesOf((await page('skip')).bent)).toHaveLength(9)
    })
    test('with a next that loops, leads away, is malformed or missing', async () => {
      const next = async (how: string) => {
        const { plain, bent } = await page(how)
        await running.control('/faults', { method: 'DELETE' })
        return { plain: String(plain.next), bent: bent.next }
      }
      expect((await next('loop')).bent).toBe(`${running.url}/2.0${listing}`)
      expect(new URL(String((await next('foreign-next')).bent)).hostname).toBe('bitbucket.example.org')
      expect(String((await next('malformed-next')).bent)).toContain('/pullrequests&q=')
      expect((await next('no-next')).bent).toBeUndefined()
    })
    test('with half of it, nothing, holes or a wrong size', async () => {
      expect(valuesOf((await page('partial')).bent)).toHaveLength(5)
      await running.control('/faults', { method: 'DELETE' })
      expect(valuesOf((await page('empty')).bent)).toEqual([])
      await running.control('/faults', { method: 'DELETE' })
      expect(valuesOf((await page('holes')).bent)).toHaveLength(7)
      await running.control('/faults', { method: 'DELETE' })
      const { plain, bent } = await page('wrong-size')
      expect(bent.size).not.toBe(plain.size)
    })
  })

  test('a simulator can start with a script', async () => {
    const other = await start({ faults: [{ effect: { kind: 'answer', status: 500 } }] })
    expect((await other.ask('/user')).status).toBe(500)
    await other.stop()
  })
})
