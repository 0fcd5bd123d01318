import type { Db } from '../../db/pool.ts'
import type { Blueprint, Definition } from './blueprint.ts'

/** All blueprints, or those of some identifiers, by identifier. */
export async function loadBlueprints(
  db: Db,
  identifiers: readonly string[] | null = null,
): Promise<Map<string, Blueprint>> {
  const rows = await db
    .selectFrom('blueprints')
    .select(['id', 'identifier', 'title', 'definition', 'shipped', 'revision'])
    .$if(identifiers !== null, (query) => query.where('identifier', 'in', [...(identifiers ?? []), '']))
    .orderBy('title')
    .orderBy('identifier')
    .execute()
  return new Map(
    // It was checked when it was saved.
    rows.map((row) => [row.identifier, { ...row, definition: row.definition as Definition }]),
  )
}
