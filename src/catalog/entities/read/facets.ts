import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { type Choice, chosen } from './chosen.ts'

export interface Facet {
  /** As a filter names it. */
  readonly field: string
  readonly title: string
  readonly values: { readonly value: string | null; readonly label: string | null; readonly count: number }[]
  /** Values that are not among them, the rarer ones. */
  readonly more: number
}

const mostValues = 10

/** What the entities that are chosen have in common, with counts: of one blueprint alone. */
export async function facetsOf(db: Db, choice: Choice): Promise<{ total: number; items: Facet[] }> {
  const { blueprints, where, ids } = await chosen(db, choice)
  const [blueprint] = blueprints
  if (!blueprint || choice.blueprint === undefined) return { total: 0, items: [] }
  const relations = Object.entries(blueprint.definition.relations ?? {})
  const properties = Object.entries(blueprint.definition.schema.properties).filter(
    ([, { type, enum: values }]) => type === 'boolean' || (values !== undefined && type !== 'array'),
  )
  const titles = new Map([
    ['team', 'Team'],
    ...properties.map(([name, { title }]) => [`properties.${name}`, title ?? name] as const),
    ...relations.map(([name, { title }]) => [`relations.${name}`, title ?? name] as const),
  ])
  const of = sql`e.blueprint_id = ${ids[0]} and ${where}`
  const counted = [
    ...(await countValues(
      db,
      of,
      properties.map(([name]) => name),
    )),
    ...(await countRelated(db, of)),
  ]
  const items = [...titles].flatMap(([field, title]) => {
    const values = counted.filter((one) => one.field === field)
    if (!values.some(({ value }) => value !== null)) return []
    return [
      {
        field,
        title,
        values: values.map(({ value, label, count }) => ({ value, label, count })),
        more: values[0]?.more ?? 0,
      },
    ]
  })
  const { rows } = await sql<{ total: number }>`
    select count(*)::integer as total from entities e where ${of}`.execute(db)
  return { total: rows[0]?.total ?? 0, items }
}

interface Counted {
  readonly field: string
  readonly value: string | null
  readonly label: string | null
  readonly count: number
  readonly more: number
}

async function countValues(db: Db, of: RawBuilder<unknown>, names: readonly string[]): Promise<Counted[]> {
  const own = names.map((name) => sql`(${`properties.${name}`}::text, e.properties ->> ${name}::text)`)
  const { rows } = await sql<Counted>`
    select * from (
      select field, value, null as label, count(*)::integer as count,
             (greatest(count(*) over of_one - ${mostValues}, 0))::integer as more,
             row_number() over (of_one order by count(*) desc, value) as place
        from entities e, lateral (
          select * from (values ${sql.join([sql`('', null)`, ...own])}) as plain (field, value) where field <> ''
          union all
          select 'team', said from jsonb_array_elements_text(
            case jsonb_typeof(e.team) when 'array' then e.team when 'string' then jsonb_build_array(e.team) else '[]' end) as said
        ) as held
       where ${of}
       group by field, value
      window of_one as (partition by field)) as counted
     where place <= ${mostValues} order by field, place`.execute(db)
  return rows
}

async function countRelated(db: Db, of: RawBuilder<unknown>): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select counted.field, counted.value, counted.count, counted.more, t.title as label from (
      select 'relations.' || r.name as field, r.target_identifier as value, max(r.target_id) as target_id,
             count(*)::integer as count, (greatest(count(*) over of_one - ${mostValues}, 0))::integer as more,
             row_number() over (of_one order by count(*) desc, r.target_identifier) as place
        from entities e join relations r on r.entity_id = e.id
       where ${of}
       group by r.name, r.target_identifier
      window of_one as (partition by r.name)) as counted
      left join entities t on t.id = counted.target_id and t.removed_at is null
     where place <= ${mostValues} order by field, place`.execute(db)
  return rows
}
