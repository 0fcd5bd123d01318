import { connectors } from '../connectors/index.ts'
import type { Engine } from '../sync/run/engine.ts'
import { type Loop, startLoop } from '../sync/run/loop.ts'

/** Slices read at a time by one process: they mostly wait for the network, while each needs a connection to store. */
const concurrency = 4

/** Reads slices that are due until it is stopped. */
export function startSlices(house: Omit<Engine, 'connectors'>, poll: number): Loop {
  return startLoop({ ...house, connectors }, { concurrency, poll })
}
