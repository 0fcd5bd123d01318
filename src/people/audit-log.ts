import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import { containing } from './search.ts'

export interface AuditFilter {
  readonly search?: string | undefined
  /** An action, or its beginning up to a dot. */
  readonly action?: string | undefined
  readonly outcome?: 'done' | 'refused' | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sort?: 'at' | '-at' | undefined
}

/** Lines of the audit log, newest first unless told otherwise, behind the one named. Their numbers grow with time. */
export async function listAudit(db: Db, filter: AuditFilter, last: string | undefined, limit: number) {
  let query = db.selectFrom('audit_log').selectAll()
  const { search, action, outcome, from, to, sort = '-at' } = filter
  if (search !== undefined) {
    const pattern = containing(search)
    query = query.where((eb) =>
      eb.or([eb('actor_name', 'ilike', pattern), eb('subject_name', 'ilike', pattern)]),
    )
  }
  if (action !== undefined) {
    query = query.where(sql<boolean>`(action = ${action} or starts_with(action, ${`${action}.`}))`)
  }
  if (outcome !== undefined) query = query.where('outcome', '=', outcome)
  if (from !== undefined) query = query.where('at', '>=', new Date(from))
  if (to !== undefined) query = query.where('at', '<=', new Date(to))
  const oldestFirst = sort === 'at'
  if (last !== undefined) query = query.where('id', oldestFirst ? '>' : '<', last)
  return query
    .orderBy('id', oldestFirst ? 'asc' : 'desc')
    .limit(limit)
    .execute()
}

export async function getAuditEntry(db: Db, id: string) {
  const entry = await db.selectFrom('audit_log').selectAll().where('id', '=', id).executeTakeFirst()
  if (!entry) throw new Failure('not_found')
  return entry
}

/** The actions that occur. Hops from one to the next along the index, however many lines lie between. */
export async function listActions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive found(action) as (
      select min(action) from audit_log
      union all
      select (select min(a.action) from audit_log a where a.action > found.action)
      from found where found.action is not null
    )
    select action from found where action is not null`.execute(db)
  return rows.map((row) => row.action)
}
