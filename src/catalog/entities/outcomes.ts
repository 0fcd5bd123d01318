import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import type { FieldError } from '../mapping/map.ts'

export interface KindOutcomes {
  readonly mappingId: string
  readonly kind: string
  readonly mapped: number
  readonly filtered: number
  readonly errored: number
  /** Have no record any more, and wait for the guard. */
  readonly gone: number
}

/** What became of the records of each mapping, by kind. */
export async function outcomesByKind(db: Db): Promise<KindOutcomes[]> {
  const { rows } = await sql<KindOutcomes>`
    select mapping_id as "mappingId", kind,
           count(*) filter (where outcome = 'mapped')::int as mapped,
           count(*) filter (where outcome = 'filtered')::int as filtered,
           count(*) filter (where outcome = 'errored')::int as errored,
           count(*) filter (where outcome = 'gone')::int as gone
      from mapped_records group by mapping_id, kind order by mapping_id, kind`.execute(db)
  return rows
}

export interface RecordOutcome {
  readonly id: string
  readonly kind: string
  readonly workspace: string
  readonly repository: string | null
  readonly key: string
  readonly outcome: string
  readonly errors: readonly FieldError[]
  readonly mappedAt: Date
}

interface Wanted {
  readonly mappingId: string
  readonly kind: string | null
  readonly outcome: string | null
  readonly after: string | null
  readonly limit: number
}

/** What became of single records, in the order in which they were first mapped. */
export async function recordOutcomes(
  db: Db,
  { mappingId, kind, outcome, after, limit }: Wanted,
): Promise<RecordOutcome[]> {
  const { rows } = await sql<RecordOutcome>`
    select mapped_records.id, kind, workspaces.slug as workspace, repositories.slug as repository, key, outcome, errors,
           mapped_at as "mappedAt"
      from mapped_records
      join workspaces on workspaces.id = mapped_records.workspace_id
      left join repositories on repositories.id = repository_id
     where mapping_id = ${mappingId} and (${kind}::text is null or kind = ${kind})
       and (${outcome}::text is null or outcome = ${outcome})
       and (${after}::bigint is null or mapped_records.id > ${after})
     order by mapped_records.id limit ${limit}`.execute(db)
  return rows
}
