import type { Db } from '../../src/db/pool.ts'
import { drainBatch } from '../../src/jobs/drain.ts'
import { openDrainers } from '../../src/jobs/drainers.ts'
import { createLog } from '../../src/log.ts'

/** Drains what is dirty, as the worker does, until nothing of these kinds is left. */
export async function drainAll(db: Db, kinds: readonly string[]): Promise<void> {
  const { drainers, close } = openDrainers()
  const wanted = drainers.filter(({ kind }) => kinds.includes(kind))
  const log = createLog('silent')
  try {
    let drained: number
    do {
      drained = 0
      for (const drainer of wanted) drained += await drainBatch(db, drainer, log)
    } while (drained > 0)
  } finally {
    await close()
  }
}
