import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hookEvents } from '../../simulator/webhooks/events.ts'
import { type Running, start } from '../simulator/harness.ts'
import { listen, type Receiver } from '../simulator/receiver.ts'
import { type Known, knownOfWebhooks } from './differences.ts'
import { readOfficial } from './official.ts'
import { readJson, referenceFolder, withoutReference } from './reference.ts'
import { differences, shapeOf } from './shape.ts'

// Other sources retell the documentation's samples or are older than the present payloads.
const captured = /\.(jenkins|go-scm)\.json$/

const named = (file: string) => file.replace(/(--.*)?\.(jenkins|go-scm)\.json$/, '').replace('-', ':')

function recordings(): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>()
  for (const file of readdirSync(join(referenceFolder, 'payloads', 'webhooks', 'cloud'))) {
    if (!captured.test(file) || file.startsWith('signed')) continue
    found.set(named(file), [
      ...(found.get(named(file)) ?? []),
      readJson('payloads', 'webhooks', 'cloud', file),
    ])
  }
  return found
}

describe.skipIf(withoutReference)('recorded webhooks', () => {
  let running: Running
  let receiver: Receiver
  let recorded: ReadonlyMap<string, readonly unknown[]>
  const used = new Set<Known>()
  beforeAll(async () => {
    recorded = recordings()
    running = await start()
    receiver = await listen()
    const { cloud, webhooks } = running.simulator.simulation
    const events = hookEvents('workspace').map(({ event }) => event)
    for (const { uuid } of cloud.world.workspaces) {
      const edit = {
        url: receiver.url,
        description: '',
        active: true,
        events,
        secret: null,
        skipCertVerification: false,
      }
      cloud.hooks.create({ kind: 'workspace', uuid }, edit, cloud.world.now())
    }
    cloud.world.move(600, 11)
    await webhooks.settled()
  })
  afterAll(async () => {
    await running?.stop()
    await receiver?.stop()
  })

  test('every recorded event has the recorded shape', () => {
    const { values } = readOfficial()
    const unexplained: string[] = []
    for (const [event, payloads] of recorded) {
      const told = receiver.received
        .filter(({ headers }) => headers['x-event-key'] === event)
        .map(({ json }) => json)
      if (told.length === 0) unexplained.push(`${event} never happened`)
      for (const difference of differences(shapeOf(payloads), shapeOf(told))) {
        const [, value] = /^value \S+: (.+)$/.exec(difference) ?? []
        if (told.length === 0 || (value !== undefined && values.has(value))) continue
        const reason = knownOfWebhooks.find(
          (one) => event.startsWith(one.kind) && one.difference.test(difference),
        )
        if (reason) used.add(reason)
        else unexplained.push(`${event} ${difference}`)
      }
    }
    expect(unexplained).toEqual([])
  })

  test('every listed difference still exists', () => {
    expect(
      knownOfWebhooks.filter((one) => !used.has(one)).map((one) => `${one.kind}: ${one.difference}`),
    ).toEqual([])
  })
})
