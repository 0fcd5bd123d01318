import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import type { Blueprint } from '../../blueprints/blueprint.ts'
import type { Json, JsonObject } from '../../jq/json.ts'
import { mirrored } from './mirrors.ts'

/** An entity as it lies in its row. */
export interface EntityRow {
  readonly id: string
  readonly uuid: string
  readonly blueprint_id: string
  readonly identifier: string
  readonly title: string
  readonly icon: string | null
  readonly team: Json
  readonly properties: JsonObject
  readonly calculated: JsonObject
  readonly is_stub: boolean
  readonly created_at: Date
  readonly updated_at: Date
}

interface Related {
  readonly blueprint: string
  readonly identifier: string
  readonly title: string | null
}

interface RelatedSome {
  readonly count: number
  readonly items: Related[]
}

export interface Shown extends Omit<EntityRow, 'blueprint_id'> {
  readonly blueprint: Blueprint
  readonly mirrored: JsonObject
  readonly relations: Readonly<Record<string, RelatedSome>>
}

export const columns = sql`e.id, e.uuid, e.blueprint_id, e.identifier, e.title, e.icon, e.team, e.properties,
  e.calculated, e.is_stub, e.created_at, e.updated_at`

/** What people see of some entities: with what they refer to, `most` of each relation, and their mirrors. */
export async function shown(
  db: Db,
  blueprints: readonly Blueprint[],
  rows: readonly EntityRow[],
  most: number,
): Promise<Shown[]> {
  const relations = await relationsOf(db, rows, most)
  const mirrors = new Map<string, JsonObject>()
  for (const blueprint of blueprints) {
    const own = rows.filter(({ blueprint_id }) => blueprint_id === blueprint.id)
    const found = await mirrored(
      db,
      blueprint,
      own.map(({ id }) => id),
    )
    for (const [id, values] of found) mirrors.set(id, values)
  }
  return rows.flatMap(({ blueprint_id, ...row }) => {
    const blueprint = blueprints.find(({ id }) => id === blueprint_id)
    if (!blueprint) return []
    return [
      { ...row, blueprint, mirrored: mirrors.get(row.id) ?? {}, relations: relations.get(row.id) ?? {} },
    ]
  })
}

async function relationsOf(db: Db, rows: readonly EntityRow[], most: number) {
  const found = new Map<string, Record<string, RelatedSome>>()
  if (rows.length === 0) return found
  const { rows: related } = await sql<Related & { entity_id: string; name: string; count: number }>`
    select numbered.entity_id, numbered.name, numbered.count, blueprints.identifier as blueprint,
           target_identifier as identifier, target.title
      from (select relations.*, (count(*) over of_one)::integer as count,
                   row_number() over (of_one order by target_identifier) as place
              from relations where entity_id = any(${rows.map(({ id }) => id)}::bigint[])
            window of_one as (partition by entity_id, name)) as numbered
      join blueprints on blueprints.id = numbered.target_blueprint_id
      left join entities target on target.id = numbered.target_id and target.removed_at is null
     where place <= ${most}
     order by numbered.entity_id, numbered.name, place`.execute(db)
  for (const { entity_id, name, count, ...one } of related) {
    const of = found.get(entity_id) ?? {}
    of[name] = { count, items: [...(of[name]?.items ?? []), one] }
    found.set(entity_id, of)
  }
  return found
}
