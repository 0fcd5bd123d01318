import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Reader } from './read.ts'

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
