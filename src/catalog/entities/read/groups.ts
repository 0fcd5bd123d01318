import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { type Choice, chosen } from './chosen.ts'
import { type Field, fieldOf } from './fields.ts'
import { refused } from './refused.ts'

export interface Group {
  /** Null for those that have none. */
  readonly value: string | null
  readonly label: string | null
  readonly count: number
}

const mostGroups = 500

/** The entities that are chosen, counted by what a field of theirs says; the largest groups first. */
export async function groupsOf(
  db: Db,
  choice: Choice,
  by: string | undefined,
): Promise<{ items: Group[]; more: number }> {
  const { blueprints, where, ids } = await chosen(db, choice)
  if (blueprints.length === 0) return { items: [], more: 0 }
  const { value, label, from } = by === undefined ? byBlueprint : partsOf(fieldOf(blueprints, by, 'by'))
  const { rows } = await sql<Group & { groups: number }>`
    select ${value} as value, max(${label}) as label, count(*)::integer as count,
           (count(*) over ())::integer as groups
      from entities e join blueprints b on b.id = e.blueprint_id ${from}
     where e.blueprint_id = any(${[...ids]}::bigint[]) and ${where}
     group by 1 order by 3 desc, 1 limit ${mostGroups}`.execute(db)
  const groups = rows[0]?.groups ?? 0
  return { items: rows.map(({ groups: _, ...group }) => group), more: groups - rows.length }
}

const byBlueprint = { value: sql`b.identifier`, label: sql`b.title`, from: sql`` }

function partsOf(field: Field) {
  if (field.is === 'relation')
    return {
      value: sql`r.target_identifier`,
      label: sql`t.title`,
      from: sql`left join relations r on r.entity_id = e.id and r.name = ${field.name}
                left join entities t on t.id = r.target_id and t.removed_at is null`,
    }
  if (field.is === 'team')
    return {
      value: sql`said`,
      label: sql`null::text`,
      from: sql`left join lateral jsonb_array_elements_text(case jsonb_typeof(e.team)
        when 'array' then e.team when 'string' then jsonb_build_array(e.team) else '[]' end) as said on true`,
    }
  if (field.is === 'json' && field.kind !== 'object')
    return { value: sql`(${field.of} ->> ${field.key}::text)`, label: sql`null::text`, from: sql`` }
  throw refused('by', 'cannot be grouped by')
}
