import { setTimeout as pause } from 'node:timers/promises'
import { connectors } from '../connectors/index.ts'
import { Failure } from '../errors.ts'
import type { Engine } from '../sync/run/engine.ts'
import { type Glance, glanceAt } from '../sync/run/glance.ts'
import { startLoop } from '../sync/run/loop.ts'
import { finishRun, startRun } from '../sync/run/runs.ts'
import { type RunSummary, summarise } from '../sync/run/summary.ts'

/** Milliseconds between two looks for what is due and at whether all is done. */
const lookEvery = 200
/** Milliseconds between two words about how far it is. */
const tellEvery = 3_000

/**
 * Syncs a connection from start to end in this process, beside workers or without any, and says what came of it. A run
 * that is under way is joined.
 */
export async function syncOnce(
  context: Omit<Engine, 'connectors'>,
  connectionId: string,
  tell?: (glance: Glance) => void,
): Promise<RunSummary> {
  const engine: Engine = { ...context, connectors }
  const runId = await startRun(engine.db, connectors, { connectionId, cause: 'person' })
  if (runId === null) throw new Failure('conflict', { detail: 'The connection is suspended or has ended.' })
  const loop = startLoop(engine, { concurrency: 4, poll: lookEvery })
  let toldAt = Date.now()
  try {
    while (!(await finishRun(engine.db, connectors, runId))) {
      await pause(lookEvery)
      if (!tell || Date.now() - toldAt < tellEvery) continue
      tell(await glanceAt(engine.db, runId, { connectors, windowSeconds: engine.config.limitWindowSeconds }))
      toldAt = Date.now()
    }
  } finally {
    await loop.stop()
  }
  return summarise(engine.db, connectors, runId)
}
