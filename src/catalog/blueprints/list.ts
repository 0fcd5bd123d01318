import { sql } from 'kysely'
import { keyset, type Place, type Sort } from '../../db/keyset.ts'
import type { Db } from '../../db/pool.ts'
import type { Row } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import { shippedBlueprints } from '../defaults/blueprints.ts'
import type { Blueprint, Definition } from './blueprint.ts'

/** A blueprint with what people want to know of it. */
export interface StoredBlueprint extends Blueprint {
  /** Whether it is another than the template it was made of. */
  readonly isChanged: boolean
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface ListedBlueprint extends StoredBlueprint {
  readonly entities: number
  /** What it stands by in the list. */
  readonly sortValue: string | null
}

export const columns = [
  'id',
  'identifier',
  'title',
  'definition',
  'shipped',
  'revision',
  'created_at',
  'updated_at',
] as const

export function toStored(row: Pick<Row<'blueprints'>, (typeof columns)[number]>): StoredBlueprint {
  const { created_at: createdAt, updated_at: updatedAt, ...blueprint } = row
  // It was checked when it was saved.
  const definition = row.definition as Definition
  return { ...blueprint, definition, isChanged: isChanged(row.shipped, definition), createdAt, updatedAt }
}

function isChanged(shipped: string | null, definition: Definition): boolean {
  if (shipped === null) return false
  const template = shippedBlueprints.find(({ identifier }) => identifier === shipped)
  return template === undefined || !isSame(template, definition)
}

/** Whether two definitions are the same to the letter, in the order of their keys too. */
export function isSame(one: Definition, other: Definition): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const entities = sql<number>`(
  select count(*)::int from entities where blueprint_id = blueprints.id and removed_at is null)`

const sortColumns = {
  title: { value: sql`lower(title)`, type: 'text' },
  identifier: { value: sql`lower(identifier)`, type: 'text' },
  entities: { value: entities, type: 'bigint' },
  updated_at: { value: sql`updated_at`, type: 'timestamptz' },
} as const

interface Filter {
  /** Part of a title or an identifier. */
  readonly search?: string | undefined
  readonly sort?: Sort<keyof typeof sortColumns> | undefined
}

/** Blueprints in order, behind a place in it. */
export async function listBlueprints(
  db: Db,
  { search = '', sort = 'title' }: Filter,
  place: Place | undefined,
  limit: number,
): Promise<ListedBlueprint[]> {
  const { value, orderBy, behind } = keyset(sortColumns, sort, sql`blueprints.id`)
  const rows = await db
    .selectFrom('blueprints')
    .select(columns)
    .select([value.as('sort_value'), entities.as('entities')])
    .where(sql<boolean>`position(lower(${search}) in lower(title || ' ' || identifier)) > 0`)
    .where(behind(place))
    .orderBy(orderBy)
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toStored(row), entities: row.entities, sortValue: row.sort_value }))
}

export async function getBlueprint(
  db: Db,
  identifier: string,
): Promise<StoredBlueprint & { entities: number }> {
  const row = await db
    .selectFrom('blueprints')
    .select(columns)
    .select(entities.as('entities'))
    .where('identifier', '=', identifier)
    .executeTakeFirst()
  if (!row) throw new Failure('not_found')
  return { ...toStored(row), entities: row.entities }
}
