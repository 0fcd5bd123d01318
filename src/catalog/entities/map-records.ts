import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import type { Engine } from '../jq/engine.ts'
import { nameOf, readUnit, streamOf, type Unit } from '../records/unit.ts'
import type { ActiveMapping, ActiveMappings } from './active.ts'
import { knownBlueprints } from './checked.ts'
import { deriveUnits } from './derive.ts'
import { endRemap } from './remap.ts'
import { settleRemovals } from './settle.ts'
import { writeRecords } from './write-records.ts'

/**
 * Maps records that changed, by the marks they left: what became of each, and what it says of entities. Those are put
 * together by `putTogether`, for which the database marks them.
 */
export async function mapMarked(
  tx: Transaction<Schema>,
  { engine, mappings }: { readonly engine: Engine; readonly mappings: ActiveMappings },
  marks: readonly string[],
): Promise<void> {
  const units = [...new Map(marks.map((mark) => [mark, readUnit(mark)])).values()]
  const blueprints = knownBlueprints(await loadBlueprints(tx))
  for (const mapping of await mappings(tx)) {
    const kept: string[] = []
    for await (const derived of deriveUnits(tx, engine, mapping, units))
      kept.push(...(await writeRecords(tx, blueprints, derived)))
    await retire(tx, mapping, units, kept)
  }
  await endRemap(tx)
  await settleRemovals(tx)
}

/** Records that are not there any more, or that no resource is about. What they made waits for the guard. */
async function retire(
  tx: Transaction<Schema>,
  mapping: ActiveMapping,
  units: readonly Unit[],
  kept: readonly string[],
): Promise<void> {
  const named = [...new Map(units.map((unit) => [nameOf(unit), unit])).values()]
  const marked = sql`
    from unnest(${named.map(({ stream }) => stream)}::text[], ${named.map(({ workspaceId }) => workspaceId)}::bigint[],
                ${named.map(({ repositoryId }) => repositoryId)}::bigint[], ${named.map(({ key }) => key)}::text[])
         as given (stream, workspace_id, repository_id, unit)
   where mapped_records.stream = given.stream and mapped_records.workspace_id = given.workspace_id
     and mapping_id = ${mapping.id} and outcome <> 'gone' and mapped_records.id <> all(${[...kept]}::bigint[])`
  const { rows } = await sql<{ id: string }>`
    update mapped_records set ${asGone} ${marked}
       and mapped_records.unit = given.unit
       and (given.repository_id is null or mapped_records.repository_id = given.repository_id)
    returning mapped_records.id`.execute(tx)
  const limited = limitedPlaces(mapping)
  if (limited.length > 0) {
    const driven = await sql<{ id: string }>`
      update mapped_records set ${asGone} ${marked}
         and given.stream = 'pull_requests' and resource = any(${limited}::integer[])
         and mapped_records.repository_id = given.repository_id
      returning mapped_records.id`.execute(tx)
    rows.push(...driven.rows)
  }
  const gone = rows.map(({ id }) => id)
  await sql`
    update entity_sources set gone_at = now()
     where mapped_record_id = any(${gone}::bigint[]) and gone_at is null`.execute(tx)
  await sql`
    delete from mapped_records
     where id = any(${gone}::bigint[]) and not exists (select from entity_sources where mapped_record_id = mapped_records.id)
  `.execute(tx)
}

const asGone = sql`outcome = 'gone', errors = '[]', mapped_at = now()`

/** Resources that take the newest of a repository alone: one that comes drives another out. */
function limitedPlaces({ config }: ActiveMapping): number[] {
  return config.resources.flatMap(({ kind, selector }, place) =>
    streamOf[kind] === 'pull_requests' && selector.maxResults !== null ? [place] : [],
  )
}
