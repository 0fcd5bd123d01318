import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { isObject, type JsonObject } from '../jq/json.ts'
import { ensureEntities, entityKey, idsOf } from './ensure.ts'
import { findEntities, SearchProblem } from './find.ts'
import { targetsOf } from './merge.ts'

export interface Referring {
  readonly entityId: string
  readonly blueprint: Blueprint
  readonly relations: JsonObject
  readonly makesRelated: boolean
}

interface Reference {
  readonly entityId: string
  readonly name: string
  readonly blueprintId: string
  readonly identifier: string
  readonly makesRelated: boolean
}

/** Makes entities refer to what they say they do, and to nothing else. */
export async function writeRelations(
  tx: Transaction<Schema>,
  blueprints: ReadonlyMap<string, Blueprint>,
  referring: readonly Referring[],
): Promise<void> {
  const wanted: Reference[] = []
  for (const one of referring) wanted.push(...(await referencesOf(tx, blueprints, one)))
  const made = await ensureEntities(
    tx,
    wanted.filter(({ makesRelated }) => makesRelated),
  )
  const others = await idsOf(
    tx,
    wanted.filter(({ makesRelated }) => !makesRelated),
  )
  const before = await storedOf(
    tx,
    referring.map(({ entityId }) => entityId),
  )
  const fresh = wanted.flatMap((one) => {
    const targetId = made.get(entityKey(one)) ?? others.get(entityKey(one)) ?? null
    const was = before.get(nameOf(one))
    before.delete(nameOf(one))
    return was && was.targetId === targetId ? [] : [{ ...one, targetId }]
  })
  await forget(tx, [...before.values()])
  await insert(tx, fresh)
  await wake(
    tx,
    [...before.values()].flatMap(({ targetId }) => targetId ?? []),
    false,
  )
  await wake(
    tx,
    fresh.flatMap(({ targetId }) => targetId ?? []),
    true,
  )
}

async function referencesOf(
  tx: Transaction<Schema>,
  blueprints: ReadonlyMap<string, Blueprint>,
  { entityId, blueprint, relations, makesRelated }: Referring,
): Promise<Reference[]> {
  const references: Reference[] = []
  for (const [name, { target, many = false }] of Object.entries(blueprint.definition.relations ?? {})) {
    const blueprintId = blueprints.get(target)?.id
    if (blueprintId === undefined) continue
    const named = targetsOf(relations[name])
    const identifiers = isObject(named) ? await found(tx, blueprintId, named) : named
    for (const identifier of many ? identifiers : identifiers.slice(0, 1))
      references.push({ entityId, name, blueprintId, identifier, makesRelated })
  }
  return references
}

/** What cannot be looked for was told when the mapping was saved, and refers to nothing. */
async function found(
  tx: Transaction<Schema>,
  blueprintId: string,
  search: JsonObject,
): Promise<readonly string[]> {
  try {
    return await findEntities(tx, blueprintId, search)
  } catch (error) {
    if (error instanceof SearchProblem) return []
    throw error
  }
}

interface Stored {
  readonly entityId: string
  readonly name: string
  readonly identifier: string
  readonly targetId: string | null
}

const nameOf = ({ entityId, name, identifier }: Pick<Stored, 'entityId' | 'name' | 'identifier'>) =>
  `${entityId} ${name}\n${identifier}`

async function storedOf(tx: Transaction<Schema>, ids: readonly string[]): Promise<Map<string, Stored>> {
  const { rows } = await sql<Stored>`
    select entity_id as "entityId", name, target_identifier as identifier, target_id as "targetId"
      from relations where entity_id = any(${[...ids]}::bigint[])`.execute(tx)
  return new Map(rows.map((row) => [nameOf(row), row]))
}

async function forget(tx: Transaction<Schema>, stored: readonly Stored[]): Promise<void> {
  if (stored.length === 0) return
  await sql`
    delete from relations using unnest(${stored.map((one) => one.entityId)}::bigint[],
      ${stored.map((one) => one.name)}::text[], ${stored.map((one) => one.identifier)}::text[])
      as gone (entity_id, name, target_identifier)
     where relations.entity_id = gone.entity_id and relations.name = gone.name
       and relations.target_identifier = gone.target_identifier`.execute(tx)
}

async function insert(
  tx: Transaction<Schema>,
  fresh: readonly (Reference & { readonly targetId: string | null })[],
): Promise<void> {
  if (fresh.length === 0) return
  await sql`
    insert into relations (entity_id, name, target_identifier, target_blueprint_id, target_id)
    select * from unnest(${fresh.map((one) => one.entityId)}::bigint[], ${fresh.map((one) => one.name)}::text[],
      ${fresh.map((one) => one.identifier)}::text[], ${fresh.map((one) => one.blueprintId)}::bigint[],
      ${fresh.map((one) => one.targetId)}::bigint[])
    on conflict (entity_id, name, target_identifier)
      do update set target_id = excluded.target_id, target_blueprint_id = excluded.target_blueprint_id`.execute(
    tx,
  )
}

/** What is there for others alone, or is not, depends on who refers to it. */
async function wake(tx: Transaction<Schema>, targets: readonly string[], isWanted: boolean): Promise<void> {
  if (targets.length === 0) return
  await sql`
    insert into dirty (kind, key)
    select 'entity', id::text as mark from entities
     where id = any(${[...new Set(targets)]}::bigint[])
       and case when ${isWanted} then removed_at is not null else is_stub and removed_at is null end
     order by mark
    on conflict (kind, key) do update set marked_at = dirty.marked_at where false`.execute(tx)
}
