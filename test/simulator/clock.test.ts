import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exportOracle } from '../../simulator/oracle/export.ts'
import type { Change } from '../../simulator/world/change.ts'
import { type Running, start } from './harness.ts'
import { listen } from './receiver.ts'

const folder = mkdtempSync(join(tmpdir(), 'clock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const told = ({ simulator }: Running) =>
  (['repositories', 'pull_requests', 'activity', 'commits', 'branches', 'pipelines'] as const).map(
    (entity) => [...exportOracle(simulator.world, entity)],
  )

test('a world moves by the clock, tells webhooks, and stands where it stood when it is started again', async () => {
  const journal = join(folder, 'moves')
  const receiver = await listen()
  const running = await start({ moveMs: 40, journal })
  const changes: Change[] = []
  running.simulator.world.subscribe((change) => changes.push(change))
  await running.ask(`/workspaces/${running.workspace}/hooks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${running.token}` },
    body: JSON.stringify({ url: receiver.url, description: 'all', active: true, events: ['repo:push'] }),
  })
  await expect.poll(() => receiver.received.length, { timeout: 40_000 }).toBeGreaterThan(2)
  await expect.poll(() => changes.length, { timeout: 40_000 }).toBeGreaterThan(15)
  await running.stop()
  await receiver.stop()

  const times = changes.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((one, other) => one - other))
  // A verb takes a second of the world's time, and some moves are several of them.
  expect(Math.max(...times) / 1000 - Date.now()).toBeLessThan(changes.length * 5_000)

  const before = told(running)
  const lines = readFileSync(journal, 'utf8')
  // What a crash leaves of a line.
  appendFileSync(journal, '17958')
  const again = await start({ journal })
  expect(told(again)).toEqual(before)
  expect(readFileSync(journal, 'utf8')).toBe(lines)
  await again.stop()
})
