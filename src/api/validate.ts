import { Ajv, type ValidateFunction } from 'ajv'
import formatsPlugin from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import { type FieldProblem, invalidInput } from './problems.ts'

const formats = formatsPlugin.default

interface ObjectSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

type Check = (value: unknown) => readonly FieldProblem[]

/**
 * Query strings and paths hold text alone, so only there `20` may mean a number. Ajv stops at the first problem of
 * a value: with all of them it would run the pattern on a text that is far too long, and list a million array items.
 * A field each is checked on its own, so that a form still hears of all its fields at once.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<unknown> {
  const strict = createAjv(false)
  const coercing = createAjv(true)
  return ({ schema, httpPart }) => {
    // Declared for the OpenAPI document; a browser adds headers of its own, and each of ours is read where it counts.
    if (httpPart === 'headers') return (value: unknown) => ({ value })
    const check = createCheck(httpPart === 'body' ? strict : coercing, schema as object)
    return (value: unknown) => {
      const problems = check(value)
      return problems.length === 0 ? { value } : { error: invalidInput(problems) }
    }
  }
}

/** The same for what comes another way than by a request. */
export function checkOf(schema: object): Check {
  return createCheck(createAjv(false), schema)
}

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ coerceTypes, useDefaults: true, removeAdditional: false })
  const { validate } = formats.get('date-time', 'full') as { validate: (text: string) => boolean }
  ajv.addFormat('date-time', {
    type: 'string',
    // The format allows a leap second, which a Date cannot hold.
    validate: (text: string) => validate(text) && !Number.isNaN(Date.parse(text)),
  })
  return ajv
}

function createCheck(ajv: Ajv, schema: object): Check {
  const whole = ajv.compile(schema)
  if (!isObjectSchema(schema)) return (value) => (whole(value) ? [] : describe(whole))
  const fields = Object.entries(schema.properties).map(([name, field]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    validate: ajv.compile({ type: 'object', properties: { [name]: field } }),
  }))
  return (value) => {
    if (whole(value)) return []
    const problems = isPlainObject(value) ? checkFields(value, fields) : []
    return problems.length > 0 ? problems : describe(whole)
  }
}

interface FieldCheck {
  readonly name: string
  readonly required: boolean
  readonly validate: ValidateFunction
}

function checkFields(value: Record<string, unknown>, fields: readonly FieldCheck[]): FieldProblem[] {
  const problems: FieldProblem[] = []
  for (const { name, required, validate } of fields) {
    if (!Object.hasOwn(value, name)) {
      if (required) problems.push({ path: name, message: 'is missing' })
    } else if (!validate(value)) problems.push(...describe(validate))
  }
  const known = new Set(fields.map((field) => field.name))
  const unknown = Object.keys(value).filter((name) => !known.has(name))
  const shown = 10
  for (const name of unknown.slice(0, shown)) {
    problems.push({ path: name.slice(0, 100), message: 'is not a field of this request' })
  }
  if (unknown.length > shown) {
    problems.push({
      path: '',
      message: `${unknown.length - shown} more fields are not fields of this request`,
    })
  }
  return problems
}

function describe(validate: ValidateFunction): FieldProblem[] {
  // Of a choice Ajv names each branch and then the choice itself, which is the one that says it all.
  const error = validate.errors?.at(-1)
  if (!error) return [{ path: '', message: 'is not valid' }]
  const path = error.instancePath.slice(1).replaceAll('/', '.')
  return [{ path: path || 'the value', message: wording(error.keyword, error.params, error.message) }]
}

function wording(keyword: string, params: Record<string, unknown>, message = 'is not valid'): string {
  if (keyword === 'maxLength') return `must not be longer than ${params.limit} characters`
  if (keyword === 'minLength') return `must be at least ${params.limit} characters long`
  if (keyword === 'pattern') return 'does not have the right form'
  if (keyword === 'format') return `must be a ${params.format}`
  if (keyword === 'anyOf') return 'is none of the values allowed'
  if (keyword === 'additionalProperties') return `has a field that is not known: ${params.additionalProperty}`
  return message
}

function isObjectSchema(schema: object): schema is ObjectSchema {
  return 'type' in schema && schema.type === 'object' && 'properties' in schema
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
