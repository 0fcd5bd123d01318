import type { Engine } from '../jq/engine.ts'
import type { Answer } from '../jq/expression.ts'
import { isArray, isObject, type Json, type JsonObject } from '../jq/json.ts'
import type { EntityMapping, Jq, Resource, Search } from './config.ts'
import { withoutPath } from './items.ts'

/** What a record says an entity is. Properties that failed are left out: what was known of them stays. */
export interface MappedEntity {
  /** A text, or what is to be looked for among the entities of the blueprint. */
  readonly identifier: string | JsonObject
  readonly blueprint: string
  readonly title: string | null
  readonly icon: string | null
  readonly team: Json
  readonly properties: JsonObject
  /** An identifier, a list of them, what is to be looked for, or null. */
  readonly relations: JsonObject
}

/** An expression that could not be answered for a record. */
export interface FieldError {
  /** Such as `properties.language`, `selector.query` or `itemsToParse`. */
  readonly field: string
  readonly jq: Jq
  readonly message: string
}

export interface Outcome {
  readonly outcome: 'mapped' | 'filtered' | 'errored'
  readonly entities: readonly MappedEntity[]
  readonly errors: readonly FieldError[]
}

/** Maps records by one resource of a mapping: what becomes of each, in their order. */
export async function mapRecords(
  engine: Engine,
  resource: Resource,
  records: readonly Json[],
): Promise<Outcome[]> {
  const parsed = await parseItems(engine, resource, records)
  const items = parsed.flatMap(({ items }) => items)
  const mapped = await mapItems(engine, resource, items)
  let from = 0
  return parsed.map(({ items, errors }) => {
    const own = mapped.slice(from, from + items.length)
    from += items.length
    const all = [...errors, ...own.flatMap((one) => one.errors)]
    const entities = own.flatMap((one) => one.entities)
    const isFiltered = own.every(({ outcome }) => outcome === 'filtered')
    return { outcome: all.length > 0 ? 'errored' : isFiltered ? 'filtered' : 'mapped', entities, errors: all }
  })
}

interface Parsed {
  readonly items: readonly Json[]
  readonly errors: readonly FieldError[]
}

/** Each has all of its record beside it: more of them would fill the memory. */
const mostItems = 10_000

/** A record stands for itself, or for each element of a list in it. */
async function parseItems(engine: Engine, resource: Resource, records: readonly Json[]): Promise<Parsed[]> {
  const { itemsToParse: jq } = resource
  if (jq === null) return records.map((record) => ({ items: [record], errors: [] }))
  const answers = await engine.evaluate([jq], records)
  return records.map((record, at) => {
    const answer = answers[at]?.[0] ?? { kind: 'nothing' }
    if (answer.kind !== 'value' || !isArray(answer.value)) {
      const message = answer.kind === 'error' ? answer.message : `it has to be a list, and is ${told(answer)}`
      return { items: [], errors: [{ field: 'itemsToParse', jq, message }] }
    }
    if (answer.value.length > mostItems) {
      const message = `it has ${answer.value.length} elements, and at most ${mostItems} are taken from one record`
      return { items: [], errors: [{ field: 'itemsToParse', jq, message }] }
    }
    const parent = resource.itemsToParseTopLevelTransform ? withoutPath(record, jq) : record
    const base = isObject(parent) ? parent : {}
    return { items: answer.value.map((item) => ({ ...base, [resource.itemsToParseName]: item })), errors: [] }
  })
}

const filtered: Outcome = { outcome: 'filtered', entities: [], errors: [] }

async function mapItems(engine: Engine, resource: Resource, items: readonly Json[]): Promise<Outcome[]> {
  const jq = resource.selector.query
  const answers = await engine.evaluate([jq], items)
  const isChosen = (at: number) => {
    const answer = answers[at]?.[0]
    return answer?.kind === 'value' && answer.value === true
  }
  const chosen = items.filter((_, at) => isChosen(at))
  const plans = resource.mappings.map(planOf)
  const columns = plans.flatMap(({ expressions }) => expressions)
  const values = await engine.evaluate(columns, chosen)
  let next = 0
  return items.map((_, at) => {
    const answer = answers[at]?.[0] ?? { kind: 'nothing' }
    if (!isChosen(at))
      return answer.kind === 'value' && answer.value === false ? filtered : unselected(jq, answer)
    const own = values[next] ?? []
    next += 1
    return together(plans, own)
  })
}

function unselected(jq: Jq, answer: Answer): Outcome {
  const message =
    answer.kind === 'error' ? answer.message : `it has to be true or false, and is ${told(answer)}`
  return { outcome: 'errored', entities: [], errors: [{ field: 'selector.query', jq, message }] }
}

function told(answer: Answer): string {
  if (answer.kind !== 'value') return 'nothing'
  return (JSON.stringify(answer.value) ?? '').slice(0, 60)
}

function together(plans: readonly Plan[], answers: readonly Answer[]): Outcome {
  const entities: MappedEntity[] = []
  const errors: FieldError[] = []
  let from = 0
  for (const plan of plans) {
    const made = plan.make(answers.slice(from, from + plan.expressions.length))
    from += plan.expressions.length
    if (made.entity) entities.push(made.entity)
    errors.push(...made.errors)
  }
  return { outcome: errors.length > 0 ? 'errored' : 'mapped', entities, errors }
}

interface Plan {
  readonly expressions: readonly Jq[]
  make(answers: readonly Answer[]): { readonly entity: MappedEntity | null; readonly errors: FieldError[] }
}

/** Which expressions an entity is made of, and how. */
function planOf(mapping: EntityMapping): Plan {
  const expressions: Jq[] = []
  const add = (jq: Jq | null) => (jq === null ? -1 : expressions.push(jq) - 1)
  const [blueprint, title, icon] = [add(mapping.blueprint), add(mapping.title), add(mapping.icon)]
  const identifier = shapeOf(mapping.identifier, add)
  const team = mapping.team === null ? null : shapeOf(mapping.team, add)
  const properties = Object.entries(mapping.properties).map(([name, jq]) => [name, add(jq)] as const)
  const relations = Object.entries(mapping.relations).map(([name, jq]) => [name, shapeOf(jq, add)] as const)
  return {
    expressions,
    make(answers) {
      const errors: FieldError[] = []
      const read = (at: number, field: string): Json | undefined => {
        const answer = answers[at]
        if (answer?.kind === 'error') {
          errors.push({ field, jq: expressions[at] ?? '', message: answer.message })
          return undefined
        }
        return answer?.kind === 'value' ? answer.value : null
      }
      const value = (shape: Shape, field: string): Json | undefined =>
        typeof shape === 'number' ? read(shape, field) : searchOf(shape, (at) => read(at, field))
      const all = (shapes: readonly (readonly [string, Shape])[], group: string): JsonObject =>
        Object.fromEntries(
          shapes.flatMap(([name, shape]) => {
            const one = value(shape, `${group}.${name}`)
            return one === undefined ? [] : [[name, one]]
          }),
        )
      const id = value(identifier, 'identifier')
      const of = read(blueprint, 'blueprint')
      for (const [field, found, shape] of [
        ['identifier', id, identifier],
        ['blueprint', of, blueprint],
      ] as const) {
        if (found === undefined || isNamed(found) || (typeof shape !== 'number' && isObject(found))) continue
        const jq = typeof shape === 'number' ? (expressions[shape] ?? '') : ''
        errors.push({ field, jq, message: `it has to be a text, and is ${JSON.stringify(found)}` })
      }
      if (!isNamed(of) || !(isNamed(id) || (typeof identifier !== 'number' && isObject(id))))
        return { entity: null, errors }
      const text = (at: number, field: string) => {
        const found = at < 0 ? null : read(at, field)
        return found === null || found === undefined
          ? null
          : typeof found === 'string'
            ? found
            : JSON.stringify(found)
      }
      const entity: MappedEntity = {
        identifier: id,
        blueprint: of,
        title: text(title, 'title'),
        icon: text(icon, 'icon'),
        team: team === null ? null : (value(team, 'team') ?? null),
        properties: all(properties, 'properties'),
        relations: all(relations, 'relations'),
      }
      return { entity, errors }
    },
  }
}

function isNamed(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

/** The place of an expression among the others, or of those of a search. */
type Shape = number | { readonly combinator: number; readonly rules: readonly (Shape | RuleShape)[] }
interface RuleShape {
  readonly property: number
  readonly operator: number
  readonly value: number
}

function shapeOf(jq: Jq | Search, add: (jq: Jq) => number): Shape {
  if (typeof jq === 'string') return add(jq)
  return {
    combinator: add(jq.combinator),
    rules: jq.rules.map((rule) =>
      'rules' in rule
        ? shapeOf(rule, add)
        : { property: add(rule.property), operator: add(rule.operator), value: add(rule.value) },
    ),
  }
}

function searchOf(shape: Shape | RuleShape, read: (at: number) => Json | undefined): Json | undefined {
  if (typeof shape === 'number') return read(shape)
  if (!('rules' in shape)) {
    const { property, operator, value } = shape
    return whole({ property: read(property), operator: read(operator), value: read(value) })
  }
  const rules = shape.rules.map((rule) => searchOf(rule, read))
  const known = rules.filter((rule) => rule !== undefined)
  return whole({
    combinator: read(shape.combinator),
    rules: known.length === rules.length ? known : undefined,
  })
}

/** Undefined when one of the parts is: then the whole cannot be told. */
function whole(parts: Readonly<Record<string, Json | undefined>>): JsonObject | undefined {
  const known: Record<string, Json> = {}
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) return undefined
    known[name] = part
  }
  return known
}
