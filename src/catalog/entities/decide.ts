import { sql } from 'kysely'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { letGo } from './let-go.ts'
import { settingsOf } from './settle.ts'

export interface HeldRemoval {
  readonly id: string
  readonly mapping: string
  readonly kind: string
  readonly gone: number
  readonly known: number
  readonly heldAt: Date
  /** Some of the entities that would be removed. */
  readonly examples: readonly {
    readonly blueprint: string
    readonly identifier: string
    readonly title: string
  }[]
}

const mostExamples = 20

/** Removals that wait for a person, the oldest first. */
export async function heldRemovals(db: Db): Promise<HeldRemoval[]> {
  const { rows } = await sql<HeldRemoval>`
    select held.id, mappings.name as mapping, held.kind, gone, known, held_at as "heldAt",
           coalesce((
             select json_agg(json_build_object('blueprint', blueprint, 'identifier', identifier, 'title', title))
               from (select distinct blueprints.identifier as blueprint, entities.identifier, entities.title
                       from mapped_records
                       join entity_sources on mapped_record_id = mapped_records.id and gone_at is not null
                       join entities on entities.id = entity_id join blueprints on blueprints.id = blueprint_id
                      where mapped_records.mapping_id = held.mapping_id and mapped_records.kind = held.kind
                      order by 1, 2 limit ${mostExamples}) as shown), '[]') as examples
      from removal_decisions held join mappings on mappings.id = held.mapping_id
     where decided_at is null order by held_at, held.id`.execute(db)
  return rows
}

/** Removes what was held back, or keeps it as if a person had said what was known of it. */
export async function decideRemoval(
  db: Db,
  {
    id,
    decision,
    person,
  }: { readonly id: string; readonly decision: 'remove' | 'keep'; readonly person: string | null },
): Promise<{ readonly mapping: string; readonly kind: string; readonly gone: number }> {
  return transaction(db, async (tx) => {
    const held = await tx
      .updateTable('removal_decisions')
      .set({ decision, decided_by: person, decided_at: sql<Date>`now()` })
      .where('id', '=', id)
      .where('decided_at', 'is', null)
      .returning(['mapping_id', 'kind', 'gone'])
      .executeTakeFirst()
    if (!held) throw new Failure('not_found', { detail: 'It was decided already, or is there again.' })
    if (decision === 'keep') await keep(tx, held.mapping_id, held.kind)
    const { deleteDependentEntities } = await settingsOf(tx, held.mapping_id)
    await letGo(tx, {
      ...{ mappingId: held.mapping_id, kind: held.kind },
      withDependent: decision === 'remove' && deleteDependentEntities,
    })
    const { name } = await tx
      .selectFrom('mappings')
      .select('name')
      .where('id', '=', held.mapping_id)
      .executeTakeFirstOrThrow()
    return { mapping: name, kind: held.kind, gone: held.gone }
  })
}

/** What a person said before stays before what the record said. */
async function keep(tx: Db, mappingId: string, kind: string): Promise<void> {
  await sql`
    insert into entity_sources (entity_id, origin, title, icon, team, properties, relations)
    select distinct on (entity_id) entity_id, 'hand', title, icon, team, properties, relations
      from entity_sources join mapped_records on mapped_records.id = mapped_record_id
     where mapping_id = ${mappingId} and kind = ${kind} and gone_at is not null
     order by entity_id, resource desc, mapped_record_id desc
    on conflict (entity_id, origin, mapped_record_id) do update set
      title = coalesce(entity_sources.title, excluded.title), icon = coalesce(entity_sources.icon, excluded.icon),
      team = coalesce(entity_sources.team, excluded.team),
      properties = excluded.properties || entity_sources.properties,
      relations = excluded.relations || entity_sources.relations`.execute(tx)
}
