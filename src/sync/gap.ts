import { sql } from 'kysely'
import { withoutNul } from '../db/nul.ts'
import type { Db } from '../db/pool.ts'
import type { Row } from '../db/schema.ts'
import { Failure } from '../errors.ts'
import { type At, isAt } from './at.ts'

const minute = 60
const day = 86_400
const keptBytes = 2048

/**
 * Notes that a stream could not be read, and when it is tried again: what is transient after 5, 10, 20, … minutes, what
 * needs somebody to act once a day, since nobody tells us that he did. Never later than a day.
 */
export async function openGap(db: Db, at: At, stream: string, error: unknown): Promise<void> {
  const { reason, transient, status, detail, body } = causeOf(error)
  await sql`
    insert into gaps (workspace_id, repository_id, stream, reason, status, detail, body, next_at)
    values (${at.workspaceId}, ${at.repositoryId}, ${stream}, ${reason}, ${status}, ${detail}, ${body},
            now() + make_interval(secs => ${transient ? 5 * minute : day}))
    on conflict (workspace_id, repository_id, stream) do update
       set reason = excluded.reason, status = excluded.status, detail = excluded.detail, body = excluded.body,
           last_at = now(), tries = gaps.tries + 1,
           next_at = now() + least(make_interval(days => 1),
             (excluded.next_at - now()) * case when ${transient} then power(2, least(gaps.tries, 9)) else 1 end)`.execute(
    db,
  )
}

/** What was read to its end has no gap any more. */
export async function closeGap(db: Db, at: At, stream: string): Promise<void> {
  await db.deleteFrom('gaps').where(isAt(at)).where('stream', '=', stream).execute()
}

/** The gaps of a slice, by stream: those whose time has not come are left alone. */
export async function gapsOf(db: Db, at: At): Promise<ReadonlyMap<string, Row<'gaps'> & { due: boolean }>> {
  const rows = await db
    .selectFrom('gaps')
    .selectAll()
    .select(sql<boolean>`coalesce(next_at <= now(), false)`.as('due'))
    .where(isAt(at))
    .execute()
  return new Map(rows.map((row) => [row.stream, row]))
}

function causeOf(error: unknown) {
  if (!(error instanceof Failure))
    return {
      reason: 'internal',
      transient: true,
      status: null,
      detail: withoutNul(String(error)),
      body: null,
    }
  const { status, excerpt } = error.data ?? {}
  return {
    reason: error.code,
    transient: error.transient,
    status: typeof status === 'number' ? status : null,
    detail: withoutNul(error.message),
    body: bytes(excerpt),
  }
}

function bytes(excerpt: unknown): Buffer | null {
  return typeof excerpt === 'string' ? Buffer.from(excerpt).subarray(0, keptBytes) : null
}
