import { createHash } from 'node:crypto'
import type { Cloud } from '../cloud/cloud.ts'
import type { Faults } from '../faults/faults.ts'
import type { Effect } from '../faults/rule.ts'
import type { Hook } from './hooks.ts'
import { webhookOf } from './payloads.ts'
import { type Attempt, post } from './post.ts'
import { signature } from './signature.ts'

type Delivery = {
  readonly id: string
  readonly hook: string
  readonly event: string
  readonly url: string
  readonly at: number
  readonly bytes: number
  // Waiting, then sent or lost for good; a delivery that was never sent says why.
  state: 'waiting' | 'sent' | 'failed' | 'dropped'
  reason: string | null
  attempts: Attempt[]
}

export type Dispatcher = {
  deliveries(last?: number): readonly Delivery[]
  counts(): Readonly<Record<Delivery['state'], number>>
  // By hand, as from Bitbucket's request log: the same body under a new request id.
  resend(id: string): boolean
  // Resolves when nothing waits any more.
  settled(): Promise<void>
  close(): void
}

const timeoutMs = 10_000
const mostAttempts = 3
const mostBytes = 256 * 1024
const mostKept = 2_000

type Queued = { readonly delivery: Delivery; readonly hook: Hook; readonly body: Buffer }

function requestId(seed: number, number: number): string {
  const hex = createHash('md5').update(`request ${seed} ${number}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function headersOf({ delivery, hook, body }: Queued, attempt: number): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    'User-Agent': 'Bitbucket-Webhooks/2.0',
    'X-Event-Key': delivery.event,
    'X-Hook-UUID': hook.uuid.slice(1, -1),
    'X-Request-UUID': delivery.id,
    'X-Attempt-Number': String(attempt),
    ...(hook.secret === null ? {} : { 'X-Hub-Signature': signature(hook.secret, body) }),
  }
}

export function createDispatcher(cloud: Cloud, faults: Faults, nowMs: () => number): Dispatcher {
  const kept = new Map<string, Queued>()
  const counts = { waiting: 0, sent: 0, failed: 0, dropped: 0 }
  const timers = new Set<NodeJS.Timeout>()
  let held: Queued[] = []
  let idle: (() => void)[] = []
  let made = 0

  function settle(delivery: Delivery, state: Delivery['state'], reason: string | null): void {
    counts[delivery.state] -= 1
    counts[state] += 1
    delivery.state = state
    delivery.reason = reason
    if (counts.waiting > 0) return
    for (const wake of idle) wake()
    idle = []
  }

  function queued(hook: Hook, event: string, body: Buffer): Queued {
    made += 1
    const delivery: Delivery = {
      id: requestId(cloud.world.seed, made),
      hook: hook.uuid,
      event,
      url: hook.url,
      at: nowMs(),
      bytes: body.length,
      state: 'waiting',
      reason: null,
      attempts: [],
    }
    counts.waiting += 1
    const one = { delivery, hook, body }
    kept.set(delivery.id, one)
    for (const [oldest] of kept) {
      if (kept.size <= mostKept) break
      kept.delete(oldest)
    }
    return one
  }

  // Only answers of 500 and above are tried again, at once; a time-out or a 4xx is lost.
  async function send(one: Queued): Promise<void> {
    const { delivery, hook } = one
    for (let number = 1; number <= mostAttempts; number += 1) {
      const headers = headersOf(one, number)
      const attempt = await post(hook.url, headers, one.body, timeoutMs, !hook.skipCertVerification)
      delivery.attempts.push(attempt)
      if (attempt.status === null || attempt.status < 500) break
    }
    const last = delivery.attempts.at(-1)
    const well = last?.status != null && last.status < 300
    settle(delivery, well ? 'sent' : 'failed', well ? null : (last?.error ?? `answered ${last?.status}`))
  }

  function shuffled(all: readonly Queued[]): Queued[] {
    const rank = ({ delivery }: Queued) => createHash('md5').update(delivery.id).digest('hex')
    return all.toSorted((left, right) => (rank(left) < rank(right) ? -1 : 1))
  }

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  function release(): void {
    const due = shuffled(held)
    held = []
    for (const each of due) void send(each)
  }

  function leave(one: Queued, effects: readonly Effect[]): void {
    const shuffle = effects.find((effect) => effect.kind === 'webhook-shuffle')
    const late = effects.find((effect) => effect.kind === 'webhook-late')
    if (shuffle) held.push(one)
    // Once the rule is gone, the next delivery takes those along that it still held.
    if (!shuffle || held.length >= shuffle.window) release()
    if (shuffle) return
    if (late) later(late.ms, () => void send(one))
    else void send(one)
  }

  function dispatch(hook: Hook, event: string, body: Buffer): void {
    const effects = faults.onDelivery(event)
    const one = queued(hook, event, body)
    const dropped = effects.some((effect) => effect.kind === 'webhook-drop')
    if (dropped || body.length > mostBytes) {
      settle(one.delivery, 'dropped', dropped ? 'dropped by a fault rule' : 'larger than 256 KB')
      return
    }
    leave(one, effects)
    const repeat = effects.find((effect) => effect.kind === 'webhook-repeat')
    // At-least-once in the raw: the very same request again.
    for (let time = 1; time < (repeat?.times ?? 1); time += 1) void repeated(one)
  }

  function repeated(one: Queued): Promise<unknown> {
    return post(one.hook.url, headersOf(one, 1), one.body, timeoutMs, !one.hook.skipCertVerification)
  }

  const stop = cloud.world.subscribe((change) => {
    if (cloud.hooks.all().length === 0) return
    const webhook = webhookOf(cloud, change)
    const wanting = webhook ? cloud.hooks.wanting(webhook.event, webhook.repository, webhook.workspace) : []
    if (!webhook || wanting.length === 0) return
    const body = Buffer.from(JSON.stringify(webhook.payload()))
    for (const hook of wanting) dispatch(hook, webhook.event, body)
  })

  return {
    deliveries: (last = mostKept) => [...kept.values()].slice(-last).map(({ delivery }) => delivery),
    counts: () => ({ ...counts }),
    resend(id) {
      const one = kept.get(id)
      if (one) void send(queued(one.hook, one.delivery.event, one.body))
      return one !== undefined
    },
    settled: () => (counts.waiting === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    close() {
      stop()
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
