import { choicesOf, type JsonSchema, schemasAt } from '../json-schema.ts'

const anyName = 'any'

/** The words of forms, from the schema that editing as JSON goes by. */
export function wordsOf(schema: JsonSchema) {
  const property = ['schema', 'properties', anyName]
  const choicesAt = (...path: string[]) => choicesOf(schemasAt(schema, path))
  return {
    types: choicesAt(...property, 'type'),
    formats: choicesAt(...property, 'format'),
    colours: choicesAt(...property, 'enumColors', anyName),
    tabs: choicesAt('layout', 'tabs', '0'),
    blocks: choicesAt('layout', 'blocks', '0'),
  }
}

export type Words = ReturnType<typeof wordsOf>
