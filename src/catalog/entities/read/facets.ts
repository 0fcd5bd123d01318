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
  // Of relations to many there are more targets than anybody reads, and counting them takes most of the time.
  const relations = Object.entries(blueprint.definition.relations ?? {}).filter(([, { many }]) => !many)
  const properties = Object.entries(blueprint.definition.schema.properties).filter(
    ([, { type, enum: values }]) => type === 'boolean' || (values !== undefined && type !== 'array'),
  )
  const titles = new Map([
    ['team', 'Team'],
    ...properties.map(([name, { title }]) => [`properties.${name}`, title ?? name] as const),
    ...relations.map(([name, { title }]) => [`relations.${name}`, title ?? name] as const),
  ])
  const of = sql`e.blueprint_id = ${ids[0]} and ${where}`
  const names = properties.map(([name]) => name)
  const [total, ...parts] = await Promise.all([
    countAll(db, of),
    countValues(db, of, names),
    countRelated(
      db,
      of,
      relations.map(([name]) => name),
    ),
  ])
  const counted = parts.flat()
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
  return { total, items }
}

async function countAll(db: Db, of: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::integer as total from entities e where ${of}`.execute(db)
  return rows[0]?.total ?? 0
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

async function countRelated(db: Db, of: RawBuilder<unknown>, names: readonly string[]): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select 'relations.' || name as field, count, more,
           coalesce((select identifier from entities where id = target_id), missing) as value,
           (select title from entities where id = target_id and removed_at is null) as label
      from (
        -- Counted and sorted by ids, which are compared faster than texts; what is not there has none.
        select r.name, r.target_id, case when r.target_id is null then r.target_identifier end as missing,
               count(*)::integer as count, (greatest(count(*) over of_one - ${mostValues}, 0))::integer as more,
               row_number() over (of_one order by count(*) desc, r.target_id) as place
          from entities e join relations r on r.entity_id = e.id
         where ${of} and r.name = any(${[...names]})
         group by 1, 2, 3
        window of_one as (partition by r.name)) as counted
     where place <= ${mostValues} order by field, place`.execute(db)
  return rows
}
