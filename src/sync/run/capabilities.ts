import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { wakeSlices } from '../slice.ts'
import type { AnyStream } from '../stream.ts'
import { loadProgress } from './progress.ts'
import type { Reader, RunReader } from './read.ts'

/** What a source did not do is tried again after this many days. */
const forgottenAfter = 7

/** What the source behind a connection was found to offer or lack of late, and whether that was just now. */
export async function capabilitiesOf(
  db: Db,
  connectionId: string,
): Promise<{ readonly lacking: Set<string>; readonly noticed: Map<string, boolean> }> {
  const { rows } = await sql<{ name: string; offered: boolean; fresh: boolean }>`
    select name, value = 'true' as offered, seen_at > now() - interval '1 day' as fresh
      from capabilities where connection_id = ${connectionId}
       and seen_at > now() - make_interval(days => ${forgottenAfter})`.execute(db)
  return {
    lacking: new Set(rows.filter(({ offered }) => !offered).map(({ name }) => name)),
    noticed: new Map(rows.filter(({ fresh }) => fresh).map(({ name, offered }) => [name, offered])),
  }
}

/** Writes down what was noticed when it is news. */
export async function notice(reader: Reader, name: string, offered: boolean): Promise<void> {
  const { engine, scene } = reader
  if (scene.noticed.get(name) === offered) return
  scene.noticed.set(name, offered)
  if (offered) scene.lacking.delete(name)
  else scene.lacking.add(name)
  await sql`
    insert into capabilities (connection_id, name, value)
    values (${scene.connection.id}, ${name}, ${JSON.stringify(offered)})
    on conflict (connection_id, name) do update set value = excluded.value, seen_at = now()
     where capabilities.value is distinct from excluded.value
        or capabilities.seen_at < now() - interval '1 day'`.execute(engine.db)
}

/**
 * Gives up a list that is missing here if the source does not have it at all, and says whether that is so. One
 * repository says little of it, once: the answer may be a bad moment, and the other way costs a request for each pull
 * request. The source lacks the list when a second repository lacks it, or the same one a cycle later, and none was
 * given it today. What waits for the list is then taken up again within the run.
 */
export async function giveUpIfLacking(reader: RunReader, stream: AnyStream): Promise<boolean> {
  const { capability } = stream
  if (!capability || reader.scene.noticed.get(capability) || (await isRepositoryUnread(reader, stream)))
    return false
  if (!(await isMissedTwice(reader, stream))) return false
  await notice(reader, capability, false)
  await takeUp(reader, stream)
  return true
}

/** Where not even the records of a feed could be listed, it is the repository that is missing and not the feed. */
async function isRepositoryUnread(
  { engine, slice, scene }: RunReader,
  { follows }: AnyStream,
): Promise<boolean> {
  if (!follows) return false
  return (await loadProgress(engine.db, scene.runId, slice)).get(follows.table) === 'gap'
}

/** By any of the connections to the same source; what one of them has found out needs no second look. */
async function isMissedTwice(
  { engine, scene }: RunReader,
  { name, capability }: AnyStream,
): Promise<boolean> {
  const { rows } = await sql<{ times: number }>`
    with alike as (select id from connections where api_url = ${scene.connection.api_url})
    select (select coalesce(sum(tries), 0)::integer from gaps
              join workspaces on workspaces.id = gaps.workspace_id
             where connection_id in (select id from alike) and stream = ${name} and reason = 'source_missing')
         + 2 * (select count(*)::integer from capabilities
             where connection_id in (select id from alike) and capabilities.name = ${capability} and value = 'false'
               and seen_at > now() - make_interval(days => ${forgottenAfter})) as times`.execute(engine.db)
  return (rows[0]?.times ?? 0) > 1
}

/**
 * The gaps close, and what was left out with them waits again, with the streams that are the other way. What waits
 * already is touched as well: whoever is about to leave it out comes before or after this.
 */
async function takeUp({ engine, slice, scene }: RunReader, { name }: AnyStream): Promise<void> {
  const others = scene.streams.filter(({ recordsOf }) => recordsOf === name).map((stream) => stream.name)
  await transaction(engine.db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      with closed as (
        delete from gaps using workspaces
         where workspaces.id = gaps.workspace_id and connection_id = ${scene.connection.id}
           and stream = ${name} and reason = 'source_missing'
        returning gaps.workspace_id, repository_id),
      those as (
        select * from closed union select ${slice.workspaceId}::bigint, ${slice.repositoryId}::bigint),
      open as (
        update sync_progress set state = 'waiting', updated_at = now() from those
         where run_id = ${scene.runId} and sync_progress.workspace_id = those.workspace_id
           and sync_progress.repository_id is not distinct from those.repository_id
           and stream = any(${[name, ...others]}::text[]) and state in ('gap', 'skipped', 'waiting'))
      select slices.id from slices join those using (workspace_id)
       where slices.repository_id is not distinct from those.repository_id`.execute(tx)
    await wakeSlices(
      tx,
      rows.map(({ id }) => id),
      slice.lane,
    )
  })
}
