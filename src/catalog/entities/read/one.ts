import { sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import { Failure } from '../../../errors.ts'
import { loadBlueprints } from '../../blueprints/stored.ts'
import { columns, type EntityRow, type Shown, shown } from './shown.ts'

export type Which = { readonly uuid: string } | { readonly blueprint: string; readonly identifier: string }

/** Of each relation, on the page of an entity. */
const mostRelated = 100

/** One entity with all that is known of it. */
export async function readEntity(db: Db, which: Which): Promise<Shown> {
  const { rows } = await sql<EntityRow & { blueprint: string }>`
    select ${columns}, b.identifier as blueprint
      from entities e join blueprints b on b.id = e.blueprint_id
     where e.removed_at is null and ${
       'uuid' in which
         ? sql`e.uuid = ${which.uuid}`
         : sql`b.identifier = ${which.blueprint} and e.identifier = ${which.identifier}`
     }`.execute(db)
  const [found] = rows
  if (!found) throw new Failure('not_found')
  const { blueprint, ...row } = found
  const blueprints = await loadBlueprints(db, [blueprint])
  const [entity] = await shown(db, [...blueprints.values()], [row], mostRelated)
  if (!entity) throw new Failure('not_found')
  return entity
}

/** The id of an entity that is there. */
export async function entityIdOf(db: Db, blueprint: string, identifier: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select e.id from entities e join blueprints b on b.id = e.blueprint_id
     where e.removed_at is null and b.identifier = ${blueprint} and e.identifier = ${identifier}`.execute(db)
  const [row] = rows
  if (!row) throw new Failure('not_found')
  return row.id
}
