import { KindGuard, type TSchema } from '@sinclair/typebox'
import { Value, type ValueError, ValueErrorType } from '@sinclair/typebox/value'
import { nearest } from '../mapping/options.ts'
import { Definition, withoutEffect } from './blueprint.ts'
import type { Notes } from './notes.ts'

/** Whether it is a blueprint at all: the right things in the right places. */
export function hasShape(value: unknown, notes: Notes): value is Definition {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    tellUnknown(Object.keys(value), notes)
  const told = new Set<string>()
  for (const error of Value.Errors(Definition, value)) {
    // Of one place the first says it: that something is missing, then that what is missing is no text.
    if (told.has(error.path)) continue
    told.add(error.path)
    const path = error.path.split('/').slice(1).map(unescaped)
    const { message, mended } = wording(error)
    notes.problem(path, message, mended)
  }
  return told.size === 0
}

function tellUnknown(names: readonly string[], notes: Notes): void {
  const known = Object.keys(Definition.properties)
  for (const name of names) {
    if (known.includes(name)) continue
    if (withoutEffect.some((one) => one === name)) {
      notes.warn([name], 'It is kept, and changes nothing here.')
      continue
    }
    const meant = nearest(name, [...known, ...withoutEffect])
    const hint = meant === null ? ` Known here: ${known.join(', ')}.` : ` Did you mean ${meant}?`
    notes.problem([name], `A blueprint has no ${name}.${hint}`, meant)
  }
}

function wording({ type, schema, path, value, message }: ValueError): {
  message: string
  mended: string | null
} {
  const name = unescaped(path.split('/').at(-1) ?? '')
  if (type === ValueErrorType.ObjectRequiredProperty)
    return { message: `\`${name}\` has to be there.`, mended: null }
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return { message: `There is no ${name} here.`, mended: null }
  if (type === ValueErrorType.StringPattern)
    return {
      message: 'It consists of letters, digits and any of @ _ . + : \\ / = -, without blanks.',
      mended: null,
    }
  if (type === ValueErrorType.ArrayUniqueItems)
    return { message: 'Something stands in it twice.', mended: null }
  const choices = choicesOf(schema)
  if (choices.length === 0) return { message: `${kinds[String(schema.type)] ?? message}.`, mended: null }
  return { message: `It has to be one of ${choices.join(', ')}.`, mended: nearest(String(value), choices) }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'It has to be an object',
  array: 'It has to be a list',
  boolean: 'It has to be true or false',
}

function choicesOf(schema: TSchema): string[] {
  if (!KindGuard.IsUnion(schema)) return []
  return schema.anyOf.flatMap((one) => (KindGuard.IsLiteral(one) ? [String(one.const)] : []))
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Deeper than anybody writes; what reads it calls itself, and would run out of room. */
const deepest = 64

export function isTooDeep(value: unknown, left = deepest): boolean {
  if (typeof value !== 'object' || value === null) return false
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1))
}
