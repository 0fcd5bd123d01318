import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import { isObject, type Json, type JsonObject } from '../jq/json.ts'
import { nearest } from '../mapping/options.ts'
import type { Definition, Property } from './blueprint.ts'
import { schemaReader } from './formats.ts'

interface ValueProblem {
  readonly name: string
  readonly message: string
}

/** Whether values fit the properties of a blueprint. */
export interface Values {
  readonly declared: ReadonlySet<string>
  /** Why a value does not fit, without a full stop; null when it does. What is null fits always. */
  problem(name: string, value: Json): string | null
  problems(properties: JsonObject): ValueProblem[]
}

/** Blueprints are few, and each is asked about thousands of entities. */
const mostKept = 200
const kept = new Map<string, Values>()

export function valuesOf({ schema: { properties } }: Definition): Values {
  const key = JSON.stringify(properties)
  const before = kept.get(key)
  if (before) return before
  const values = readValues(properties)
  const [oldest] = kept.keys()
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
  kept.set(key, values)
  return values
}

function readValues(properties: Readonly<Record<string, Property>>): Values {
  const ajv = schemaReader()
  const checks = new Map(
    Object.entries(properties).map(([name, property]) => [name, compileProperty(ajv, property)]),
  )
  const problem = (name: string, value: Json) => {
    const check = checks.get(name)
    if (!check) return unknown(name, [...checks.keys()])
    return value === null || check(value) ? null : sentenceOf(check, value)
  }
  return {
    declared: new Set(checks.keys()),
    problem,
    problems: (given) =>
      Object.entries(given).flatMap(([name, value]) => {
        const message = problem(name, value)
        return message === null ? [] : [{ name, message }]
      }),
  }
}

/** Throws for what is no JSON schema, or has a pattern that is not run here. */
export function compileProperty(ajv: Ajv, property: Property): ValidateFunction {
  // A name that a schema gives itself would be taken when it is read again.
  const { $id, ...schema } = property
  return ajv.compile(schema)
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  return `the blueprint has no property ${name}${meant === null ? '' : `; did you mean ${meant}?`}`
}

function sentenceOf({ errors }: ValidateFunction, value: Json): string {
  const error = errors?.[0]
  if (!error) return 'it does not fit'
  const { instancePath } = error
  const place = instancePath === '' ? 'it' : `what stands at ${instancePath.slice(1)}`
  return `${place} ${wording(error, at(value, instancePath))}`
}

function wording({ keyword, params, message }: ErrorObject, value: Json): string {
  if (keyword === 'type') return `has to be ${kinds[params.type] ?? params.type} and is ${kindOf(value)}`
  if (keyword === 'enum') return `is none of ${listOf(params.allowedValues)}`
  if (keyword === 'format') return `does not have the format ${params.format}`
  if (keyword === 'pattern') return `does not fit the pattern ${params.pattern}`
  return message ?? 'does not fit'
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return kinds[typeof value] ?? 'something else'
}

function listOf(values: readonly unknown[]): string {
  const shown = 10
  const more = values.length > shown ? ` and ${values.length - shown} more` : ''
  return `${values.slice(0, shown).join(', ')}${more}`
}

function at(value: Json, pointer: string): Json {
  let found: Json = value
  for (const part of pointer.split('/').slice(1)) {
    if (Array.isArray(found)) found = found[Number(part)] ?? null
    else if (isObject(found)) found = found[part.replaceAll('~1', '/').replaceAll('~0', '~')] ?? null
  }
  return found
}
