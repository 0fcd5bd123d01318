import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { membersOf, start, valuesOf } from './harness.ts'

describe('the program', () => {
  const children: ChildProcess[] = []
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  function simulator(...flags: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...flags])
    children.push(child)
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    return { child, output: () => output }
  }

  test('prints its addresses and stops cleanly when told to', async () => {
    const { child, output } = simulator('--world', 'XS', '--port', '0', '--limits', 'off', '--hour', '30s')
    await expect.poll(output, { timeout: 20_000 }).toContain('/_sim')
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+(?=\/2\.0)/.exec(output()) ?? []
    const answer = await fetch(`${url}/_sim/limits`)
    expect(await answer.json()).toMatchObject({ on: false, hour: '30000ms' })
    const page = await fetch(url)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test.each([
    [['--world', 'XXL'], 'Allowed choices are XS, demo, S, M, L'],
    [['--hour', 'soon'], 'a duration is needed'],
    [['--move', '0s'], 'a duration is needed'],
    [['--today', '2026-13-40'], 'a date is needed'],
    [['--port', '70000'], 'a port is at most 65535'],
    [['--seed', '-1'], 'a whole number is needed'],
    [['--faults', '/nowhere/at/all.json'], 'ENOENT'],
    [['--colour', 'blue'], "unknown option '--colour'"],
  ])('%j is refused with a sentence', async (flags, sentence) => {
    const { child, output } = simulator(...flags)
    const [code] = await once(child, 'exit')
    expect(code).toBe(1)
    expect(output()).toContain(sentence)
  })

  test('explains its flags', async () => {
    const { child, output } = simulator('--help')
    expect(await once(child, 'exit')).toEqual([0, null])
    for (const flag of [
      '--world',
      '--seed',
      '--port',
      '--limits',
      '--hour',
      '--today',
      '--move',
      '--journal',
      '--faults',
    ])
      expect(output()).toContain(flag)
  })
})

describe('determinism', () => {
  test('the same seed gives the same bytes, another seed others', async () => {
    const paths = [
      '/pullrequests?q=id%3E0&pagelen=50',
      '/pipelines/?pagelen=50',
      '/commits',
      '/pullrequests/activity',
    ]
    const told = async (seed: number) => {
      const running = await start({ seed })
      const repository = running.path(running.repository((one) => one.counts.pullRequests > 10))
      const texts = await Promise.all(
        paths.map(async (path) => (await running.ask(`${repository}${path}`)).text),
      )
      const moved = await running.control('/world', {
        method: 'POST',
        body: JSON.stringify({ moves: 20, seed: 5 }),
      })
      const after = await running.ask(`/repositories/${running.workspace}?pagelen=100`)
      await running.stop()
      return [...texts, moved.text, after.text].map((text) => text.replaceAll(running.url, 'http://host'))
    }
    const once = await told(1)
    expect(await told(1)).toEqual(once)
    expect(await told(2)).not.toEqual(once)
  })
})

describe('controls', () => {
  test('list themselves, and refuse what they cannot do', async () => {
    const running = await start()
    const { json } = await running.control('')
    expect(Object.keys(membersOf(json))).toEqual(
      expect.arrayContaining(['GET /_sim/credentials', 'GET /_sim/floor']),
    )
    expect((await running.control('/nothing')).status).toBe(404)
    expect((await running.control('/ledger', { method: 'PUT' })).status).toBe(405)
    const post = (body: string) => running.control('/world', { method: 'POST', body })
    expect((await post('{')).status).toBe(400)
    expect((await post('{"moves": 0}')).status).toBe(400)
    expect((await post('{"verb": "explode"}')).json).toMatchObject({
      error: expect.stringContaining('there is no verb'),
    })
    expect((await running.control('/today', { method: 'PUT', body: '{"today": "tomorrow"}' })).status).toBe(
      400,
    )
    await running.stop()
  })

  test('play a verb by name, with a repository named as people do', async () => {
    const running = await start()
    const place = running.repository((one) => one.counts.pullRequests > 5)
    const actor = running.simulator.world.content(place.uuid).pullRequests[0]?.author
    const repository = `${running.workspace}/${place.slug}`
    const values = [repository, { branch: 'feature/by-hand', actor, message: 'By hand' }]
    const { status } = await running.control('/world', {
      method: 'POST',
      body: JSON.stringify({ verb: 'push', arguments: values }),
    })
    expect(status).toBe(200)
    expect((await running.ask(`/repositories/${repository}/refs/branches/feature/by-hand`)).status).toBe(200)
    await running.stop()
  })

  test('tell the floor and what the oracle knows', async () => {
    const running = await start()
    const { status, json } = await running.control('/floor')
    expect(status).toBe(200)
    const { full, extras } = membersOf(json)
    expect(Number(full)).toBeGreaterThan(20)
    expect(extras).toHaveProperty('steps')
    const { json: recent } = await running.control('/floor?since=2026-10-01')
    expect(Number(membersOf(recent).full)).toBeLessThan(Number(full))
    expect((await running.control('/floor?since=lately')).status).toBe(400)
    const { json: known } = await running.control('/oracle')
    const entities = membersOf(known).entities as string[]
    expect(entities.length).toBeGreaterThan(5)
    for (const entity of entities) {
      const { status, text } = await running.control(`/oracle/${entity}`)
      expect(status).toBe(200)
      for (const line of text.split('\n').slice(0, 3))
        if (line !== '') expect(() => JSON.parse(line)).not.toThrow()
    }
    await running.stop()
  })

  test('switch the issue tracker and the activity of a repository', async () => {
    const running = await start()
    const repository = running.path(running.repository((one) => one.hasIssues))
    const set = (body: object) => running.control('/settings', { method: 'PUT', body: JSON.stringify(body) })
    const ask = async (path: string) =>
      (await running.ask(`${repository}${path}`, { headers: running.person })).status
    expect(await ask('/issues')).toBe(410)
    await set({ issues: 'on' })
    expect(await ask('/issues')).toBe(200)
    expect(await ask('/pullrequests/activity')).toBe(200)
    await set({ repositoryActivity: 'off' })
    expect(await ask('/pullrequests/activity')).toBe(404)
    expect((await set({ issues: 'maybe' })).status).toBe(400)
    const { json } = await running.ask('/user', { headers: running.person })
    expect(valuesOf({ values: [json] })[0]).toHaveProperty('account_id')
    await running.stop()
  })
})
