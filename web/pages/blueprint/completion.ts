import type { Completion, Place } from '../../ui/editor/place.ts'
import { choicesOf, type JsonSchema, schemasAt } from '../json-schema.ts'
import { type Definition, partsOf } from './definition.ts'

/** What may stand at a place of a blueprint: what the schema knows, and the names that are there. */
export function completionsAt(
  { path, kind }: Place,
  schema: JsonSchema,
  own: Definition | null,
  all: readonly Definition[],
): Completion[] {
  const found = schemasAt(schema, path)
  if (kind === 'key')
    return found.flatMap(({ properties = {} }) =>
      Object.entries(properties).map(([label, { description }]) => ({ label, detail: description })),
    )
  const isText = found.every(({ type }) => type !== 'boolean')
  const names = namesAt(path, own, all)
  return [...choicesOf(found), ...names].map((label) => ({ label, isText }))
}

function namesAt(path: readonly string[], own: Definition | null, all: readonly Definition[]): string[] {
  const [first, second, third] = path
  if (first === 'relations' && third === 'target') return all.map(({ identifier }) => identifier)
  if (!own) return []
  if (first === 'schema' && second === 'required') return Object.keys(partsOf(own, 'properties'))
  return first === 'mirrorProperties' && third === 'path' ? waysOf(own, all) : []
}

/** Ways of one step, which is what most mirrors go. */
export function waysOf(own: Definition, all: readonly Definition[]): string[] {
  return Object.entries(partsOf(own, 'relations')).flatMap(([name, { target }]) => {
    const other = target === own.identifier ? own : all.find(({ identifier }) => identifier === target)
    if (!other) return []
    const ends = [
      ...Object.keys(partsOf(other, 'properties')),
      ...Object.keys(partsOf(other, 'calculationProperties')),
    ]
    return [...ends, '$title', '$identifier'].map((end) => `${name}.${end}`)
  })
}
