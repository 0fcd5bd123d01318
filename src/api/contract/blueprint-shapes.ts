import { Type } from '@sinclair/typebox'

interface Titled {
  readonly title?: string
  readonly description?: string
  readonly icon?: string
}

interface Property extends Titled {
  readonly type: string
  readonly format?: string
  readonly enum?: readonly (string | number)[]
  readonly enumColors?: Readonly<Record<string, string>>
  readonly items?: Readonly<Record<string, unknown>>
}

interface Relation extends Titled {
  readonly target: string
  readonly required?: boolean
  readonly many?: boolean
}

type Named<T> = Readonly<Record<string, T>>

interface BlueprintDefinition extends Titled {
  readonly identifier: string
  readonly schema: { readonly properties: Named<Property>; readonly required?: readonly string[] }
  readonly relations?: Named<Relation>
  readonly mirrorProperties?: Named<Titled & { readonly path: string }>
  readonly calculationProperties?: Named<
    Titled & { readonly type: string; readonly format?: string; readonly calculation: string }
  >
  readonly layout?: { readonly tabs?: readonly string[]; readonly blocks?: readonly string[] }
}

/** A JSON schema, as far as editors that help to write something go by it. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly const?: string
  readonly examples?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Named<JsonSchema>
  readonly patternProperties?: Named<JsonSchema>
  readonly items?: JsonSchema
  readonly $ref?: string
  readonly $defs?: Named<JsonSchema>
}

export const asWritten = 'The blueprint as Port writes it, with its keys in the order they were written.'
/** No properties are listed, so that nothing puts its keys into another order. */
export const Definition = Type.Unsafe<BlueprintDefinition>({ description: asWritten })
