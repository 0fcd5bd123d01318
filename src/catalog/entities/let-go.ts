import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'

interface What {
  readonly mappingId: string
  readonly kind: string
  /** Whether entities that require one that goes go with it. */
  readonly withDependent: boolean
}

/** Takes back what records of a kind do not say any more. Entities of which nobody speaks then are removed. */
export async function letGo(
  tx: Transaction<Schema>,
  { mappingId, kind, withDependent }: What,
): Promise<void> {
  const { rows } = await sql<{ entity_id: string }>`
    delete from entity_sources using mapped_records
     where mapped_records.id = mapped_record_id and mapping_id = ${mappingId} and kind = ${kind}
       and gone_at is not null
    returning entity_id`.execute(tx)
  await sql`
    delete from mapped_records
     where mapping_id = ${mappingId} and kind = ${kind} and outcome = 'gone'
       and not exists (select from entity_sources where mapped_record_id = mapped_records.id)`.execute(tx)
  if (withDependent)
    await letGoDependent(
      tx,
      rows.map(({ entity_id }) => entity_id),
    )
}

/**
 * Entities that require one of which nobody speaks go with it, and those that require them, save what a person entered.
 * They are there again when their own record is mapped again.
 */
async function letGoDependent(tx: Transaction<Schema>, ids: readonly string[]): Promise<void> {
  await sql`
    with recursive going as (
      select gone as id from unnest(${[...ids]}::bigint[]) as gone
       where not exists (select from entity_sources where entity_id = gone)
      union
      select entities.id
        from going join relations on target_id = going.id join entities on entities.id = entity_id
        join blueprints on blueprints.id = blueprint_id
       where definition -> 'relations' -> relations.name ->> 'required' = 'true'
         and not exists (select from entity_sources where entity_id = entities.id and origin = 'hand')
    )
    delete from entity_sources using going where entity_id = going.id`.execute(tx)
}
