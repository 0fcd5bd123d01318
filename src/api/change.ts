import { type Db, transaction } from '../db/pool.ts'
import { type Actor, actorOf, record, type Subject } from '../people/audit.ts'
import type { Caller, Origin } from '../people/caller.ts'
import type { House } from './house.ts'
import { answerOnce, type Repeatable } from './idempotency.ts'

/** What a change did: its answer, and what the audit log says of it. Secrets are masked by their names. */
export interface Change<Answer> {
  readonly answer: Answer
  readonly subject: Subject | null
  readonly before?: unknown
  readonly after?: unknown
  /** Of the thing as it is now, where its endpoint is versioned. */
  readonly version?: number
  /** Who did it, when that is not the caller: somebody who just signed in. */
  readonly actor?: Actor
}

const committed = Symbol('committed')

/** Proof that a change was made together with its audit entry; only `commitChange` makes one. */
export interface Committed<Answer> {
  readonly answer: Answer
  readonly version: number | undefined
  readonly [committed]: true
}

export interface ChangeContext {
  readonly house: House
  readonly action: string
  readonly caller: Caller | null
  readonly origin: Origin
  /** Set when the request carries an Idempotency-Key. */
  readonly repeatable: Repeatable | undefined
}

/** Runs a change in one transaction with its audit entry and, where asked for, the memory that it was made. */
export async function commitChange<Answer>(
  context: ChangeContext,
  work: (tx: Db) => Promise<Change<Answer>>,
): Promise<Committed<Answer>> {
  const made = await transaction(context.house.database.kysely, (tx) => {
    const once = () => changeAndRecord(tx, context, work)
    return context.repeatable ? answerOnce(tx, context.house.keyRing, context.repeatable, once) : once()
  })
  return { ...made, [committed]: true }
}

async function changeAndRecord<Answer>(
  tx: Db,
  { action, caller, origin }: ChangeContext,
  work: (tx: Db) => Promise<Change<Answer>>,
): Promise<{ answer: Answer; version: number | undefined }> {
  const { answer, version, actor = actorOf(caller), ...what } = await work(tx)
  const { address, requestId } = origin
  await record(tx, { actor, action, ...what, outcome: 'done', address, requestId })
  return { answer, version }
}
