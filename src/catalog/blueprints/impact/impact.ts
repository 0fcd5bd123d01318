import type { Db } from '../../../db/pool.ts'
import type { Blueprint, Definition } from '../blueprint.ts'
import { brokenReferences, type World } from '../references.ts'
import type { Affected } from './affected.ts'
import { relationsLost } from './relations.ts'
import { valuesLost } from './values.ts'

/** What saving a changed blueprint breaks. Every count is exact. */
export interface Impact {
  /** Entities of the blueprint. */
  readonly entities: number
  /** Properties of which some value does not fit any more. */
  readonly values: readonly Affected[]
  /** Properties and relations that become required and are lacking. */
  readonly missing: readonly Affected[]
  /** Relations that entities have and lose. */
  readonly relations: readonly Affected[]
  /** What leads nowhere in other blueprints then, and does not yet. */
  readonly blueprints: readonly Dangling[]
}

interface Dangling {
  readonly identifier: string
  readonly path: string
  readonly message: string
}

export async function impactOf(
  db: Db,
  { id, definition: before }: Pick<Blueprint, 'id' | 'definition'>,
  after: Definition,
  world: World,
): Promise<Impact> {
  const values = await valuesLost(db, id, before, after)
  const relations = await relationsLost(db, id, before, after)
  return {
    entities: await countEntities(db, id),
    values: values.unfit,
    missing: [...values.missing, ...relations.missing],
    relations: relations.lost,
    blueprints: othersBroken(before, after, world),
  }
}

export async function countEntities(db: Db, blueprintId: string): Promise<number> {
  const { entities } = await db
    .selectFrom('entities')
    .select((eb) => eb.fn.countAll<string>().as('entities'))
    .where('blueprint_id', '=', blueprintId)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(entities)
}

function othersBroken(before: Definition, after: Definition, world: World): Dangling[] {
  const then = new Map(world).set(after.identifier, after)
  const now = new Map(world).set(before.identifier, before)
  return [...world.values()]
    .filter((other) => other.identifier !== before.identifier)
    .flatMap((other) => {
      const known = brokenReferences(other, now).map(({ path }) => path.join('.'))
      return brokenReferences(other, then)
        .map(({ path, message }) => ({ identifier: other.identifier, path: path.join('.'), message }))
        .filter(({ path }) => !known.includes(path))
    })
}
