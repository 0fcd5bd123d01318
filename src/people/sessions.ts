import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { Origin } from './caller.ts'
import { hashToken, newToken } from './tokens.ts'

export interface NewSession {
  readonly personId: string
  /** Name of the sign-in method that recognised the person. */
  readonly method: string
  readonly hours: number
  readonly origin: Origin
}

/** Begins a session and hands out its token. Only the browser has it: its hash is what is stored. */
export async function beginSession(tx: Db, { personId, method, hours, origin }: NewSession): Promise<string> {
  const token = newToken()
  await tx
    .insertInto('sessions')
    .values({
      person_id: personId,
      token_hash: hashToken(token),
      method,
      expires_at: hoursFromNow(hours),
      user_agent: origin.userAgent,
      address: origin.address,
    })
    .execute()
  await markSeen(tx, personId)
  return token
}

/** A session in use lives on. Called at most once a minute for each. */
export async function renewSession(db: Db, id: string, personId: string, hours: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_used_at: sql<Date>`now()`, expires_at: hoursFromNow(hours) })
    .where('id', '=', id)
    .execute()
  await markSeen(db, personId)
}

export async function listSessions(db: Db, personId: string) {
  return db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'last_used_at', 'expires_at', 'user_agent', 'address'])
    .where('person_id', '=', personId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** Ends the sessions of a person, but for one if it is named; says how many. */
export async function endSessions(tx: Db, personId: string, except?: string): Promise<number> {
  const ended = await tx
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .$if(except !== undefined, (query) => query.where('id', '<>', except ?? null))
    .executeTakeFirst()
  return Number(ended.numDeletedRows)
}

/** Ends one session of a person, told by its number. */
export async function endSessionOf(tx: Db, personId: string, id: string): Promise<void> {
  const ended = await tx
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (ended.numDeletedRows === 0n) throw new Failure('not_found')
}

export async function endSession(tx: Db, token: string): Promise<void> {
  await tx.deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute()
}

async function markSeen(db: Db, personId: string): Promise<void> {
  await db.updateTable('people').set({ last_seen_at: sql<Date>`now()` }).where('id', '=', personId).execute()
}

function hoursFromNow(hours: number) {
  return sql<Date>`now() + make_interval(hours => ${hours})`
}
