import { connectors } from '../connectors/index.ts'
import type { Engine } from '../sync/run/engine.ts'
import { startLoop } from '../sync/run/loop.ts'
import { startPlacing } from '../sync/webhooks/place-loop.ts'

/** Slices read at a time by one process: they mostly wait for the network, while each needs a connection to store. */
const concurrency = 4

/** Reads slices that are due, and those that deliveries concern, until it is stopped. */
export function startSlices(house: Omit<Engine, 'connectors'>, poll: number): { stop(): Promise<void> } {
  const loop = startLoop({ ...house, connectors }, { concurrency, poll })
  const placing = startPlacing({ ...house, connectors, onPlaced: loop.look })
  return {
    async stop() {
      await Promise.all([loop.stop(), placing.stop()])
    },
  }
}
