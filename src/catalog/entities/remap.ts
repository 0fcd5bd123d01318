import { sql, type Transaction } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Row, Schema } from '../../db/schema.ts'

type Cause = Row<'remaps'>['cause']

/** Marks every record to be mapped again, from what is stored. One that is under way begins anew with it. */
export async function startRemap(
  tx: Db,
  cause: 'mapping' | 'blueprint' | 'person' | 'start',
  subject: string | null,
): Promise<string> {
  const { rows } = await sql<{ total: number }>`
    with marked as (
      insert into dirty (kind, key)
      select distinct 'record', mark from (
        select concat_ws(' ', stream, workspace_id, coalesce(repository_id, 0), key) as mark
          from raw_records where stream in ('projects', 'members', 'repositories', 'pull_requests')
        union all
        select concat_ws(' ', 'files', workspace_id, id, '') from repositories
        union all
        select concat_ws(' ', stream, workspace_id,
                         case when stream in ('pull_requests', 'files') then repository_id else 0 end, unit)
          from mapped_records where outcome <> 'gone'
      ) as marks order by mark
      on conflict (kind, key) do update set marked_at = least(dirty.marked_at, excluded.marked_at)
      returning 1)
    select count(*)::int as total from marked`.execute(tx)
  const total = rows[0]?.total ?? 0
  const { rows: made } = await sql<{ id: string }>`
    insert into remaps (cause, subject, total) values (${cause}, ${subject}, ${total})
    on conflict ((true)) where ended_at is null
      do update set cause = excluded.cause, subject = excluded.subject, total = excluded.total, started_at = now()
    returning id`.execute(tx)
  return made[0]?.id ?? ''
}

/** Ends the one under way once none of its keys is left. */
export async function endRemap(tx: Transaction<Schema>): Promise<void> {
  await sql`
    update remaps set ended_at = now()
     where ended_at is null
       and not exists (select from dirty where kind = 'record' and marked_at <= started_at)`.execute(tx)
}

export interface RemapProgress {
  readonly cause: Cause
  readonly subject: string | null
  readonly total: number
  readonly done: number
  readonly startedAt: Date
  readonly endedAt: Date | null
}

/** The one under way, or the last. */
export async function remapProgress(db: Db): Promise<RemapProgress | null> {
  const row = await db
    .selectFrom('remaps')
    .select(['cause', 'subject', 'total', 'started_at', 'ended_at'])
    .select((eb) =>
      eb
        .selectFrom('dirty')
        .whereRef('dirty.marked_at', '<=', 'remaps.started_at')
        .where('dirty.kind', '=', 'record')
        .where('remaps.ended_at', 'is', null)
        .select(sql<number>`count(*)::int`.as('count'))
        .as('left'),
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { cause, subject, total } = row
  const done = Math.max(0, total - (row.left ?? 0))
  return { cause, subject, total, done, startedAt: row.started_at, endedAt: row.ended_at }
}
