import type { Transaction } from 'kysely'
import type { Schema } from '../db/schema.ts'

/** Derives what hangs on keys that changed. */
export interface Drainer {
  /** The kind of dirty key it takes. */
  readonly kind: string
  readonly doc: string
  /** Keys taken at once, in one transaction. */
  readonly batch: number
  /** Throws to leave the keys dirty. What it writes belongs into the transaction given. */
  drain(tx: Transaction<Schema>, keys: readonly string[]): Promise<void>
}

export function defineDrainer(drainer: Drainer): Drainer {
  return Object.freeze(drainer)
}
