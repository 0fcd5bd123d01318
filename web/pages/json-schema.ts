import type { Answered } from '../api.ts'

export type JsonSchema = Answered<'mappings', 'schema'>

/** Whether an alternative is what is meant by the object at a path, of which `part` is looked at. */
type IsMeant = (alternative: JsonSchema, path: readonly string[], part: string | undefined) => boolean

/** What a schema says of the value at the end of a path: one for each alternative, none where it says nothing. */
export function schemasAt(
  schema: JsonSchema,
  path: readonly string[],
  isMeant: IsMeant = () => true,
): readonly JsonSchema[] {
  const meant = (found: readonly JsonSchema[], at: number) => {
    const fitting = found.filter((one) => isMeant(one, path.slice(0, at), path[at]))
    return fitting.length > 0 ? fitting : found
  }
  let here = alternatives(schema, schema)
  for (const [at, part] of path.entries())
    here = meant(here, at).flatMap((one) => {
      const inner = partOf(one, part)
      return inner ? alternatives(schema, inner) : []
    })
  return meant(here, path.length)
}

function partOf({ properties, patternProperties, items }: JsonSchema, part: string): JsonSchema | undefined {
  return (
    properties?.[part] ??
    Object.values(patternProperties ?? {})[0] ??
    (/^\d+$/.test(part) ? items : undefined)
  )
}

/** What a schema refers to, and each of what it lets one choose from; a description goes along. */
export function alternatives(root: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  if (schema.$ref !== undefined) {
    const found = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    return found ? alternatives(root, found) : []
  }
  return schema.anyOf ? schema.anyOf.flatMap((one) => alternatives(root, one)) : [schema]
}

/** The values that are allowed, or usual. */
export function choicesOf(schemas: readonly JsonSchema[]): readonly string[] {
  const choices = schemas.flatMap((one) => [
    ...(one.type === 'boolean' ? ['true', 'false'] : []),
    ...(one.const === undefined ? [] : [one.const]),
    ...(one.examples ?? []),
  ])
  return [...new Set(choices)]
}
