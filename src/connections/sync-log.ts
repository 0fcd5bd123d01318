import type { Insertable } from 'kysely'
import { withoutNul } from '../db/nul.ts'
import type { Db } from '../db/pool.ts'
import type { Row, Schema } from '../db/schema.ts'

/** As the table allows them. */
export type Level = 'info' | 'warning' | 'error'

type Entry = Omit<Insertable<Schema['sync_logs']>, 'id' | 'at' | 'level'> & { readonly level: Level }

/** A page of HTML in an error would fill the table; the first bytes of an answer are kept with its gap. */
const longest = 8_000

/** Notes what happened between this installation and a source. The path comes without its query. */
export async function writeSyncLog(db: Db, entry: Entry): Promise<void> {
  const error = withoutNul(entry.error ?? null)?.slice(0, longest) ?? null
  const path = entry.path?.split('?')[0]?.slice(0, 2_000) ?? null
  await db
    .insertInto('sync_logs')
    .values({ ...entry, error, path })
    .execute()
}

interface Filter {
  readonly connection?: string | undefined
  readonly operation?: string | undefined
  readonly level?: Level | undefined
}

/** Entries before an entry, newest first. */
export async function listSyncLogs(
  db: Db,
  { connection, operation, level }: Filter,
  before: string | undefined,
  limit: number,
): Promise<(Row<'sync_logs'> & { readonly alias: string | null })[]> {
  return db
    .selectFrom('sync_logs')
    .leftJoin('connections', 'connections.id', 'sync_logs.connection_id')
    .selectAll('sync_logs')
    .select('connections.alias')
    .$if(connection !== undefined, (query) => query.where('connection_id', '=', connection ?? ''))
    .$if(operation !== undefined, (query) => query.where('operation', '=', operation ?? ''))
    .$if(level !== undefined, (query) => query.where('level', '=', level ?? 'info'))
    .$if(before !== undefined, (query) => query.where('sync_logs.id', '<', before ?? ''))
    .orderBy('sync_logs.id', 'desc')
    .limit(limit)
    .execute()
}
