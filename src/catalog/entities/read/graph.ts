import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'

interface Node {
  /** Key within the picture. */
  readonly key: string
  readonly blueprint: string
  readonly identifier: string
  readonly title: string
  /** Steps away from the entity in the middle. */
  readonly hop: number
  /** False for what is referred to and is not there. */
  readonly is_there: boolean
}

interface Edge {
  readonly from: string
  readonly to: string
  readonly name: string
}

interface More {
  /** The entity that has more. */
  readonly key: string
  readonly way: 'out' | 'in'
  readonly name: string
  readonly count: number
}

export interface Graph {
  readonly nodes: Node[]
  readonly edges: Edge[]
  readonly more: More[]
}

/** By relation and way: so many are drawn of the entity in the middle, and of those around it. */
const mostDrawn = [12, 3] as const
/** More than these make no picture. */
const mostNodes = 60
/** Counting stops here; no one reads the difference between this and more. */
const countedTo = 1000

/** What an entity refers to and what refers to it, and the same of those. */
export async function graphOf(db: Db, id: string, hops: number): Promise<Graph> {
  const nodes = new Map<string, Node>()
  const edges = new Map<string, Edge>()
  const more = new Map<string, More>()
  const root = await nodeOf(db, id)
  if (root) nodes.set(id, root)
  let around = [id]
  for (let hop = 1; hop <= hops && around.length > 0; hop += 1) {
    const next: string[] = []
    for (const { origin, way, name, count, ...other } of await step(db, around, mostDrawn[hop - 1] ?? 1)) {
      const isNew = !nodes.has(other.key)
      const isDrawn = !isNew || nodes.size < mostNodes
      leave(more, { key: origin, way, name, count }, isDrawn)
      if (!isDrawn) continue
      if (isNew) nodes.set(other.key, { ...other, hop })
      if (isNew && other.is_there) next.push(other.key)
      const [from, to] = way === 'out' ? [origin, other.key] : [other.key, origin]
      edges.set(`${from} ${name} ${to}`, { from, to, name })
    }
    around = next
  }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    more: [...more.values()].filter(({ count }) => count > 0),
  }
}

/** Of each way of each relation: how many there are that are not drawn. */
function leave(more: Map<string, More>, all: More, isDrawn: boolean): void {
  const place = `${all.key} ${all.way} ${all.name}`
  const { count } = more.get(place) ?? all
  more.set(place, { ...all, count: count - (isDrawn ? 1 : 0) })
}

interface Step extends Omit<Node, 'hop'> {
  readonly origin: string
  readonly way: 'out' | 'in'
  readonly name: string
  readonly count: number
}

async function step(db: Db, origins: readonly string[], most: number): Promise<Step[]> {
  const ids = [...origins]
  const { rows } = await sql<Step>`
    with origins as (select unnest(${ids}::bigint[]) as id),
    ways as (
      select distinct entity_id as id, 'out' as way, name
        from relations where entity_id = any(${ids}::bigint[])
      union all
      select origins.id, 'in', by_name.name from origins cross join lateral (
        -- One step of the index for each name, however many refer to it by one.
        with recursive names as (
          (select name from relations where target_id = origins.id order by name limit 1)
          union all
          select (select relations.name from relations
                   where target_id = origins.id and relations.name > names.name order by name limit 1)
            from names where names.name is not null)
        select name from names where name is not null) as by_name)
    select ways.id as origin, ways.way, ways.name, other.*, counted.count
      from ways
      cross join lateral (
        select coalesce(target.id::text, 'missing ' || target_blueprint_id || ' ' || target_identifier) as key,
               blueprints.identifier as blueprint, target_identifier as identifier,
               coalesce(target.title, target_identifier) as title, target.id is not null as is_there
          from relations join blueprints on blueprints.id = target_blueprint_id
          left join entities target on target.id = target_id and target.removed_at is null
         where entity_id = ways.id and relations.name = ways.name
         order by target_identifier limit ${most}
      ) as other
      cross join lateral (
        select count(*)::integer as count from (
          select from relations where entity_id = ways.id and name = ways.name limit ${countedTo}) as one_by_one
      ) as counted
     where way = 'out'
    union all
    select ways.id, ways.way, ways.name, other.*, counted.count
      from ways
      cross join lateral (
        select source.id::text, blueprints.identifier, source.identifier, source.title, true
          from relations join entities source on source.id = entity_id and source.removed_at is null
          join blueprints on blueprints.id = source.blueprint_id
         where target_id = ways.id and relations.name = ways.name
         limit ${most}
      ) as other
      cross join lateral (
        select count(*)::integer as count from (
          select from relations where target_id = ways.id and name = ways.name limit ${countedTo}) as one_by_one
      ) as counted
     where way = 'in'`.execute(db)
  return rows
}

async function nodeOf(db: Db, id: string): Promise<Node | undefined> {
  const { rows } = await sql<Node>`
    select e.id::text as key, b.identifier as blueprint, e.identifier, e.title, 0 as hop, true as is_there
      from entities e join blueprints b on b.id = e.blueprint_id where e.id = ${id}`.execute(db)
  return rows[0]
}
