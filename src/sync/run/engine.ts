import type { Config } from '../../config.ts'
import type { KeyRing } from '../../connections/key-ring.ts'
import type { Db } from '../../db/pool.ts'
import type { Log } from '../../log.ts'
import type { Connector } from '../stream.ts'

/** What the engine works with. */
export interface Engine {
  readonly db: Db
  readonly config: Config
  readonly log: Log
  readonly keyRing: KeyRing
  readonly connectors: readonly Connector[]
}

/** A worker that died leaves its slices to the others after this long. */
export const leaseSeconds = 60
