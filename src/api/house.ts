import type { Config } from '../config.ts'
import type { KeyRing } from '../connections/key-ring.ts'
import type { Database } from '../db/pool.ts'
import type { Log } from '../log.ts'

/** What every route may use. */
export interface House {
  readonly database: Database
  readonly config: Config
  readonly log: Log
  readonly keyRing: KeyRing
  readonly startedAt: Date
}
