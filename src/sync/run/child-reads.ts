import { sql } from 'kysely'
import { transaction } from '../../db/pool.ts'
import { columnTypes } from '../../db/schema.ts'
import { type ErrorCode, Failure } from '../../errors.ts'
import { withFence } from '../slice.ts'
import type { ChildStream } from '../stream.ts'
import { settling } from './due.ts'
import { leaseSeconds } from './engine.ts'
import type { Reader } from './read.ts'

/** A row below which a stream is read. */
export interface Parent {
  readonly id: string
  /** What it is like now; null when it may change without showing it. */
  readonly version: string | null
}

/**
 * Those that are new or have changed since, newest first; one that may change without showing it, when it was not looked at
 * for a while. What failed before comes last; each is asked once in a run.
 */
export async function parentsDue(reader: Reader, stream: ChildStream, limit: number): Promise<Parent[]> {
  const { engine, scene } = reader
  const { since } = scene.place
  const { rows } = await sql<Parent>`
    select parent.id, parent.version from (${parentsOf(reader, stream)}) as parent left join ${doneOf(stream)}
     where (done.version is distinct from parent.version
            or parent.version is null and (done.asked_at is null or done.reason is not null
                                           or done.asked_at < now() - make_interval(secs => ${settling / 1000})))
       and (done.asked_at is null or done.asked_at < ${startOf(reader)})
       and (${since}::timestamptz is null or parent.position >= ${since}::timestamptz)
       and ${wantedOf(reader, stream)}
     order by done.reason is not null, parent.position desc, parent.id limit ${limit}`.execute(engine.db)
  return rows
}

/** One of them, and whether what lies below it was read as it is now; undefined when there is none. */
export async function parentNow(
  reader: Reader,
  stream: ChildStream,
  id: string,
): Promise<(Parent & { readonly isKnown: boolean }) | undefined> {
  const { rows } = await sql<Parent & { isKnown: boolean }>`
    select parent.id, parent.version, coalesce(done.version = parent.version, false) as "isKnown"
      from (${parentsOf(reader, stream)}) as parent left join ${doneOf(stream)}
     where parent.id = ${id}`.execute(reader.engine.db)
  return rows[0]
}

function wantedOf({ scene }: Reader, { parents }: ChildStream) {
  const { known, lacking, goesBy } = parents
  if (lacking !== undefined && scene.lacking.has(lacking)) return sql`true`
  const wanted = goesBy !== undefined && scene.lacking.has(goesBy) ? sql`true` : sql`parent.wanted`
  return known ? sql`(parent.suspect or (${wanted} and done.parent is not null))` : wanted
}

/**
 * Whether the other stream left out so much that it cannot be trusted: more than one parent in twenty. Then what it
 * was believed to have brought before is read again, too.
 */
export async function isDistrusted(reader: Reader, stream: ChildStream): Promise<boolean> {
  const { engine, scene, slice } = reader
  const { rows } = await sql<{ distrusted: boolean }>`
    select count(*) filter (where parent.suspect) * 20 > count(*) as distrusted
      from (${parentsOf(reader, stream)}) as parent left join ${doneOf(stream)}
     where done.version is distinct from parent.version`.execute(engine.db)
  if (rows[0]?.distrusted !== true) return false
  await transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      delete from child_reads using workspaces
       where workspaces.id = child_reads.workspace_id and workspaces.connection_id = ${scene.connection.id}
         and stream = ${stream.name} and asked_at is null`.execute(tx)
  })
  return true
}

/** What was read with fewer fields than are read now is read again. */
export async function forgetOlder({ engine, slice }: Reader, stream: ChildStream): Promise<void> {
  await sql`
    delete from child_reads using cursors
     where cursors.workspace_id = ${slice.workspaceId} and cursors.repository_id = ${slice.repositoryId}
       and cursors.stream = ${stream.name} and cursors.projection_version <> ${stream.projectionVersion}
       and child_reads.workspace_id = cursors.workspace_id and child_reads.repository_id = cursors.repository_id
       and child_reads.stream = cursors.stream`.execute(engine.db)
}

/** The parent was asked for its children: they are stored, or there was an error. */
export function noteRead(
  reader: Reader,
  stream: ChildStream,
  parent: Parent,
  error: Failure | null,
): Promise<void> {
  const { engine, slice } = reader
  return transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      insert into child_reads (workspace_id, repository_id, stream, parent, version, asked_at, reason, detail)
      values (${slice.workspaceId}, ${slice.repositoryId}, ${stream.name}, ${parent.id},
              ${error ? null : parent.version}, now(), ${error?.code ?? null}, ${error?.message ?? null})
      on conflict (workspace_id, repository_id, stream, parent) do update
         set version = excluded.version, asked_at = excluded.asked_at, reason = excluded.reason,
             detail = excluded.detail`.execute(tx)
  })
}

/** What did not have to be asked for is known as it is now, from another stream. */
export function noteUnread(reader: Reader, stream: ChildStream): Promise<void> {
  const { engine, slice } = reader
  return transaction(engine.db, async (tx) => {
    await withFence(tx, slice, leaseSeconds)
    await sql`
      insert into child_reads (workspace_id, repository_id, stream, parent, version, asked_at)
      select parent.workspace_id, parent.repository_id, ${stream.name}, parent.id, parent.version, null
        from (${parentsOf(reader, stream)}) as parent left join ${doneOf(stream)}
       where done.version is distinct from parent.version
      on conflict (workspace_id, repository_id, stream, parent) do update set version = excluded.version`.execute(
      tx,
    )
  })
}

/** The error of a parent that could not be read in this run, if there is one. */
export async function failureOfRun(reader: Reader, stream: ChildStream): Promise<Failure | undefined> {
  const { engine, slice } = reader
  const { rows } = await sql<{ parent: string; reason: ErrorCode; detail: string }>`
    select parent, reason, detail from child_reads
     where workspace_id = ${slice.workspaceId} and repository_id = ${slice.repositoryId} and stream = ${stream.name}
       and reason is not null and asked_at >= ${startOf(reader)} order by asked_at limit 1`.execute(engine.db)
  const [failed] = rows
  return failed && new Failure(failed.reason, { detail: `Below ${failed.parent}: ${failed.detail}` })
}

function parentsOf({ slice, scene }: Reader, { parents }: ChildStream) {
  const { table, id, version, position, where, known } = parents
  const { since } = scene.place
  const there = 'removed_at' in columnTypes[table] ? sql`and parent.removed_at is null` : sql``
  return sql`
    select workspace_id, repository_id, ${sql.ref(`parent.${id}`)}::text as id, (${sql.raw(version)})::text as version,
           ${sql.ref(`parent.${position}`)} as position, (${sql.raw(where)}) as wanted,
           ${
             known
               ? sql`((${since}::timestamptz is null or ${sql.ref(`parent.${known.began}`)} >= ${since}::timestamptz)
                       and (${sql.raw(known.suspect)}))`
               : sql`false`
           } as suspect
      from ${sql.table(table)} as parent
     where parent.workspace_id = ${slice.workspaceId} and parent.repository_id = ${slice.repositoryId} ${there}`
}

function doneOf(stream: ChildStream) {
  return sql`
    child_reads as done on done.workspace_id = parent.workspace_id and done.repository_id = parent.repository_id
                       and done.stream = ${stream.name} and done.parent = parent.id`
}

function startOf({ scene }: Reader) {
  return sql`${scene.startedAt}::timestamptz`
}
