import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { removeOldAttempts } from './throttle.ts'

/** Removes what has run out: sessions, keys the command line left behind, remembered creates, old attempts. */
export async function removeExpired(db: Db): Promise<void> {
  await sql`delete from sessions where expires_at < now()`.execute(db)
  await sql`delete from api_keys where person_id is null and expires_at < now()`.execute(db)
  await sql`delete from idempotency_keys where created_at < now() - interval '1 day'`.execute(db)
  await removeOldAttempts(db)
}
