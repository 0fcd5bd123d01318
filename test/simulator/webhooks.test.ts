import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hookEvents } from '../../simulator/webhooks/events.ts'
import type { Repository } from '../../simulator/world/model.ts'
import { membersOf, type Running, start, valuesOf } from './harness.ts'
import { listen, type Receiver } from './receiver.ts'

const secret = 'a secret of the receiver'

describe('webhooks', () => {
  let running: Running
  let receiver: Receiver
  let repository: string
  let uuid: string
  let actor: string
  beforeAll(async () => {
    running = await start()
    receiver = await listen()
    const { world } = running.simulator
    const busy = (one: Repository) =>
      world.content(one.uuid).pullRequests.filter(({ state }) => state === 'OPEN').length > 1
    const place = running.repository((one) => !one.isEmpty && !one.isArchived && busy(one))
    // By uuid: the world renames and moves its repositories.
    repository = `/repositories/%7B%7D/${encodeURIComponent(place.uuid)}`
    uuid = place.uuid
    actor = running.simulator.world.content(uuid).pullRequests[0]?.author ?? ''
  })
  beforeEach(async () => {
    const { cloud } = running.simulator.simulation
    for (const hook of cloud.hooks.all()) cloud.hooks.remove(hook.uuid)
    await running.control('/faults', { method: 'DELETE' })
    receiver.clear()
    receiver.answer(200)
  })
  afterAll(async () => {
    await running?.stop()
    await receiver?.stop()
  })

  const headers = () => ({ Authorization: `Bearer ${running.token}` })
  const create = (owner: string, body: object) =>
    running.ask(`${owner}/hooks`, { method: 'POST', headers: headers(), body: JSON.stringify(body) })
  const listening = (events: readonly string[], more: object = {}) =>
    create(repository, { url: receiver.url, description: 'test', active: true, events, secret, ...more })
  const settled = () => running.simulator.simulation.webhooks.settled()
  const mutate = () => running.simulator.world.mutate
  const open = () => {
    const found = running.simulator.world.content(uuid).pullRequests.find(({ state }) => state === 'OPEN')
    if (!found) throw new Error('no open pull request')
    return found
  }
  const keys = () => receiver.received.map(({ headers }) => headers['x-event-key'])

  test('a hook is created, listed, changed and deleted; the secret never comes back', async () => {
    const { status, json, headers: answered } = await listening(['repo:push', 'pullrequest:created'])
    expect(status).toBe(201)
    const hook = membersOf(json)
    expect(hook).toMatchObject({ type: 'webhook_subscription', secret_set: true, url: receiver.url })
    expect(hook).not.toHaveProperty('secret')
    const self = answered.get('location') ?? ''
    expect((await running.ask(self)).json).toEqual(json)
    const changed = await running.ask(self, {
      method: 'PUT',
      headers: headers(),
      body: JSON.stringify({ active: false, events: ['repo:push'] }),
    })
    expect(changed.json).toMatchObject({
      active: false,
      events: ['repo:push'],
      url: receiver.url,
      secret_set: true,
    })
    expect(valuesOf((await running.ask(`${repository}/hooks`)).json)).toEqual([changed.json])
    expect((await running.ask(self, { method: 'DELETE', headers: headers() })).status).toBe(204)
    expect((await running.ask(self)).status).toBe(404)
  })

  test.each([
    [{ url: 'nowhere', events: ['repo:push'] }, 'url'],
    [{ url: 'https://hooks.example.com', events: [] }, 'events'],
    [{ url: 'https://hooks.example.com', events: ['repo:sneezed'] }, 'events'],
    [{ url: 'https://hooks.example.com', events: ['repo:push'], secret: 'x'.repeat(129) }, 'secret'],
  ])('%j is refused', async (body, field) => {
    const { status, json } = await create(repository, body)
    expect(status).toBe(400)
    expect(membersOf(membersOf(json).error).fields).toHaveProperty(field)
  })

  test('a push is told with its headers and a signature over the very bytes', async () => {
    const hook = membersOf((await listening(['repo:push'])).json)
    mutate().push(uuid, { branch: 'feature/pump', actor, message: 'Mend the pump', commits: 7 })
    await settled()
    const [one] = receiver.received
    expect(one?.headers).toMatchObject({
      'x-event-key': 'repo:push',
      'x-attempt-number': '1',
      'x-hook-uuid': String(hook.uuid).slice(1, -1),
      'user-agent': 'Bitbucket-Webhooks/2.0',
      'content-type': 'application/json',
      'x-hub-signature': `sha256=${createHmac('sha256', secret)
        .update(one?.body ?? '')
        .digest('hex')}`,
    })
    expect(one?.headers['x-request-uuid']).toMatch(/^[0-9a-f-]{36}$/)
    const { push } = one?.json ?? {}
    const [change] = membersOf(push).changes as Record<string, unknown>[]
    expect(change).toMatchObject({ old: null, created: true, closed: false, forced: false, truncated: true })
    expect(change?.commits).toHaveLength(5)
    const { json } = await running.ask(`${repository}/refs/branches/feature/pump`)
    expect(membersOf(membersOf(change?.new).target).hash).toBe(membersOf(membersOf(json).target).hash)
  })

  test('a deleted branch closes the change', async () => {
    mutate().push(uuid, { branch: 'feature/short', actor, message: 'Short' })
    await listening(['repo:push'])
    mutate().deleteBranch(uuid, 'feature/short', actor)
    await settled()
    const [change] = membersOf(receiver.received[0]?.json.push).changes as Record<string, unknown>[]
    expect(change).toMatchObject({ new: null, closed: true, old: { name: 'feature/short', type: 'branch' } })
  })

  test('a workspace hook hears of all its repositories, in the life of a pull request', async () => {
    const events = hookEvents('workspace').map(({ event }) => event)
    await create(`/workspaces/${running.workspace}`, { url: receiver.url, events })
    const reviewer = running.simulator.world
      .members(running.simulator.world.workspaces[0]?.uuid ?? '')
      .find((one) => one.account !== actor)?.account
    mutate().push(uuid, { branch: 'feature/life', actor, message: 'Begin' })
    const { id } = mutate().openPullRequest(uuid, { title: 'Life', author: actor, source: 'feature/life' })
    mutate().approve(uuid, id, reviewer ?? '')
    const comment = mutate().comment(uuid, id, { author: reviewer ?? '', content: 'Well done' })
    mutate().editComment(uuid, comment.id, 'Very well done', reviewer ?? '')
    mutate().resolveComment(uuid, comment.id, actor)
    mutate().unapprove(uuid, id, reviewer ?? '')
    mutate().requestChanges(uuid, id, reviewer ?? '')
    mutate().removeChangeRequest(uuid, id, reviewer ?? '')
    mutate().editPullRequest(uuid, id, { title: 'A life' }, actor)
    mutate().mergePullRequest(uuid, id, actor, 'merge_commit')
    await settled()
    const heard = new Set(keys())
    for (const event of [
      'repo:push',
      'pullrequest:created',
      'pullrequest:approved',
      'pullrequest:comment_created',
      'pullrequest:comment_updated',
      'pullrequest:comment_resolved',
      'pullrequest:unapproved',
      'pullrequest:changes_request_created',
      'pullrequest:changes_request_removed',
      'pullrequest:updated',
      'pullrequest:fulfilled',
    ])
      expect(heard).toContain(event)
    const approved = receiver.received.find(
      ({ headers }) => headers['x-event-key'] === 'pullrequest:approved',
    )
    expect(membersOf(approved?.json.approval)).toHaveProperty('date')
    expect(membersOf(approved?.json.pullrequest)).toHaveProperty('participants')
  })

  test('every event that random life causes is a documented one, and every payload names actor and repository', async () => {
    const events = hookEvents('workspace').map(({ event }) => event)
    await create(`/workspaces/${running.workspace}`, { url: receiver.url, events })
    await running.control('/world', { method: 'POST', body: JSON.stringify({ moves: 150, seed: 3 }) })
    await settled()
    expect(receiver.received.length).toBeGreaterThan(50)
    for (const { headers, json } of receiver.received) {
      expect(events).toContain(headers['x-event-key'])
      expect(json).toHaveProperty('actor')
      if (headers['x-event-key'] !== 'project:updated') expect(json).toHaveProperty('repository.full_name')
    }
  })

  test('only answers of 500 and above are tried again, twice and at once', async () => {
    await listening(['pullrequest:comment_created'])
    const say = async (...statuses: number[]) => {
      receiver.clear()
      receiver.answer(...statuses)
      mutate().comment(uuid, open().id, { author: actor, content: 'Hm' })
      await settled()
      return receiver.received.map(({ headers }) => headers['x-attempt-number'])
    }
    expect(await say(503)).toEqual(['1', '2', '3'])
    expect(await say(500, 200)).toEqual(['1', '2'])
    expect(await say(404)).toEqual(['1'])
    const { json } = await running.control('/deliveries?last=3')
    const { deliveries } = membersOf(json) as { deliveries: Record<string, unknown>[] }
    expect(deliveries.map(({ state }) => state)).toEqual(['failed', 'sent', 'failed'])
  })

  test('more than 256 KB is silently not sent', async () => {
    await listening(['pullrequest:comment_created'])
    mutate().comment(uuid, open().id, { author: actor, content: 'x'.repeat(300 * 1024) })
    await settled()
    expect(receiver.received).toEqual([])
    const { json } = await running.control('/deliveries?last=1')
    expect(membersOf(json).deliveries).toMatchObject([{ state: 'dropped', reason: 'larger than 256 KB' }])
  })

  test('a lost delivery can be sent again by hand', async () => {
    await listening(['pullrequest:comment_created'])
    receiver.answer(404)
    mutate().comment(uuid, open().id, { author: actor, content: 'Lost' })
    await settled()
    receiver.answer(200)
    const { json } = await running.control('/deliveries?last=1')
    const { deliveries } = membersOf(json) as { deliveries: Record<string, unknown>[] }
    await running.control(`/deliveries/${deliveries[0]?.id}/resend`, { method: 'POST' })
    await settled()
    expect(receiver.received).toHaveLength(2)
    expect(receiver.received[1]?.body).toEqual(receiver.received[0]?.body)
    expect(receiver.received[1]?.headers['x-request-uuid']).not.toBe(
      receiver.received[0]?.headers['x-request-uuid'],
    )
  })

  describe('faults', () => {
    const rule = (effect: object, match: object = {}) =>
      running.control('/faults', { method: 'POST', body: JSON.stringify({ match, effect }) })
    const comments = async (count: number) => {
      await listening(['pullrequest:comment_created'])
      for (let at = 0; at < count; at += 1)
        mutate().comment(uuid, open().id, { author: actor, content: `number ${at}` })
      await settled()
      return receiver.received.map(({ json }) => String(membersOf(membersOf(json.comment).content).raw))
    }
    test('can drop deliveries', async () => {
      await rule({ kind: 'webhook-drop' }, { event: 'pullrequest:*', every: 2 })
      expect(await comments(6)).toHaveLength(3)
    })
    test('can repeat them', async () => {
      await rule({ kind: 'webhook-repeat', times: 3 })
      await comments(2)
      await expect.poll(() => receiver.received.length).toBe(6)
      expect(new Set(receiver.received.map(({ headers }) => headers['x-request-uuid'])).size).toBe(2)
    })
    test('can shuffle them', async () => {
      await rule({ kind: 'webhook-shuffle', window: 8 })
      const heard = await comments(8)
      expect(heard.toSorted()).toEqual(Array.from({ length: 8 }, (_, at) => `number ${at}`))
      const all = running.simulator.simulation.webhooks.deliveries(8).map(({ attempts }) => attempts.length)
      expect(all).toEqual(Array.from({ length: 8 }, () => 1))
    })
    test('can make them late', async () => {
      await rule({ kind: 'webhook-late', ms: 150 })
      const started = performance.now()
      expect(await comments(1)).toHaveLength(1)
      expect(performance.now() - started).toBeGreaterThan(140)
    })
  })
})
