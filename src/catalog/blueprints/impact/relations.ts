import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import type { Json } from '../../jq/json.ts'
import type { Definition, Relation } from '../blueprint.ts'
import { type Affected, added, beginning, mostExamples } from './affected.ts'

/** Relations that entities have and lose, and relations that become required and are lacking. */
export async function relationsLost(db: Db, blueprintId: string, before: Definition, after: Definition) {
  const then = after.relations ?? {}
  const lost: Affected[] = []
  for (const [name, relation] of Object.entries(before.relations ?? {})) {
    const loss = lossOf(relation, Object.hasOwn(then, name) ? then[name] : undefined)
    if (!loss) continue
    const affected = await having(db, blueprintId, name, loss)
    if (affected.entities > 0) lost.push(affected)
  }
  const missing: Affected[] = []
  for (const name of added(requiredOf(before), requiredOf(after))) {
    const affected = await lacking(db, blueprintId, name)
    if (affected.entities > 0) missing.push(affected)
  }
  return { lost, missing }
}

interface Loss {
  readonly message: string
  /** Entities that have more of them than these lose some. */
  readonly keeps: number
}

function lossOf(before: Relation, after: Relation | undefined): Loss | null {
  if (!after) return { message: 'the relation goes', keeps: 0 }
  if (after.target !== before.target) {
    return { message: `it is looked for among ${after.target}, and not among ${before.target}`, keeps: 0 }
  }
  return before.many && !after.many ? { message: 'only one of them can stay', keeps: 1 } : null
}

function requiredOf({ relations = {} }: Definition): string[] {
  return Object.entries(relations).flatMap(([name, { required }]) => (required ? [name] : []))
}

interface Found {
  readonly entities: number
  readonly examples: readonly { readonly identifier: string; readonly title: string; readonly value: Json }[]
}

async function having(
  db: Db,
  blueprintId: string,
  name: string,
  { message, keeps }: Loss,
): Promise<Affected> {
  return told(
    db,
    name,
    message,
    sql`
      select identifier, title, jsonb_agg(target_identifier order by target_identifier) as value
        from entities join relations on entity_id = id and name = ${name}
       where blueprint_id = ${blueprintId} and removed_at is null
       group by id having count(*) > ${keeps}::int`,
  )
}

async function lacking(db: Db, blueprintId: string, name: string): Promise<Affected> {
  return told(
    db,
    name,
    'it has no such relation',
    sql`
      select identifier, title, null::jsonb as value from entities
       where blueprint_id = ${blueprintId} and removed_at is null
         and not exists (select from relations where entity_id = id and name = ${name})`,
  )
}

async function told(db: Db, name: string, message: string, query: ReturnType<typeof sql>): Promise<Affected> {
  const { rows } = await sql<Found>`
    with found as (${query})
    select (select count(*)::int from found) as entities,
           (select coalesce(jsonb_agg(one), '[]')
              from (select * from found order by identifier limit ${mostExamples}) as one) as examples
  `.execute(db)
  const { entities, examples } = rows[0] ?? { entities: 0, examples: [] }
  return {
    name,
    entities,
    examples: examples.map(({ value, ...entity }) => ({ ...entity, value: beginning(value), message })),
  }
}
