import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { Reader } from './read.ts'

/** What a source did not do is tried again after this many days. */
const forgottenAfter = 7

/** What the source behind a connection was found to lack of late. */
export async function lackingOf(db: Db, connectionId: string): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from capabilities where connection_id = ${connectionId} and value = 'false'
       and seen_at > now() - make_interval(days => ${forgottenAfter})`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

/** Writes down what was noticed, at most once in a turn and when it is news. */
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
