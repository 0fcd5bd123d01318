import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { WorldSize } from '../../simulator/world/interface.ts'
import { syncOnce } from '../../src/jobs/sync-once.ts'
import { glanceAt } from '../../src/sync/run/glance.ts'
import { openStage, type Stage } from './stage.ts'

/** At the allowance requests are the clock: what is left of them is what is left of the time. */
interface Told {
  readonly spent: number
  readonly left: number
}

/** From a tenth of the work on; of the last tenth there is hardly anything left to be wrong about. */
const steps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** Minutes each: they run when WINDLASS_LONG names the worlds, such as `demo,S`. */
const wanted = (process.env.WINDLASS_LONG ?? '').split(',')

describe.each([
  ['demo', 'none'],
  ['demo', 'git'],
  ['S', 'none'],
  ['S', 'git'],
] as const)('world %s, read with source access %s', (size, sourceAccess) => {
  it('tells within a quarter what is left of it, in every tenth from the first on', async ({ skip }) => {
    skip(!wanted.includes(size), `it takes long: WINDLASS_LONG=${size} runs it`)
    const told = await listenTo(size, sourceAccess)
    const all = told.at(-1)?.spent ?? 0
    const shares = steps.map((step) => {
      const { spent, left } = told.find((one) => one.spent >= step * all) ?? { spent: all, left: 0 }
      return { step, told: left, true: all - spent, share: left / (all - spent) }
    })
    const wrong = shares.filter(({ share }) => Math.abs(share - 1) > 0.25)
    expect(wrong, JSON.stringify(shares)).toEqual([])
  }, 3_600_000)
})

/** What a run says of itself while it goes on, and at last what it took. */
async function listenTo(size: WorldSize, sourceAccess: 'none' | 'git'): Promise<Told[]> {
  const stage = await openStage({
    size,
    contentsKilobytes: 2_000_000,
    connection: { source_access: sourceAccess },
  })
  try {
    const told: Told[] = []
    const done = new AbortController()
    const [connection = ''] = stage.connections
    const run = syncOnce(stage.engine, connection).finally(() => done.abort())
    while (!done.signal.aborted) {
      await pause(100)
      told.push(...(await ask(stage)))
    }
    await run
    return [...told, ...(await ask(stage))]
  } finally {
    await stage.close()
  }
}

async function ask({ engine: { db, connectors, config } }: Stage): Promise<Told[]> {
  const run = await db.selectFrom('sync_runs').select('id').executeTakeFirst()
  if (!run) return []
  const options = { connectors, windowSeconds: config.limitWindowSeconds }
  const { requests, left } = await glanceAt(db, run.id, options)
  return [{ spent: requests, left: left ?? 0 }]
}
