import { sql, type Transaction } from 'kysely'
import { withoutNul } from '../../db/nul.ts'
import type { Schema } from '../../db/schema.ts'
import { upsert } from '../../db/upsert.ts'
import type { Json, JsonObject } from '../jq/json.ts'
import type { Resource } from '../mapping/config.ts'
import type { FieldError } from '../mapping/map.ts'
import { type Checked, checkEntity, type KnownBlueprint } from './checked.ts'
import type { Derived } from './derive.ts'
import { ensureEntities, entityKey } from './ensure.ts'
import type { Said } from './said.ts'

/** Stores what became of some records and what they say of entities. Answers the ids of the records. */
export async function writeRecords(
  tx: Transaction<Schema>,
  blueprints: ReadonlyMap<string, KnownBlueprint>,
  derived: readonly Derived[],
): Promise<string[]> {
  if (derived.length === 0) return []
  const made: Made[] = []
  for (const one of derived) made.push(await check(tx, blueprints, one))
  const ids = await writeOutcomes(tx, made)
  const entities = await ensureEntities(
    tx,
    made.flatMap(({ entities }) => entities.map(nameOf)),
  )
  const before = await sourcesOf(tx, ids)
  const sources = new Map<string, SourceRow>()
  for (const [at, { derived, entities: own, errors }] of made.entries()) {
    for (const checked of own) {
      const recordId = ids[at] ?? ''
      const entityId = entities.get(entityKey(nameOf(checked))) ?? ''
      const key = `${entityId} ${recordId}`
      // Of one record that says two things of one entity, the later lies over the earlier.
      const earlier = sources.get(key)?.said ?? (errors.length > 0 ? before.get(key) : undefined)
      const said = earlier ? over(earlier, checked.said, mentioned(derived.resource)) : checked.said
      sources.set(key, { entityId, recordId, said, derived })
    }
  }
  await writeSources(tx, [...sources.values()])
  await leave(
    tx,
    // What failed may still be so: nothing is taken from it.
    made.flatMap(({ errors }, at) => (errors.length > 0 ? [] : [ids[at] ?? ''])),
    [...sources.values()],
  )
  return ids
}

interface Made {
  readonly derived: Derived
  readonly entities: readonly Checked[]
  readonly errors: readonly FieldError[]
}

async function check(
  tx: Transaction<Schema>,
  blueprints: ReadonlyMap<string, KnownBlueprint>,
  derived: Derived,
): Promise<Made> {
  const entities: Checked[] = []
  const errors = [...derived.outcome.errors]
  for (const entity of derived.outcome.entities) {
    const { checked, errors: own } = await checkEntity(tx, blueprints, entity)
    if (checked) entities.push(checked)
    errors.push(...own)
  }
  return { derived, entities, errors }
}

const nameOf = ({ blueprint, identifier }: Checked) => ({ blueprintId: blueprint.id, identifier })

async function writeOutcomes(tx: Transaction<Schema>, made: readonly Made[]): Promise<string[]> {
  const key = ['mapping_id', 'resource', 'workspace_id', 'repository_id', 'stream', 'unit', 'key'] as const
  const rows = made.map(
    ({ derived: { mapping, resource, place, stream, unit, record, outcome }, errors }) => ({
      mapping_id: mapping.id,
      resource: place,
      kind: resource.kind,
      workspace_id: record.workspaceId,
      repository_id: record.repositoryId,
      stream,
      unit,
      key: record.key,
      outcome: errors.length > 0 ? ('errored' as const) : outcome.outcome,
      errors: withoutNul(errors.map(({ field, jq, message }) => ({ field, jq, message }))),
      mapped_at: new Date(),
    }),
  )
  await upsert(tx, 'mapped_records', rows, { key: [...key], quiet: ['mapped_at'] })
  const { rows: stored } = await sql<{ id: string }>`
    select record.id
      from unnest(${rows.map((row) => row.mapping_id)}::bigint[], ${rows.map((row) => row.resource)}::integer[],
                  ${rows.map((row) => row.workspace_id)}::bigint[], ${rows.map((row) => row.repository_id)}::bigint[],
                  ${rows.map((row) => row.stream)}::text[], ${rows.map((row) => row.unit)}::text[],
                  ${rows.map((row) => row.key)}::text[])
           with ordinality as given (mapping_id, resource, workspace_id, repository_id, stream, unit, key, place)
      -- One by one, since a join of a table without statistics may read all of it for each batch.
      cross join lateral (
        select id from mapped_records
         where mapped_records.stream = given.stream
           and mapped_records.workspace_id = given.workspace_id and mapped_records.unit = given.unit
           and mapped_records.mapping_id = given.mapping_id and mapped_records.resource = given.resource
           and mapped_records.key = given.key
           and mapped_records.repository_id is not distinct from given.repository_id limit 1) as record
     order by place`.execute(tx)
  return stored.map(({ id }) => id)
}

interface SourceRow {
  readonly entityId: string
  readonly recordId: string
  readonly said: Said
  readonly derived: Derived
}

async function sourcesOf(tx: Transaction<Schema>, ids: readonly string[]): Promise<Map<string, Said>> {
  const rows = await tx
    .selectFrom('entity_sources')
    .select(['entity_id', 'mapped_record_id', 'title', 'icon', 'team', 'properties', 'relations'])
    .where('mapped_record_id', 'in', [...ids])
    .execute()
  return new Map(
    rows.map(({ entity_id, mapped_record_id, ...said }) => [
      `${entity_id} ${mapped_record_id}`,
      said as Said,
    ]),
  )
}

/** What the resource speaks of: the rest of what was known was said by an earlier mapping. */
function mentioned({ mappings }: Resource): ReadonlySet<string> {
  return new Set(
    mappings.flatMap(({ properties, relations }) => [...Object.keys(properties), ...Object.keys(relations)]),
  )
}

function over(earlier: Said, later: Said, names: ReadonlySet<string>): Said {
  const kept = (values: JsonObject): [string, Json][] =>
    Object.entries(values).filter(([name]) => names.has(name))
  return {
    title: later.title ?? earlier.title,
    icon: later.icon ?? earlier.icon,
    team: later.team ?? earlier.team,
    properties: { ...Object.fromEntries(kept(earlier.properties)), ...later.properties },
    relations: { ...Object.fromEntries(kept(earlier.relations)), ...later.relations },
  }
}

async function writeSources(tx: Transaction<Schema>, sources: readonly SourceRow[]): Promise<void> {
  await upsert(
    tx,
    'entity_sources',
    sources.map(({ entityId, recordId, said, derived: { mapping } }) => ({
      entity_id: entityId,
      origin: 'mapping' as const,
      mapped_record_id: recordId,
      ...withoutNul(said),
      is_whole: !mapping.config.enableMergeEntity,
      makes_related: mapping.config.createMissingRelatedEntities,
      updated_at: new Date(),
      gone_at: null,
    })),
    { key: ['entity_id', 'origin', 'mapped_record_id'], quiet: ['updated_at'] },
  )
}

/** What records do not say any more. */
async function leave(
  tx: Transaction<Schema>,
  ids: readonly string[],
  sources: readonly SourceRow[],
): Promise<void> {
  await sql`
    update entity_sources set gone_at = now()
     where mapped_record_id = any(${[...ids]}::bigint[]) and gone_at is null
       and (entity_id, mapped_record_id) not in (
         select * from unnest(${sources.map(({ entityId }) => entityId)}::bigint[],
                              ${sources.map(({ recordId }) => recordId)}::bigint[]))`.execute(tx)
}
