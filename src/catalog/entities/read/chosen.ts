import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../db/pool.ts'
import type { Blueprint } from '../../blueprints/blueprint.ts'
import { loadBlueprints } from '../../blueprints/stored.ts'
import { conditionsOf, wordsIn } from './conditions.ts'

/** Which entities are meant: those of a blueprint, that hold some words, and that a filter takes. */
export interface Choice {
  readonly blueprint?: string | undefined
  readonly q?: string | undefined
  readonly filter?: string | readonly string[] | undefined
}

export interface Chosen {
  /** All blueprints that it is about. */
  readonly blueprints: readonly Blueprint[]
  /** What an entity `e` that is there has to fulfil, apart from its blueprint. */
  readonly where: RawBuilder<boolean>
  /** Ids of the blueprints. */
  readonly ids: readonly string[]
}

export async function chosen(db: Db, { blueprint, q, filter }: Choice): Promise<Chosen> {
  const found = await loadBlueprints(db, blueprint === undefined ? null : [blueprint])
  const blueprints = [...found.values()]
  // Nothing is asked of a blueprint that is not there, so that no field of it is missed either.
  const conditions = blueprints.length === 0 ? [sql<boolean>`false`] : conditionsOf(blueprints, filter)
  return {
    blueprints,
    where: sql`e.removed_at is null and ${sql.join([sql`true`, ...conditions, ...wordsIn(q)], sql` and `)}`,
    ids: blueprints.map(({ id }) => id),
  }
}
