import { sql, type Transaction } from 'kysely'
import { withoutNul } from '../../db/nul.ts'
import type { Schema } from '../../db/schema.ts'
import { upsert } from '../../db/upsert.ts'
import { loadBlueprints } from '../blueprints/stored.ts'
import type { Engine } from '../jq/engine.ts'
import type { Json, JsonObject } from '../jq/json.ts'
import { type KnownBlueprint, knownBlueprints } from './checked.ts'
import { type Merged, merge, type Source } from './merge.ts'
import { writeRelations } from './relations.ts'

/** Makes entities what their sources together say; those of which nobody speaks any more are removed. */
export async function putTogether(
  tx: Transaction<Schema>,
  engine: Engine,
  ids: readonly string[],
): Promise<void> {
  const entities = await entitiesOf(tx, ids)
  const all = await loadBlueprints(tx)
  const byId = new Map([...knownBlueprints(all).values()].map((one) => [one.id, one]))
  const sources = await sourcesOf(tx, ids)
  const wanted = await wantedStubs(
    tx,
    entities.filter(({ id }) => !sources.has(id)).map(({ id }) => id),
  )
  const drafts: Draft[] = entities.flatMap((entity) => {
    const blueprint = byId.get(entity.blueprint_id)
    if (!blueprint) return []
    const own = sources.get(entity.id) ?? []
    const merged = fitting(blueprint, merge(own))
    const isThere = own.length > 0 || wanted.has(entity.id)
    return [{ entity, blueprint, merged, isStub: own.length === 0, isThere }]
  })
  const calculated = await calculate(engine, drafts)
  await upsert(
    tx,
    'entities',
    drafts.map(({ entity, merged, isStub, isThere }, at) => ({
      blueprint_id: entity.blueprint_id,
      identifier: entity.identifier,
      ...shownOf({ entity, merged, isThere }),
      calculated: withoutNul(calculated[at] ?? {}),
      is_stub: isThere ? isStub : entity.is_stub,
      removed_at: isThere ? null : (entity.removed_at ?? new Date()),
      updated_at: new Date(),
    })),
    { key: ['blueprint_id', 'identifier'], quiet: ['updated_at'] },
  )
  await writeRelations(
    tx,
    all,
    drafts.map(({ entity, blueprint, merged, isThere }) => ({
      entityId: entity.id,
      blueprint,
      // What is removed holds nothing in the catalogue.
      relations: isThere ? merged.relations : {},
      makesRelated: merged.makesRelated,
    })),
  )
}

interface EntityRow {
  readonly id: string
  readonly blueprint_id: string
  readonly identifier: string
  readonly title: string
  readonly icon: string | null
  readonly team: unknown
  readonly properties: unknown
  readonly is_stub: boolean
  readonly removed_at: Date | null
}

interface Draft {
  readonly entity: EntityRow
  readonly blueprint: KnownBlueprint
  readonly merged: Merged
  readonly isStub: boolean
  readonly isThere: boolean
}

/** Locked in the order of their ids: two of these at once wait for each other in turn. */
async function entitiesOf(tx: Transaction<Schema>, ids: readonly string[]): Promise<EntityRow[]> {
  return tx
    .selectFrom('entities')
    .select([
      'id',
      'blueprint_id',
      'identifier',
      'title',
      'icon',
      'team',
      'properties',
      'is_stub',
      'removed_at',
    ])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** By entity, the one that is believed most last: a person, then the latest mapping, then a discovery. */
async function sourcesOf(tx: Transaction<Schema>, ids: readonly string[]): Promise<Map<string, Source[]>> {
  const { rows } = await sql<Source & { entity_id: string }>`
    select entity_id, title, icon, team, properties, relations, is_whole as "isWhole", makes_related as "makesRelated"
      from entity_sources left join mapped_records on mapped_records.id = mapped_record_id
     where entity_id = any(${[...ids]}::bigint[])
     order by case origin when 'discovery' then 0 when 'mapping' then 1 else 2 end,
              mapping_id, resource, mapped_record_id`.execute(tx)
  const sources = new Map<string, Source[]>()
  for (const { entity_id, ...source } of rows) {
    const own = sources.get(entity_id)
    if (own) own.push(source)
    else sources.set(entity_id, [source])
  }
  return sources
}

/** Of entities without a source, those to which another refers that is there. */
async function wantedStubs(tx: Transaction<Schema>, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct target_id as id
      from relations join entities on entities.id = entity_id and removed_at is null
     where target_id = any(${[...ids]}::bigint[])
       and exists (select from entity_sources where entity_sources.entity_id = relations.entity_id and makes_related)
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** What the blueprint has no place for, or no place any more, is not shown; the source keeps it. */
function fitting(blueprint: KnownBlueprint, merged: Merged): Merged {
  const properties = Object.fromEntries(
    Object.entries(merged.properties).filter(
      ([name, value]) => blueprint.values.problem(name, value) === null,
    ),
  )
  return { ...merged, properties }
}

/** What is removed keeps its last values: it may be brought back. */
function shownOf({ entity, merged, isThere }: Pick<Draft, 'entity' | 'merged' | 'isThere'>) {
  if (!isThere) {
    const { title, icon, team, properties } = entity
    return { title, icon, team, properties }
  }
  const { title, icon, team, properties } = merged
  return { title: title ?? entity.identifier, icon, team, properties }
}

async function calculate(engine: Engine, drafts: readonly Draft[]): Promise<JsonObject[]> {
  const calculated: JsonObject[] = drafts.map(() => ({}))
  for (const { definition, id } of new Set(drafts.map(({ blueprint }) => blueprint))) {
    const own = [...drafts.entries()].filter(([, { blueprint }]) => blueprint.id === id)
    const names = Object.keys(definition.calculationProperties ?? {})
    if (names.length === 0) continue
    const answers = await engine.evaluate(
      names.map((name) => definition.calculationProperties?.[name]?.calculation ?? 'null'),
      own.map(([, { entity, merged }]) => ({
        identifier: entity.identifier,
        title: merged.title ?? entity.identifier,
        icon: merged.icon,
        team: merged.team,
        blueprint: definition.identifier,
        properties: merged.properties,
        relations: merged.relations,
      })),
    )
    own.forEach(([at], row) => {
      const values = names.flatMap((name, column): [string, Json][] => {
        const answer = answers[row]?.[column]
        return answer?.kind === 'value' ? [[name, answer.value]] : []
      })
      calculated[at] = Object.fromEntries(values)
    })
  }
  return calculated
}
