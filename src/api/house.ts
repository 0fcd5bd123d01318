import type { Config } from '../config.ts'
import type { Database } from '../db/pool.ts'
import type { Log } from '../log.ts'
import type { HashingKey } from '../people/setup.ts'

/** What every route may use. */
export interface House {
  readonly database: Database
  readonly config: Config
  readonly log: Log
  readonly keyRing: HashingKey
  readonly startedAt: Date
}
