import { sql, type Transaction } from 'kysely'
import { withoutNul } from '../../db/nul.ts'
import { type Db, transaction } from '../../db/pool.ts'
import type { Schema } from '../../db/schema.ts'
import { Failure } from '../../errors.ts'
import type { Blueprint } from '../blueprints/blueprint.ts'
import { valuesOf } from '../blueprints/values.ts'
import { openEngine } from '../jq/engine.ts'
import { isArray, type Json } from '../jq/json.ts'
import { longestName } from './checked.ts'
import { ensureEntities, entityKey } from './ensure.ts'
import { putTogether } from './put-together.ts'
import type { Said } from './said.ts'

/** Origins that speak for themselves, without a record. */
export type Speaker = 'hand' | 'discovery'

/** What a person says of an entity, in place of what was said by hand before. Answers its id. */
export function saveByHand(db: Db, blueprint: Blueprint, identifier: string, said: Said): Promise<string> {
  return transaction(db, async (tx) => {
    const id = await say(tx, blueprint, identifier, 'hand', said)
    await putNow(tx, [id])
    return id
  })
}

/** Says something of an entity, which is made when it is not there. It is to be put together afterwards. */
export async function say(
  tx: Transaction<Schema>,
  blueprint: Blueprint,
  identifier: string,
  origin: Speaker,
  said: Said,
): Promise<string> {
  const problems = problemsOf(blueprint, identifier, said)
  if (problems.length > 0)
    throw new Failure('invalid_input', {
      detail: inOneSentence(problems),
      data: { problems },
    })
  const name = { blueprintId: blueprint.id, identifier }
  const id = (await ensureEntities(tx, [name])).get(entityKey(name)) ?? ''
  const { title, icon, team, properties, relations } = withoutNul(said)
  const values = {
    ...{ title, icon },
    team: team === null ? null : JSON.stringify(team),
    properties: JSON.stringify(properties),
    relations: JSON.stringify(relations),
  }
  await tx
    .insertInto('entity_sources')
    .values({ entity_id: id, origin, ...values })
    .onConflict((clash) =>
      clash
        .columns(['entity_id', 'origin', 'mapped_record_id'])
        .doUpdateSet({ ...values, updated_at: sql<Date>`now()`, gone_at: null }),
    )
    .execute()
  return id
}

/** What was said by hand of an entity; null when nothing was. */
export async function readByHand(db: Db, entityId: string): Promise<Said | null> {
  const row = await db
    .selectFrom('entity_sources')
    .select(['title', 'icon', 'team', 'properties', 'relations'])
    .where('entity_id', '=', entityId)
    .where('origin', '=', 'hand')
    .executeTakeFirst()
  return row ? (row as Said) : null
}

/**
 * Takes back what was said by hand, and what a discovery said that does not update it any more. An entity of which others
 * speak cannot be removed: it would come back.
 */
export async function removeByHand(db: Db, entityId: string): Promise<void> {
  await transaction(db, async (tx) => {
    const others = await tx
      .selectFrom('entity_sources')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('entity_id', '=', entityId)
      .where(sql<boolean>`(origin = 'mapping' or origin = 'discovery' and exists (
        select from discovery_links links where links.entity_id = entity_sources.entity_id and unlinked_at is null))`)
      .executeTakeFirstOrThrow()
    if (others.count > 0)
      throw new Failure('conflict', {
        detail: 'A mapping or a discovery makes this entity: it would come back. Change what makes it.',
      })
    await tx.deleteFrom('entity_sources').where('entity_id', '=', entityId).execute()
    await putNow(tx, [entityId])
  })
}

/** Puts entities together at once, for somebody who waits for them. */
export async function putNow(db: Db, ids: readonly string[]): Promise<void> {
  const engine = openEngine()
  try {
    await transaction(db, async (tx) => {
      await putTogether(tx, engine, ids)
      await tx
        .deleteFrom('dirty')
        .where('kind', '=', 'entity')
        .where('key', 'in', [...ids])
        .execute()
    })
  } finally {
    await engine.close()
  }
}

/** Why something cannot be said of an entity, field by field. */
export function problemsOf(
  { definition }: Pick<Blueprint, 'definition'>,
  identifier: string,
  said: Said,
): { field: string; message: string }[] {
  const problems = valuesOf(definition)
    .problems(said.properties)
    .map(({ name, message }) => ({ field: `properties.${name}`, message }))
  const tell = (field: string, message: string) => problems.push({ field, message })
  if (identifier === '' || identifier.length > longestName || /\p{Cc}/u.test(identifier))
    tell('identifier', `it is a text of 1 to ${longestName} characters`)
  if ((said.title?.length ?? 0) > longestName) tell('title', `it has at most ${longestName} characters`)
  for (const name of definition.schema.required ?? []) {
    const value = said.properties[name]
    if (value === null || value === undefined) tell(`properties.${name}`, 'it is required')
  }
  for (const [name, value] of Object.entries(said.relations)) {
    const relation = Object.hasOwn(definition.relations ?? {}, name)
      ? definition.relations?.[name]
      : undefined
    if (!relation) tell(`relations.${name}`, 'the blueprint has no such relation')
    else if (!isReference(value, relation.many === true))
      tell(`relations.${name}`, relation.many ? 'it is a list of identifiers' : 'it is an identifier')
  }
  for (const [name, { required = false }] of Object.entries(definition.relations ?? {})) {
    if (required && !isSaid(said.relations[name])) tell(`relations.${name}`, 'it is required')
  }
  return problems
}

export function inOneSentence(problems: readonly { field: string; message: string }[]): string {
  return `${problems.map(({ field, message }) => `${field}: ${message}`).join('; ')}.`
}

function isSaid(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined
}

function isReference(value: Json, many: boolean): boolean {
  if (value === null || typeof value === 'string') return true
  return many && isArray(value) && value.every((one) => typeof one === 'string' && one !== '')
}
