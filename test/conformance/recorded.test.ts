import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Running, start } from '../simulator/harness.ts'
import { type Known, known } from './differences.ts'
import { kinds } from './kinds.ts'
import { readOfficial } from './official.ts'
import { itemsOf, readJson, recordedBodies, recordedNames, withoutReference } from './reference.ts'
import { differences, shapeOf } from './shape.ts'

const used = new Set<Known>()

function recordedOf(kind: (typeof kinds)[number]): readonly unknown[] {
  const bodies = kind.recordings.flatMap((folder) =>
    recordedNames(folder).flatMap((name) => recordedBodies(folder, name)),
  )
  const examples = (kind.examples ?? []).map((name) =>
    readJson('payloads', 'cloud', 'openapi-examples', name),
  )
  const { like } = kind
  const items = itemsOf([...bodies, ...examples]).filter(
    (one) => typeof one === 'object' && one !== null && (like === undefined || like in one),
  )
  if (kind.name !== 'account') return items
  return items.map((one) => (one as { user: unknown }).user)
}

// A value no recording happens to show is fine when the official document has it.
function official(difference: string, values: ReadonlySet<string>): boolean {
  const [, value] = /^value \S+: (.+)$/.exec(difference) ?? []
  return value !== undefined && values.has(value)
}

function unexplained(kind: string, found: readonly string[], values: ReadonlySet<string>): string[] {
  return found.filter((difference) => {
    if (official(difference, values)) return false
    const reason = known.find((one) => one.kind === kind && one.difference.test(difference))
    if (reason) used.add(reason)
    return !reason
  })
}

describe.skipIf(withoutReference)(
  `recorded payloads${withoutReference ? ` (${withoutReference})` : ''}`,
  () => {
    let running: Running
    beforeAll(async () => {
      running = await start()
      await running.control('/settings', { method: 'PUT', body: JSON.stringify({ issues: 'on' }) })
    })
    afterAll(() => running?.stop())

    test.each(kinds.map((kind) => [kind.name, kind] as const))(
      '%s has the recorded shape',
      async (name, kind) => {
        const simulated = await kind.simulate(running)
        expect(simulated.length, 'nothing to compare').toBeGreaterThan(0)
        const found = differences(shapeOf(recordedOf(kind)), shapeOf(simulated))
        expect(unexplained(name, found, readOfficial().values)).toEqual([])
      },
    )

    test('every listed difference still exists', () => {
      expect(known.filter((one) => !used.has(one)).map((one) => `${one.kind}: ${one.difference}`)).toEqual([])
    })
  },
)
