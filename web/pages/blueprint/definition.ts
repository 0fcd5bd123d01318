import type { Blueprint } from './queries.ts'

export type Definition = Blueprint['definition']
export type Property = Definition['schema']['properties'][string]
export type Relation = NonNullable<Definition['relations']>[string]
export type Mirror = NonNullable<Definition['mirrorProperties']>[string]
export type Calculation = NonNullable<Definition['calculationProperties']>[string]

/** The parts of a blueprint that are told apart by names. */
export interface Parts {
  readonly properties: Property
  readonly relations: Relation
  readonly mirrorProperties: Mirror
  readonly calculationProperties: Calculation
}

export type PartName = keyof Parts
type Named<T> = Readonly<Record<string, T>>

const readers: { readonly [P in PartName]: (definition: Definition) => Named<Parts[P]> } = {
  properties: ({ schema }) => schema.properties,
  relations: ({ relations = {} }) => relations,
  mirrorProperties: ({ mirrorProperties = {} }) => mirrorProperties,
  calculationProperties: ({ calculationProperties = {} }) => calculationProperties,
}

const writers: {
  readonly [P in PartName]: (definition: Definition, named: Named<Parts[P]>) => Definition
} = {
  properties: (definition, properties) => ({ ...definition, schema: { ...definition.schema, properties } }),
  relations: (definition, relations) => ({ ...definition, relations }),
  mirrorProperties: (definition, mirrorProperties) => ({ ...definition, mirrorProperties }),
  calculationProperties: (definition, calculationProperties) => ({ ...definition, calculationProperties }),
}

export function partsOf<P extends PartName>(definition: Definition, part: P): Named<Parts[P]> {
  return readers[part](definition)
}

export function partOf<P extends PartName>(
  definition: Definition,
  part: P,
  name: string,
): Parts[P] | undefined {
  const named = partsOf(definition, part)
  return Object.hasOwn(named, name) ? named[name] : undefined
}

/** With one part put in, in its place when it is there already, else at the end. */
export function withPart<P extends PartName>(
  definition: Definition,
  part: P,
  name: string,
  value: Parts[P],
): Definition {
  return writers[part](definition, { ...partsOf(definition, part), [name]: value })
}

/** Without one part; a property that goes is not required any more. */
export function withoutPart<P extends PartName>(definition: Definition, part: P, name: string): Definition {
  const others = Object.entries(partsOf(definition, part)).filter(([one]) => one !== name)
  const left = writers[part](definition, Object.fromEntries(others))
  return part === 'properties' ? withRequired(left, name, false) : left
}

export function isRequired({ schema: { required = [] } }: Definition, name: string): boolean {
  return required.includes(name)
}

export function withRequired(definition: Definition, name: string, isOn: boolean): Definition {
  const { required = [] } = definition.schema
  if (required.includes(name) === isOn) return definition
  const names = isOn ? [...required, name] : required.filter((one) => one !== name)
  return { ...definition, schema: { ...definition.schema, required: names } }
}

/** Why something new cannot be called so; null when it can. Relations may be called like a property. */
export function nameProblem(definition: Definition, part: PartName, name: string): string | null {
  if (name === '') return 'Enter a name.'
  const beside: readonly PartName[] =
    part === 'relations' ? ['relations'] : ['properties', 'mirrorProperties', 'calculationProperties']
  const isTaken = beside.some((one) => Object.hasOwn(partsOf(definition, one), name))
  return isTaken ? `Something else is called ${name} already.` : null
}

export function writeDefinition(definition: Definition): string {
  return JSON.stringify(definition, null, 2)
}

/** Null for what is no JSON, or no blueprint that a form could show. */
export function readDefinition(text: string): Definition | null {
  try {
    const value: unknown = JSON.parse(text)
    return isDefinition(value) ? value : null
  } catch {
    return null
  }
}

function isDefinition(value: unknown): value is Definition {
  if (!isObject(value) || typeof value.identifier !== 'string' || !isObject(value.schema)) return false
  const { required = [] } = value.schema
  const named = [value.relations, value.mirrorProperties, value.calculationProperties]
  return (
    isNamed(value.schema.properties) &&
    Array.isArray(required) &&
    named.every((one) => one === undefined || isNamed(one)) &&
    (value.layout === undefined || isObject(value.layout))
  )
}

function isNamed(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isObject)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
