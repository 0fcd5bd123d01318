import type { Schema } from './queries.ts'

/** What the schema says of the value at the end of a path; undefined where it says nothing. */
export function schemaAt(schema: Schema, path: readonly string[]): Schema | undefined {
  let here: Schema | undefined = schema
  for (const part of path) {
    here = here?.properties?.[part] ?? Object.values(here?.patternProperties ?? {})[0] ?? here?.items
  }
  return here
}

/** The values that are allowed, or usual. */
export function choicesOf(schema: Schema | undefined): readonly string[] {
  if (schema?.type === 'boolean') return ['true', 'false']
  const choices = (schema?.anyOf ?? []).flatMap((one) => (one.const === undefined ? [] : [one.const]))
  return [...choices, ...(schema?.examples ?? [])]
}

const anyName = 'any'

/** The words of forms, from the same place. */
export function wordsOf(schema: Schema) {
  const property = ['schema', 'properties', anyName]
  return {
    types: choicesOf(schemaAt(schema, [...property, 'type'])),
    formats: choicesOf(schemaAt(schema, [...property, 'format'])),
    colours: choicesOf(schemaAt(schema, [...property, 'enumColors', anyName])),
    tabs: choicesOf(schemaAt(schema, ['layout', 'tabs', '0'])),
    blocks: choicesOf(schemaAt(schema, ['layout', 'blocks', '0'])),
  }
}

export type Words = ReturnType<typeof wordsOf>
