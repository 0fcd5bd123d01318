// The peculiarities of Bitbucket Cloud that clients have stumbled over, one by one.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { membersOf, type Running, start, valuesOf } from './harness.ts'

describe('peculiarities of Bitbucket Cloud', () => {
  let running: Running
  let repository: string
  beforeAll(async () => {
    running = await start()
    repository = running.path(
      running.repository((one) => one.counts.pullRequests > 30 && one.pipelinesEnabled),
    )
  })
  afterAll(() => running?.stop())

  const status = async (path: string) => (await running.ask(path)).status
  const pages = (path: string) => running.ask(path).then(({ json }) => membersOf(json))

  test('a page has ten items unless asked, and pull requests come by fifty at most', async () => {
    expect(await pages(`${repository}/pullrequests?q=id%3E0`)).toMatchObject({ pagelen: 10, page: 1 })
    expect((await running.ask(`${repository}/pullrequests?pagelen=51`)).json).toEqual({
      type: 'error',
      error: { message: 'Invalid pagelen' },
    })
    expect(await status(`${repository}/pullrequests?pagelen=50`)).toBe(200)
    expect(await status(`${repository}/pullrequests/activity?pagelen=51`)).toBe(400)
    expect(await status(`${repository}/commits?pagelen=100`)).toBe(200)
    expect(await status(`${repository}/commits?pagelen=101`)).toBe(400)
  })

  test('only open pull requests are listed until every state is named', async () => {
    const states = (all: Record<string, unknown>[]) => new Set(all.map(({ state }) => state))
    expect(states(await running.walk(`${repository}/pullrequests`))).toEqual(new Set(['OPEN']))
    const named = 'state=OPEN&state=MERGED&state=DECLINED&state=SUPERSEDED&pagelen=50'
    const all = await running.walk(`${repository}/pullrequests?${named}`)
    const content = running.simulator.world.content(
      running.repository((one) => running.path(one) === repository).uuid,
    )
    expect(all.length).toBe(content.pullRequests.length)
    expect(states(await running.walk(`${repository}/pullrequests?state=all&pagelen=50`))).toEqual(
      new Set(['OPEN', 'MERGED']),
    )
  })

  test('with a query the state parameter is ignored', async () => {
    const merged = encodeURIComponent('state = "MERGED"')
    const found = await running.walk(`${repository}/pullrequests?state=OPEN&q=${merged}&pagelen=50`)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ state }) => state === 'MERGED')).toBe(true)
  })

  test('closed_on in a query is an internal error', async () => {
    expect(await status(`${repository}/pullrequests?q=closed_on%3E2026-01-01`)).toBe(500)
  })

  test('a sort over several states of a large repository is an internal error', async () => {
    const large = await start({ size: 'demo' })
    const path = large.path(large.repository((one) => one.counts.pullRequests > 500))
    const ask = async (query: string) => (await large.ask(`${path}/pullrequests?${query}`)).status
    expect(await ask('state=OPEN&state=MERGED&sort=-updated_on')).toBe(500)
    expect(await ask('state=OPEN&state=MERGED')).toBe(200)
    expect(await ask('q=id%3E0&sort=-updated_on')).toBe(200)
    await large.stop()
  })

  test('activity ignores query and sort, newest first, per pull request and per repository', async () => {
    const plain = await running.ask(`${repository}/pullrequests/activity?pagelen=50`)
    const asked = await running.ask(`${repository}/pullrequests/activity?pagelen=50&q=nonsense&sort=date`)
    expect(valuesOf(asked.json)).toEqual(valuesOf(plain.json))
    const dates = valuesOf(plain.json).flatMap((one) =>
      ['update', 'approval', 'changes_requested'].flatMap((kind) =>
        one[kind] ? [String(membersOf(one[kind]).date)] : [],
      ),
    )
    expect(dates.toSorted().reverse()).toEqual(dates)
    expect(plain.json).not.toHaveProperty('size')
  })

  test('commits and pipelines ignore a query', async () => {
    expect(await status(`${repository}/commits?q=nonsense`)).toBe(200)
    expect(await status(`${repository}/pipelines/?q=nonsense`)).toBe(200)
  })

  test('pipelines lose their sort on the way to page two', async () => {
    const first = await pages(`${repository}/pipelines/?sort=-created_on&pagelen=10`)
    expect(new URL(String(first.next)).searchParams.has('sort')).toBe(false)
    expect(await status(`${repository}/pipelines/?sort=target.ref_name`)).toBe(400)
  })

  test('pipelines, deployments and environments need a trailing slash', async () => {
    for (const name of ['pipelines', 'deployments', 'environments']) {
      const { status, json } = await running.ask(`${repository}/${name}`)
      expect(status).toBe(404)
      expect(json).toMatchObject({ error: { detail: 'There is no API hosted at this URL' } })
      expect((await running.ask(`${repository}/${name}/`)).status).toBe(200)
    }
  })

  test('deployments refuse one sort and silently ignore a query', async () => {
    expect(await status(`${repository}/deployments/?sort=created_on`)).toBe(400)
    expect(await status(`${repository}/deployments/?sort=-state.started_on&q=nonsense`)).toBe(200)
  })

  test('a bare list of fields loses next unless it is named', async () => {
    const query = 'q=id%3E0&pagelen=10'
    expect(Object.keys(await pages(`${repository}/pullrequests?${query}&fields=values.id`))).toEqual([
      'values',
    ])
    const named = await pages(`${repository}/pullrequests?${query}&fields=values.id,values.titel,next`)
    expect(Object.keys(named).sort()).toEqual(['next', 'values'])
    expect(valuesOf(named)[0]).toEqual({ id: expect.any(Number) })
  })

  test('reviewers and participants are listed when asked for', async () => {
    const [plain] = valuesOf(await pages(`${repository}/pullrequests?q=id%3E0`))
    expect(plain).not.toHaveProperty('participants')
    const asked = await pages(
      `${repository}/pullrequests?q=id%3E0&fields=%2Bvalues.participants,%2Bvalues.reviewers`,
    )
    expect(valuesOf(asked)[0]).toMatchObject({
      participants: expect.any(Array),
      reviewers: expect.any(Array),
    })
    expect(asked).toHaveProperty('next')
  })

  test('code search has no stable order', async () => {
    const page = (number: number) =>
      `/workspaces/${running.workspace}/search/code?search_query=the&pagelen=20&page=${number}`
    const paths = (await Promise.all([1, 2, 3, 4].map((one) => pages(page(one))))).flatMap((one) =>
      valuesOf(one).map(({ file }) => String(membersOf(membersOf(membersOf(file).links).self).href)),
    )
    expect(paths.length).toBeGreaterThan(40)
    expect(new Set(paths).size).toBeLessThan(paths.length)
  })

  test('repositories are filtered by the time of their last update', async () => {
    const all = await running.walk(`/repositories/${running.workspace}?pagelen=100&sort=-updated_on`)
    const times = all.map((one) => String(one.updated_on))
    expect(times.toSorted().reverse()).toEqual(times)
    const since = times[3] ?? ''
    const query = encodeURIComponent(`updated_on >= ${since}`)
    const found = await running.walk(`/repositories/${running.workspace}?q=${query}`)
    expect(found).toHaveLength(times.filter((time) => time >= since).length)
    expect(found.length).toBeLessThan(all.length)
  })

  test('an empty include means every branch, and more than a hundred revisions are refused', async () => {
    const headers = {
      Authorization: `Bearer ${running.token}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    }
    const post = (body: string) => running.ask(`${repository}/commits`, { method: 'POST', body, headers })
    const { json: whole } = await running.ask(`${repository}/commits`)
    const { json: posted } = await post('')
    expect(valuesOf(posted)).toEqual(valuesOf(whole))
    const many = Array.from({ length: 101 }, () => 'include=HEAD').join('&')
    expect((await post(many)).status).toBe(400)
    const { json: rest } = await post('include=HEAD&exclude=HEAD')
    expect(valuesOf(rest)).toEqual([])
  })

  test('a comparison needs a common ancestor and existing commits', async () => {
    expect(await status(`${repository}/diffstat/0123456789ab..HEAD`)).toBe(404)
  })

  test('hashes in pull requests have twelve characters and lead to the whole one', async () => {
    const [merged] = valuesOf(await pages(`${repository}/pullrequests?q=state%3D%22MERGED%22`))
    const { hash } = membersOf(merged?.merge_commit)
    expect(hash).toMatch(/^[0-9a-f]{12}$/)
    const { json } = await running.ask(`${repository}/commit/${hash}`)
    expect(membersOf(json).hash).toMatch(new RegExp(`^${hash}[0-9a-f]{28}$`))
  })

  test('times of pipelines carry nanoseconds', async () => {
    const [pipeline] = valuesOf(await pages(`${repository}/pipelines/`))
    expect(pipeline?.created_on).toMatch(/\.\d{9}Z$/)
  })

  test('activity entries have no id, and some have no kind that anybody knows', async () => {
    const all = (
      await Promise.all(
        running.simulator.world
          .repositories(running.simulator.world.workspaces[0]?.uuid ?? '')
          .filter((one) => !one.isForbidden)
          .map((one) => running.walk(`${running.path(one)}/pullrequests/activity?pagelen=50`)),
      )
    ).flat()
    expect(all.every((one) => !('id' in one))).toBe(true)
    expect(all.some((one) => Object.keys(one).length === 1)).toBe(true)
  })

  test('a step can carry the password of its registry', async () => {
    const { world } = running.simulator
    const places = world.repositories(world.workspaces[0]?.uuid ?? '').filter((one) => !one.isForbidden)
    const told = places.flatMap((place) => {
      const content = world.content(place.uuid)
      const found = content.pipelines.find((one) =>
        content.steps(one.uuid).some((step) => step.registryPassword),
      )
      return found ? [`${running.path(place)}/pipelines/${encodeURIComponent(found.uuid)}/steps/`] : []
    })
    expect(told.length).toBeGreaterThan(0)
    const { text } = await running.ask(told[0] ?? '')
    expect(text).toContain('"password":"')
  })

  test('the log of an ended step lies in a storage of its own, and comes in parts', async () => {
    const { world } = running.simulator
    const place = running.repository((one) => running.path(one) === repository)
    const content = world.content(place.uuid)
    const ended = content.pipelines.find((one) =>
      content.steps(one.uuid).some((step) => step.state.name === 'COMPLETED'),
    )
    const step = content.steps(ended?.uuid ?? '').find((one) => one.state.name === 'COMPLETED')
    const [pipeline, uuid] = [encodeURIComponent(ended?.uuid ?? ''), encodeURIComponent(step?.uuid ?? '')]
    const { status, headers } = await running.ask(`${repository}/pipelines/${pipeline}/steps/${uuid}/log`)
    expect(status).toBe(307)
    const stored = headers.get('location') ?? ''
    const whole = await running.ask(stored, { headers: {} })
    expect(whole.text).toBe(content.stepLog(step?.uuid ?? ''))
    const part = await running.ask(stored, { headers: { Range: 'bytes=5-14' } })
    expect([part.status, part.text]).toEqual([206, whole.text.slice(5, 15)])
    expect(part.headers.get('content-range')).toBe(`bytes 5-14/${whole.text.length}`)
    expect((await running.ask(stored, { headers: { Range: 'bytes=9999999-' } })).status).toBe(416)
  })

  test('a repository can be listed and answer 403 for ever', async () => {
    const listed = await running.walk(`/repositories/${running.workspace}?pagelen=100`)
    const { world } = running.simulator
    const shut = world.repositories(world.workspaces[0]?.uuid ?? '').find((one) => one.isForbidden)
    expect(listed.map(({ uuid }) => uuid)).toContain(shut?.uuid)
    expect(await status(`/repositories/${running.workspace}/${shut?.slug}/pullrequests`)).toBe(403)
  })

  test('a comment moves updated_on of its pull request', async () => {
    const place = running.repository((one) => running.path(one) === repository)
    const { world } = running.simulator
    const open = world.content(place.uuid).pullRequests.find(({ state }) => state === 'OPEN')
    const { json: before } = await running.ask(`${repository}/pullrequests/${open?.id}`)
    const author = open?.author ?? ''
    world.mutate.comment(place.uuid, open?.id ?? 0, { author, content: 'Have a look again, please.' })
    const { json: after } = await running.ask(`${repository}/pullrequests/${open?.id}`)
    expect(String(membersOf(after).updated_on) > String(membersOf(before).updated_on)).toBe(true)
    expect(membersOf(after).comment_count).toBe(Number(membersOf(before).comment_count) + 1)
  })

  test('an explicit first page is refused where pages have tokens', async () => {
    expect((await running.ask(`${repository}/pullrequests/1/commits?page=1`)).json).toMatchObject({
      error: { message: 'Invalid page' },
    })
    expect(await status(`${repository}/pullrequests?page=2/`)).toBe(400)
  })

  test('a field that cannot be filtered is named', async () => {
    const { status, json } = await running.ask(`${repository}/pullrequests?q=summary.raw~%22x%22`)
    expect(status).toBe(400)
    expect(json).toMatchObject({ error: { message: 'Field ".summary.raw" does not support filtering' } })
  })

  test('the diff of a pull request is two requests away', async () => {
    const { status, headers } = await running.ask(`${repository}/pullrequests/1/diffstat`)
    expect(status).toBe(302)
    expect(headers.get('location')).toMatch(
      /\/diffstat\/[^/]+\/[^/]+:[0-9a-f]{12}%0D[0-9a-f]{12}\?from_pullrequest_id=1/,
    )
  })

  test('repositories and workspaces answer to their uuid, in braces', async () => {
    const place = running.repository((one) => running.path(one) === repository)
    const { json } = await running.ask(repository)
    const uuid = encodeURIComponent(place.uuid)
    expect((await running.ask(`/repositories/${running.workspace}/${uuid}`)).json).toEqual(json)
    expect((await running.ask(`/repositories/%7B%7D/${uuid}`)).json).toEqual(json)
    expect((await running.ask(`/repositories/${encodeURIComponent(place.workspace)}/${uuid}`)).json).toEqual(
      json,
    )
  })

  test('the tag of an answer is the MD5 of its body, and a match is answered by 304', async () => {
    const { headers } = await running.ask(`${repository}/pullrequests`)
    const tag = headers.get('etag') ?? ''
    const again = { Authorization: `Bearer ${running.token}`, 'If-None-Match': tag }
    expect((await running.ask(`${repository}/pullrequests`, { headers: again })).status).toBe(304)
  })
})
