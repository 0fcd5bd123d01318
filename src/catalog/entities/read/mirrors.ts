import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import type { Blueprint } from '../../blueprints/blueprint.ts'
import { loadBlueprints } from '../../blueprints/stored.ts'
import type { Json } from '../../jq/json.ts'

/** Longer ways than this no catalogue has; each step is a join. */
const mostSteps = 8

const meta: Readonly<Record<string, RawBuilder<unknown>>> = {
  $title: sql`to_jsonb(t.title)`,
  $identifier: sql`to_jsonb(t.identifier)`,
  $icon: sql`to_jsonb(t.icon)`,
  $team: sql`t.team`,
  $createdAt: sql`to_jsonb(t.created_at)`,
  $updatedAt: sql`to_jsonb(t.updated_at)`,
}

/** Mirror properties of some entities of a blueprint, by id: what stands at the end of their ways now. */
export async function mirrored(
  db: Db,
  blueprint: Blueprint,
  ids: readonly string[],
): Promise<Map<string, Record<string, Json>>> {
  const found = new Map<string, Record<string, Json>>(ids.map((id) => [id, {}]))
  const mirrors = Object.entries(blueprint.definition.mirrorProperties ?? {})
  if (mirrors.length === 0 || ids.length === 0) return found
  const all = await loadBlueprints(db)
  for (const [name, { path }] of mirrors) {
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    const isMany = leadsToMany(all, blueprint, steps)
    for (const [id, values] of await ends(db, ids, steps, last)) {
      const value = isMany ? values : (values[0] ?? null)
      found.set(id, { ...found.get(id), [name]: value })
    }
  }
  return found
}

async function ends(
  db: Db,
  ids: readonly string[],
  steps: readonly string[],
  last: string,
): Promise<Map<string, Json[]>> {
  if (steps.length === 0 || steps.length > mostSteps) return new Map()
  const value = Object.hasOwn(meta, last)
    ? meta[last]
    : sql`coalesce(t.properties -> ${last}::text, t.calculated -> ${last}::text)`
  const joins = steps.map((step, at) => {
    const own = sql.id(`r${at}`)
    const from = at === 0 ? sql`entities.id` : sql`${sql.id(`r${at - 1}`)}.target_id`
    return sql`join relations ${own} on ${own}.entity_id = ${from} and ${own}.name = ${step}`
  })
  const { rows } = await sql<{ id: string; value: Json }>`
    select entities.id, ${value ?? sql`null`} as value
      from entities ${sql.join(joins, sql` `)}
      join entities t on t.id = ${sql.id(`r${steps.length - 1}`)}.target_id and t.removed_at is null
     where entities.id = any(${[...ids]}::bigint[])
     order by entities.id, t.identifier`.execute(db)
  const byId = new Map<string, Json[]>()
  for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row.value])
  return byId
}

function leadsToMany(
  all: ReadonlyMap<string, Blueprint>,
  from: Blueprint,
  steps: readonly string[],
): boolean {
  let here: Blueprint | undefined = from
  let isMany = false
  for (const step of steps) {
    const relation: { target: string; many?: boolean } | undefined = here?.definition.relations?.[step]
    if (relation?.many) isMany = true
    here = relation && all.get(relation.target)
  }
  return isMany
}
