import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { isArray, isObject, type Json, type JsonObject } from '../jq/json.ts'
import { operators } from '../mapping/options.ts'

/** What is looked for cannot be understood; the message says why. */
export class SearchProblem extends Error {}

/** So many entities a relation leads to at most when they are looked for. */
const mostFound = 100

/** Identifiers of the entities of a blueprint that fit what a mapping looks for, in their order. */
export async function findEntities(db: Db, blueprintId: string, search: JsonObject): Promise<string[]> {
  const { rows } = await sql<{ identifier: string }>`
    select identifier from entities
     where blueprint_id = ${blueprintId} and removed_at is null and not is_stub and ${condition(search, 0)}
     order by identifier limit ${mostFound}`.execute(db)
  return rows.map(({ identifier }) => identifier)
}

/** Rules in rules in rules: nobody writes more, and it has to end. */
const deepest = 5

function condition(search: JsonObject, depth: number): RawBuilder<unknown> {
  const { combinator, rules } = search
  if (!isArray(rules)) return rule(search)
  if (depth > deepest) throw new SearchProblem('there are rules in rules without end')
  if (combinator !== 'and' && combinator !== 'or')
    throw new SearchProblem(`the combinator has to be "and" or "or", and is ${JSON.stringify(combinator)}`)
  if (rules.length === 0) throw new SearchProblem('there are no rules')
  const parts = rules.map((one) => {
    if (!isObject(one)) throw new SearchProblem('a rule is an object')
    return condition(one, depth + 1)
  })
  return sql`(${sql.join(parts, combinator === 'and' ? sql` and ` : sql` or `)})`
}

/** A value that is unknown fits nothing: looking for null would find whatever lacks the property. */
function rule({ property, operator, value }: JsonObject): RawBuilder<unknown> {
  if (typeof property !== 'string' || property === '')
    throw new SearchProblem('a rule needs the name of a property')
  if (value === null || value === undefined) return sql`false`
  const [text, json] = columns(property)
  const known = operators.find((one) => one === operator)
  if (!known)
    throw new SearchProblem(
      `the operator has to be one of ${operators.join(', ')}, and is ${JSON.stringify(operator)}`,
    )
  switch (known) {
    case '=':
      return sql`${json} = ${JSON.stringify(value)}::jsonb`
    case '!=':
      return sql`${json} is distinct from ${JSON.stringify(value)}::jsonb`
    case 'in':
      if (!isArray(value)) throw new SearchProblem('`in` needs a list')
      return sql`${json} in (select value from jsonb_array_elements(${JSON.stringify(value)}::jsonb))`
    case 'contains':
      return contains(text, json, value)
  }
}

function contains(text: RawBuilder<unknown>, json: RawBuilder<unknown>, value: Json): RawBuilder<unknown> {
  const held = sql`(jsonb_typeof(${json}) = 'array' and ${json} @> ${JSON.stringify([value])}::jsonb)`
  if (typeof value !== 'string') return held
  return sql`(${held} or (jsonb_typeof(${json}) = 'string' and position(lower(${value}) in lower(${text})) > 0))`
}

function columns(property: string): [text: RawBuilder<unknown>, json: RawBuilder<unknown>] {
  if (property === '$identifier') return [sql`identifier`, sql`to_jsonb(identifier)`]
  if (property === '$title') return [sql`title`, sql`to_jsonb(title)`]
  if (property === '$team') return [sql`team #>> '{}'`, sql`team`]
  if (property.startsWith('$')) throw new SearchProblem(`${property} cannot be looked for`)
  return [sql`properties ->> ${property}::text`, sql`properties -> ${property}::text`]
}
