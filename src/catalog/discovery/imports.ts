import { sql } from 'kysely'
import { markDirty } from '../../db/dirty.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import type { Discovery } from './discoveries.ts'

interface Asked {
  /** Repositories; null for all that wait. */
  readonly ids: readonly string[] | null
  /** Leaves out those for which something else is recommended or chosen. */
  readonly only: 'register' | 'merge' | null
  readonly causedBy: string
}

/** Has repositories imported, which begins as soon as this is committed. Answers the event that follows it. */
export async function askImport(
  tx: Db,
  discovery: Discovery,
  { ids, only, causedBy }: Asked,
): Promise<{ readonly eventId: string; readonly count: number }> {
  if (discovery.suspended_at !== null)
    throw new Failure('conflict', { detail: 'The discovery is suspended. Resume it first.' })
  const { rows: made } = await sql<{ id: string }>`
    insert into discovery_events (discovery_id, type, status, description, only_action, caused_by)
    values (${discovery.id}, 'manual_import', 'running', 'Repositories were imported.', ${only}, ${causedBy})
    returning id`.execute(tx)
  const eventId = made[0]?.id ?? ''
  const { rows } = await sql<{ repository_id: string }>`
    update discovered set import_event_id = ${eventId}
     where discovery_id = ${discovery.id} and import_event_id is null
       and (${ids}::bigint[] is null or repository_id = any(${ids}::bigint[]))
       and not exists (select from discovery_links links
                        where links.repository_id = discovered.repository_id and unlinked_at is null)
    returning repository_id`.execute(tx)
  if (rows.length === 0)
    throw new Failure('conflict', {
      detail: 'None of them waits: they are imported already, or just being imported.',
    })
  await sql`
    update discovery_events set description = ${sentence(rows.length, only)} where id = ${eventId}`.execute(
    tx,
  )
  await markDirty(
    tx,
    'discovery',
    rows.map(({ repository_id }) => repository_id),
  )
  return { eventId, count: rows.length }
}

function sentence(count: number, only: 'register' | 'merge' | null): string {
  const repositories = count === 1 ? 'One repository was chosen' : `${count} repositories were chosen`
  if (only === null) return `${repositories} for import.`
  return `${repositories}; those to ${only} are imported.`
}
