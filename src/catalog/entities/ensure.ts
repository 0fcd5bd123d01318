import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'

export interface EntityName {
  readonly blueprintId: string
  readonly identifier: string
}

export function entityKey({ blueprintId, identifier }: EntityName): string {
  return `${blueprintId} ${identifier}`
}

/** The ids of entities, which are made where they are not there yet; by `entityKey`. */
export async function ensureEntities(
  tx: Transaction<Schema>,
  names: readonly EntityName[],
): Promise<Map<string, string>> {
  const wanted = [...new Map(names.map((name) => [entityKey(name), name])).values()]
  const known = await idsOf(tx, wanted)
  const missing = wanted.filter((name) => !known.has(entityKey(name)))
  if (missing.length === 0) return known
  const [blueprints, identifiers] = columnsOf(missing)
  const { rows } = await sql<Row>`
    insert into entities (blueprint_id, identifier, title)
    select blueprint_id, identifier, identifier
      from unnest(${blueprints}::bigint[], ${identifiers}::text[]) as given (blueprint_id, identifier)
     order by blueprint_id, identifier
    on conflict do nothing
    returning id, blueprint_id, identifier`.execute(tx)
  // Whoever waits for one of them refers to it from now on.
  await sql`
    update relations set target_id = entities.id from entities
     where entities.id = any(${rows.map(({ id }) => id)}::bigint[]) and target_id is null
       and target_blueprint_id = entities.blueprint_id and target_identifier = entities.identifier`.execute(
    tx,
  )
  // What is not among them was made by somebody else meanwhile.
  return new Map([...known, ...(await idsOf(tx, missing))])
}

/** The ids of those entities that are there, removed ones included; by `entityKey`. */
export async function idsOf(
  tx: Transaction<Schema>,
  names: readonly EntityName[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const [blueprints, identifiers] = columnsOf(names)
  const { rows } = await sql<Row>`
    select id, entities.blueprint_id, entities.identifier
      from unnest(${blueprints}::bigint[], ${identifiers}::text[]) as given (blueprint_id, identifier)
      join entities using (blueprint_id, identifier)`.execute(tx)
  return new Map(
    rows.map((row) => [entityKey({ blueprintId: row.blueprint_id, identifier: row.identifier }), row.id]),
  )
}

interface Row {
  readonly id: string
  readonly blueprint_id: string
  readonly identifier: string
}

function columnsOf(names: readonly EntityName[]): [string[], string[]] {
  return [names.map(({ blueprintId }) => blueprintId), names.map(({ identifier }) => identifier)]
}
