import { sql } from 'kysely'
import type { Blueprint } from '../../catalog/blueprints/blueprint.ts'
import { type Impact, impactOf } from '../../catalog/blueprints/impact/impact.ts'
import { isSame } from '../../catalog/blueprints/list.ts'
import type { World } from '../../catalog/blueprints/references.ts'
import { type StoredMapping, storedMappings } from '../../catalog/mapping/store.ts'
import { withoutNul } from '../../db/nul.ts'
import type { Db } from '../../db/pool.ts'
import type { Statement } from './check.ts'

export type Way = 'created' | 'updated' | 'unchanged'

export interface Step {
  readonly statement: Statement
  readonly way: Way
  /** What a blueprint that changes breaks; null of anything else. */
  readonly impact: Impact | null
}

type EntityStatement = Extract<Statement, { kind: 'Entity' }>

/** What applying statements would do to what is stored. They are compared in the order in which they are given. */
export async function compare(
  db: Db,
  statements: readonly Statement[],
  stored: ReadonlyMap<string, Blueprint>,
): Promise<Step[]> {
  const mappings = new Map((await storedMappings(db)).map((one) => [one.name, one]))
  const entities = await waysOf(
    db,
    statements.filter((one) => one.kind === 'Entity'),
  )
  const world = new Map([...stored].map(([name, { definition }]) => [name, definition]))
  for (const one of statements) if (one.kind === 'Blueprint') world.set(one.name, one.definition)
  const steps: Step[] = []
  for (const statement of statements) {
    if (statement.kind === 'Blueprint')
      steps.push(await blueprintStep(db, statement, stored.get(statement.name), world))
    else {
      const way =
        statement.kind === 'Mapping'
          ? wayOfMapping(statement, mappings.get(statement.name))
          : (entities.get(statement) ?? 'created')
      steps.push({ statement, way, impact: null })
    }
  }
  return steps
}

async function blueprintStep(
  db: Db,
  statement: Extract<Statement, { kind: 'Blueprint' }>,
  before: Blueprint | undefined,
  world: World,
): Promise<Step> {
  if (!before) return { statement, way: 'created', impact: null }
  const { definition } = statement
  if (isSame(before.definition, definition)) return { statement, way: 'unchanged', impact: null }
  return { statement, way: 'updated', impact: await impactOf(db, before, definition, world) }
}

function wayOfMapping(
  { text, isActive }: Extract<Statement, { kind: 'Mapping' }>,
  before: StoredMapping | undefined,
): Way {
  if (!before) return 'created'
  const isAsBefore = before.text === text && (isActive === null || isActive === before.isActive)
  return isAsBefore ? 'unchanged' : 'updated'
}

const perQuestion = 500

async function waysOf(db: Db, statements: readonly EntityStatement[]): Promise<Map<EntityStatement, Way>> {
  const ways = new Map<EntityStatement, Way>()
  for (let from = 0; from < statements.length; from += perQuestion) {
    const asked = statements.slice(from, from + perQuestion)
    const given = asked.map(({ blueprint, identifier, said, named }, place) => ({
      ...withoutNul(said),
      ...{ place, blueprint, identifier, named },
    }))
    const { rows } = await sql<{ place: number; is_same: boolean }>`
      select given.place, coalesce(source.title is not distinct from given.title
             and source.icon is not distinct from given.icon and source.team is not distinct from given.team
             and source.properties = given.properties and source.relations = given.relations
             and source.gone_at is null
             and (given.named is null or given.named @> held.named and given.named <@ held.named), false) as is_same
        from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as given (
             place int, blueprint text, identifier text, title text, icon text, team jsonb, properties jsonb,
             relations jsonb, named jsonb)
        join blueprints on blueprints.identifier = given.blueprint
        join entities on blueprint_id = blueprints.id and entities.identifier = given.identifier and removed_at is null
        left join entity_sources source on entity_id = entities.id and origin = 'hand'
       cross join lateral (
             select coalesce(jsonb_agg(jsonb_build_object('workspace', workspace, 'repository', repository,
                    'connectionId', connection_id::text)), '[]') as named
               from named_repositories where entity_id = entities.id) as held`.execute(db)
    for (const { place, is_same } of rows) {
      const statement = asked[place]
      if (statement) ways.set(statement, is_same ? 'unchanged' : 'updated')
    }
  }
  return ways
}
