import { type RawBuilder, sql } from 'kysely'
import { type Keyset, keyset } from '../../../db/keyset.ts'
import type { Db } from '../../../db/pool.ts'
import { Failure } from '../../../errors.ts'
import type { Blueprint } from '../../blueprints/blueprint.ts'
import { type Choice, chosen } from './chosen.ts'
import { fieldOf } from './fields.ts'
import { refused } from './refused.ts'
import { columns, type EntityRow, type Shown, shown } from './shown.ts'

export interface Listing extends Choice {
  /** A field, or with `-` from the last to the first; by title when left out. */
  readonly sort?: string | undefined
}

/** Entities behind an entity, in the order that is asked for, each with so many of what it refers to by a relation. */
export async function listEntities(
  db: Db,
  { sort = 'title', ...choice }: Listing,
  after: string | undefined,
  limit: number,
  mostRelated: number,
): Promise<Shown[]> {
  const { blueprints, where, ids } = await chosen(db, choice)
  if (blueprints.length === 0) return []
  const order = orderOf(blueprints, sort)
  const place = after === undefined ? undefined : await placeOf(db, order, after)
  // A blueprint each has its own part of the index by title. Ids alone are sorted: rows are wide.
  const { rows } = await sql<EntityRow>`
    select ${columns} from blueprints
     cross join lateral (
       select e.id from entities e
        where e.blueprint_id = blueprints.id and ${where} and ${order.behind(place)}
        order by ${order.orderBy} limit ${limit}) as placed
      join entities e on e.id = placed.id
     where blueprints.id = any(${[...ids]}::bigint[])
     order by ${order.orderBy} limit ${limit}`.execute(db)
  return shown(db, blueprints, rows, mostRelated)
}

function orderOf(blueprints: readonly Blueprint[], sort: string): Keyset {
  const isDescending = sort.startsWith('-')
  const name = isDescending ? sort.slice(1) : sort
  const column = columnOf(blueprints, name)
  return keyset({ asked: column }, isDescending ? '-asked' : 'asked', sql`e.id`)
}

function columnOf(blueprints: readonly Blueprint[], name: string) {
  if (name === 'title') return { value: sql`lower(e.title)`, type: 'text', isKnown: true } as const
  const field = fieldOf(blueprints, name, 'sort')
  if (field.is === 'text') return { value: field.column, type: 'text', isKnown: true } as const
  if (field.is === 'time') return { value: field.column, type: 'timestamptz', isKnown: true } as const
  if (field.is === 'team') return { value: sql`(e.team #>> '{}')`, type: 'text' } as const
  if (field.is === 'relation') throw refused('sort', 'cannot be a relation')
  const { of, key, kind } = field
  const text: RawBuilder<unknown> = sql`(${of} ->> ${key}::text)`
  if (kind !== 'number') return { value: text, type: 'text' } as const
  const number = sql`(case when jsonb_typeof(${of} -> ${key}::text) = 'number' then ${text}::numeric end)`
  return { value: number, type: 'numeric' } as const
}

/** A cursor holds the id alone, since what it is sorted by may be long; one that was removed still has its place. */
async function placeOf(db: Db, order: Keyset, id: string) {
  const { rows } = await sql<{ value: string | null }>`
    select ${order.value} as value from entities e where e.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw new Failure('invalid_cursor')
  return [row.value, id] as const
}
