import { type RawBuilder, sql } from 'kysely'
import type { Blueprint } from '../../blueprints/blueprint.ts'
import type { Json } from '../../jq/json.ts'
import { type Field, fieldOf } from './fields.ts'
import { refused } from './refused.ts'

const ops = ['eq', 'ne', 'contains', 'gt', 'lt', 'empty', 'set'] as const
type Op = (typeof ops)[number]

interface Asked {
  readonly field: Field
  readonly op: Op
  readonly value: string
}

/** What `filter` may say: one condition, or several parted by `;` (`\;` is one that stands in a value). */
export function conditionsOf(
  blueprints: readonly Blueprint[],
  filter: string | readonly string[] | undefined,
): RawBuilder<boolean>[] {
  const texts = filter === undefined ? [] : [filter].flat()
  return texts
    .flatMap(partedBySemicolon)
    .filter((text) => text !== '')
    .map((text) => conditionOf(asked(blueprints, text)))
}

function partedBySemicolon(text: string): string[] {
  return text.split(/(?<!\\);/).map((part) => part.replaceAll('\\;', ';'))
}

function asked(blueprints: readonly Blueprint[], text: string): Asked {
  const [, name = '', word = '', given] =
    /^(.+?):(eq|ne|contains|gt|lt|empty|set)(?::(.*))?$/s.exec(text) ?? []
  const op = ops.find((one) => one === word)
  if (!op) throw refused('filter', `is not like properties.language:eq:python: ${text.slice(0, 200)}`)
  const field = fieldOf(blueprints, name, 'filter')
  const takesNone = op === 'empty' || op === 'set'
  if (takesNone !== (given === undefined))
    throw refused('filter', takesNone ? `takes no value after ${op}` : `lacks a value after ${op}`)
  return { field, op, value: given ?? '' }
}

function conditionOf({ field, op, value }: Asked): RawBuilder<boolean> {
  if (op === 'ne') return sql`not (${conditionOf({ field, op: 'eq', value })})`
  // Not the absence of an absence, which PostgreSQL would look up for all entities there are.
  if (op === 'set' && field.is === 'relation') return someRelated(field.name, sql`true`)
  if (op === 'set') return sql`not (${conditionOf({ field, op: 'empty', value })})`
  if (field.is === 'relation') return ofRelation(field.name, op, value)
  if (field.is === 'team') return ofTeam(op, value)
  if (field.is === 'json') return ofJson(field, op, value)
  if (field.is === 'time') return ofTime(field.column, op, value)
  return ofText(field.column, op, value)
}

function ofText(column: RawBuilder<string>, op: Op, value: string): RawBuilder<boolean> {
  if (op === 'eq') return sql`${column} = ${value}`
  if (op === 'contains') return sql`lower(${column}) like ${within(value)}`
  if (op === 'gt') return sql`lower(${column}) > ${value.toLowerCase()}`
  if (op === 'lt') return sql`lower(${column}) < ${value.toLowerCase()}`
  return sql`${column} = ''`
}

function ofTime(column: RawBuilder<Date>, op: Op, value: string): RawBuilder<boolean> {
  if (op === 'empty') return sql`false`
  const isDate = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value)
  if (!isDate || Number.isNaN(Date.parse(value))) throw refused('filter', 'needs a time such as 2026-11-01')
  const at = new Date(value)
  if (op === 'gt') return sql`${column} > ${at}`
  if (op === 'lt') return sql`${column} < ${at}`
  throw refused('filter', `cannot ask for a time by ${op}: gt and lt do`)
}

function ofTeam(op: Op, value: string): RawBuilder<boolean> {
  if (op === 'empty') return sql`coalesce(e.team in ('null', '""', '[]'), true)`
  // A list holds a text as well as it holds a list of it.
  if (op === 'eq') return sql`coalesce(e.team @> to_jsonb(${value}::text), false)`
  if (op === 'contains') return sql`coalesce(lower(e.team #>> '{}') like ${within(value)}, false)`
  throw refused('filter', `cannot compare a team by ${op}`)
}

function someRelated(name: string, also: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (
    select from relations r left join entities t on t.id = r.target_id
     where r.entity_id = e.id and r.name = ${name} and ${also})`
}

function ofRelation(name: string, op: Op, value: string): RawBuilder<boolean> {
  const some = (also: RawBuilder<unknown>) => someRelated(name, also)
  if (op === 'empty') return sql`not ${some(sql`true`)}`
  if (op === 'eq') return some(sql`r.target_identifier = ${value}`)
  if (op === 'contains') {
    const text = within(value)
    return some(sql`(lower(r.target_identifier) like ${text} or lower(t.title) like ${text})`)
  }
  throw refused('filter', `cannot compare a relation by ${op}`)
}

function ofJson(field: Extract<Field, { is: 'json' }>, op: Op, value: string): RawBuilder<boolean> {
  const { of, key, kind } = field
  const text = sql`(${of} ->> ${key}::text)`
  if (op === 'empty') return sql`coalesce(${of} -> ${key}::text, 'null') in ('null', '""', '[]', '{}')`
  if (op === 'contains') return sql`coalesce(lower(${text}) like ${within(value)}, false)`
  if (op === 'eq') {
    const same = candidates(kind, value).map((one) => sql`${of} @> ${JSON.stringify({ [key]: one })}::jsonb`)
    return sql`(${sql.join(same, sql` or `)})`
  }
  if (kind === 'number') {
    const number = numberIn(value)
    const known = sql`(case when jsonb_typeof(${of} -> ${key}::text) = 'number' then ${text}::numeric end)`
    const sign = sql.raw(op === 'gt' ? '>' : '<')
    return sql`coalesce(${known} ${sign} ${number}::numeric, false)`
  }
  if (kind !== 'string')
    throw refused('filter', `cannot compare ${key} by ${op}: it is no text and no number`)
  // Byte by byte, in which order times of one zone follow each other, too.
  const sign = sql.raw(op === 'gt' ? '>' : '<')
  return sql`coalesce(${text} collate "C" ${sign} ${value}, false)`
}

/** What a text may stand for in JSON, where the property is of some type. */
function candidates(kind: string, value: string): Json[] {
  if (kind === 'string') return [value]
  if (kind === 'number') return [numberIn(value)]
  if (kind === 'boolean') {
    if (value !== 'true' && value !== 'false') throw refused('filter', 'needs true or false')
    return [value === 'true']
  }
  if (kind === 'object') throw refused('filter', 'cannot ask for an object by eq: contains does')
  const meant: Json[] = [value, ...(isNumber(value) ? [Number(value)] : [])]
  if (kind === 'array') return meant.map((one) => [one])
  const told: Json[] = value === 'true' || value === 'false' ? [value === 'true'] : []
  return [...meant, ...told, ...meant.map((one) => [one])]
}

function numberIn(value: string): number {
  if (!isNumber(value)) throw refused('filter', `needs a number, not ${value.slice(0, 100)}`)
  return Number(value)
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value))
}

/** A pattern for `like` that finds a text anywhere, whatever stands in it. */
function within(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
}

/** Every word stands somewhere in title or identifier. Written as the index has it. */
export function wordsIn(q: string | undefined): RawBuilder<boolean>[] {
  return (q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => sql`(lower(e.title) || ' ' || lower(e.identifier)) like ${within(word)}`)
}
