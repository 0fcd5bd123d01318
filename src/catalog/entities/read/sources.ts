import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import type { Json, JsonObject } from '../../jq/json.ts'

interface SourceRow {
  readonly id: string
  readonly origin: 'hand' | 'mapping' | 'discovery'
  readonly title: string | null
  readonly icon: string | null
  readonly team: Json
  readonly properties: JsonObject
  readonly relations: JsonObject
  readonly is_whole: boolean
  readonly updated_at: Date
  readonly gone_at: Date | null
  /** Where a mapping has it from; null for others. */
  readonly mapping: string | null
  readonly mapping_id: string | null
  readonly kind: string | null
  readonly repository: string | null
  readonly key: string | null
  readonly errors: { readonly field: string; readonly jq: string; readonly message: string }[]
}

export interface Source extends SourceRow {
  /** What is shown because this source says so, such as title or properties.language. */
  readonly believed: string[]
}

/** What each source says of an entity, the one that is believed most first. */
export async function sourcesOf(db: Db, entityId: string): Promise<Source[]> {
  const { rows } = await sql<SourceRow>`
    select s.id, s.origin, s.title, s.icon, s.team, s.properties, s.relations, s.is_whole, s.updated_at, s.gone_at,
           mappings.name as mapping, mappings.id as mapping_id, m.kind, m.key, coalesce(m.errors, '[]') as errors,
           (select w.slug || '/' || r.slug from repositories r join workspaces w on w.id = r.workspace_id
             where r.id = m.repository_id) as repository
      from entity_sources s
      left join mapped_records m on m.id = s.mapped_record_id
      left join mappings on mappings.id = m.mapping_id
     where s.entity_id = ${entityId}
     order by case s.origin when 'hand' then 0 when 'mapping' then 1 else 2 end,
              m.mapping_id desc, m.resource desc, m.id desc`.execute(db)
  const winners = winnersOf(rows)
  return rows.map((row) => ({
    ...row,
    believed: [...winners].filter(([, id]) => id === row.id).map(([name]) => name),
  }))
}

/** Who is believed of what: the first that knows, and what stands behind a whole one does not count. */
function winnersOf(rows: readonly SourceRow[]): Map<string, string> {
  const last = rows.findIndex(({ is_whole }) => is_whole)
  const winners = new Map<string, string>()
  for (const row of last < 0 ? rows : rows.slice(0, last + 1)) {
    for (const [name, value] of Object.entries(saidBy(row))) {
      if (value !== null && !winners.has(name)) winners.set(name, row.id)
    }
  }
  return winners
}

function saidBy({ title, icon, team, properties, relations }: SourceRow): JsonObject {
  const prefixed = (prefix: string, values: JsonObject) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))
  return { title, icon, team, ...prefixed('properties', properties), ...prefixed('relations', relations) }
}
