import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../db/pool.ts'
import type { Log } from '../../log.ts'
import type { Connector } from '../stream.ts'
import { isFlooded, mostAtOnce, placeDeliveries } from './place.ts'

interface Options {
  readonly db: Db
  readonly log: Log
  readonly connectors: readonly Connector[]
  /** Called when slices were woken. */
  readonly onPlaced: () => void
}

/** Milliseconds between two looks for deliveries: whoever looks at a page sees what was pushed as if at once. */
const pollMs = 100
const longestPauseMs = 30_000
/** Bitbucket waits ten seconds for an answer, and a delivery that is not answered is lost: while they pour in, that goes first. */
const longestHoldMs = 10_000

/** Places deliveries until it is stopped; any number of processes may do so side by side. */
export function startPlacing({ db, log, connectors, onPlaced }: Options): { stop(): Promise<void> } {
  const leaving = new AbortController()
  const rest = (ms: number) => pause(ms, undefined, { signal: leaving.signal }).catch(() => undefined)
  let heldMs = 0
  const untilCalm = async () => {
    while (heldMs < longestHoldMs && !leaving.signal.aborted && (await isFlooded(db))) {
      await rest(pollMs)
      heldMs += pollMs
    }
    if (heldMs < longestHoldMs) heldMs = 0
  }
  const run = async () => {
    let failures = 0
    while (!leaving.signal.aborted) {
      try {
        const placed = await placeDeliveries(db, connectors)
        failures = 0
        if (placed > 0) onPlaced()
        // One flood is waited for once.
        if (placed < mostAtOnce) heldMs = 0
        if (placed === 0) await rest(pollMs)
        if (placed === mostAtOnce) await untilCalm()
      } catch (err) {
        log.warn({ err }, 'deliveries could not be placed; it is tried again')
        await rest(Math.min(longestPauseMs, 1_000 * 2 ** failures++))
      }
    }
  }
  const running = run()
  return {
    async stop() {
      leaving.abort()
      await running
    },
  }
}
