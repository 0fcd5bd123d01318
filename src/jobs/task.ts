import type { Static, TSchema } from '@sinclair/typebox'
import type { Config } from '../config.ts'
import type { KeyRing } from '../connections/key-ring.ts'
import type { Db } from '../db/pool.ts'
import type { Log } from '../log.ts'

/** What the process gives every task. */
export interface TaskHouse {
  readonly db: Db
  readonly config: Config
  readonly log: Log
  readonly keyRing: KeyRing
  /** Aborted when the process stops: leave off at the next safe place by throwing; the job is handed back. */
  readonly signal: AbortSignal
}

export interface TaskContext extends TaskHouse {
  /** 1 the first time. A job runs at least once: after a crash it runs again, so a task must bear repetition. */
  readonly attempt: number
}

interface Definition<P extends TSchema> {
  readonly name: string
  readonly doc: string
  /** A payload that does not fit makes the job dead at once. */
  readonly payload: P
  /** A terminal failure ends it earlier. */
  readonly maxAttempts: number
  run(context: TaskContext, payload: Static<P>): Promise<void>
}

export interface Task {
  readonly name: string
  readonly doc: string
  readonly payload: TSchema
  readonly maxAttempts: number
  run(context: TaskContext, payload: unknown): Promise<void>
}

/** One kind of background work. */
export function defineTask<P extends TSchema>(definition: Definition<P>): Task {
  return Object.freeze({
    ...definition,
    // The worker checked the payload against this very schema.
    run: (context: TaskContext, payload: unknown) => definition.run(context, payload as Static<P>),
  })
}
