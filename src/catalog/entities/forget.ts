import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'

/** So long a removed entity can be brought back with all that was known of it. */
const days = 30

export async function forgetRemoved(db: Db): Promise<void> {
  await sql`delete from entities where removed_at < now() - make_interval(days => ${days})`.execute(db)
}
