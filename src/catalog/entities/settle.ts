import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { MappingConfig } from '../mapping/config.ts'
import { readMapping } from '../mapping/read.ts'
import { letGo } from './let-go.ts'

interface Waiting {
  readonly mapping_id: string
  readonly kind: string
  readonly gone: number
  readonly known: number
}

/**
 * Lets go what records do not say any more, by mapping and kind, unless that is more of it at once than the mapping
 * allows: then a person decides. Only when nothing waits to be mapped is it known what is gone, and how much.
 */
export async function settleRemovals(tx: Transaction<Schema>): Promise<void> {
  if (await isMapping(tx)) return
  const waiting = await waitingByKind(tx)
  await closeOpen(tx, waiting)
  for (const one of waiting) {
    const { entityDeletionThreshold, deleteDependentEntities } = await settingsOf(tx, one.mapping_id)
    if (one.gone / one.known > entityDeletionThreshold) await holdBack(tx, one)
    else
      await letGo(tx, { mappingId: one.mapping_id, kind: one.kind, withDependent: deleteDependentEntities })
  }
}

/** Marks of this transaction are taken already. */
async function isMapping(tx: Transaction<Schema>): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from dirty where kind = 'record')
        or exists (select from remaps where ended_at is null) as busy`.execute(tx)
  return rows[0]?.busy === true
}

async function waitingByKind(tx: Transaction<Schema>): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with waiting as (
      select distinct mapping_id, kind
        from entity_sources join mapped_records on mapped_records.id = mapped_record_id where gone_at is not null)
    select mapping_id, kind, count(*) filter (where gone_at is not null)::int as gone, count(*)::int as known
      from waiting join mapped_records using (mapping_id, kind)
      join entity_sources on mapped_record_id = mapped_records.id
     group by mapping_id, kind order by mapping_id, kind`.execute(tx)
  return rows
}

type Settings = Pick<MappingConfig, 'entityDeletionThreshold' | 'deleteDependentEntities'>

/** What a newer version of us cannot read lets nothing go by itself. */
const careful: Settings = { entityDeletionThreshold: 0, deleteDependentEntities: false }

/** What the mapping in use says about removals. */
export async function settingsOf(tx: Transaction<Schema>, mappingId: string): Promise<Settings> {
  const { text } = await tx
    .selectFrom('mappings')
    .innerJoin('mapping_versions', (join) =>
      join
        .onRef('mapping_versions.mapping_id', '=', 'mappings.id')
        .onRef('mapping_versions.version', '=', 'mappings.version'),
    )
    .select('text')
    .where('mappings.id', '=', mappingId)
    .executeTakeFirstOrThrow()
  return readMapping(text).config ?? careful
}

async function holdBack(tx: Transaction<Schema>, { mapping_id, kind, gone, known }: Waiting): Promise<void> {
  await tx
    .insertInto('removal_decisions')
    .values({ mapping_id, kind, gone, known })
    .onConflict((clash) =>
      clash.columns(['mapping_id', 'kind']).where('decided_at', 'is', null).doUpdateSet({ gone, known }),
    )
    .execute()
}

/** What was held back and is there again needs no decision. */
async function closeOpen(tx: Transaction<Schema>, waiting: readonly Waiting[]): Promise<void> {
  await sql`
    update removal_decisions set decision = 'back', decided_at = now()
     where decided_at is null and (mapping_id, kind) not in (
       select * from unnest(${waiting.map(({ mapping_id }) => mapping_id)}::bigint[],
                            ${waiting.map(({ kind }) => kind)}::text[]))`.execute(tx)
}
