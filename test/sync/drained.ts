import type { Db } from '../../src/db/pool.ts'
import { drainBatch } from '../../src/jobs/drain.ts'
import { openDrainers } from '../../src/jobs/drainers.ts'
import { createLog } from '../../src/log.ts'

export interface Draining {
  /** As the worker does it, until nothing of what is drained is left. */
  drain(db: Db): Promise<void>
  close(): Promise<void>
}

/** Drains what is dirty; only these kinds, where they are named. */
export function openDraining(kinds: readonly string[] | null = null): Draining {
  const { drainers, close } = openDrainers()
  const wanted = drainers.filter(({ kind }) => kinds?.includes(kind) ?? true)
  const log = createLog('silent')
  return {
    close,
    async drain(db) {
      for (let left = 1; left > 0; ) {
        left = 0
        for (const drainer of wanted) left += await drainBatch(db, drainer, log)
      }
    },
  }
}
