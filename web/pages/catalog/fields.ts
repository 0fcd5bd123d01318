import type { Definition } from './queries.ts'

/** Something of an entity, as filters, groups and columns name it. */
export interface FieldName {
  readonly field: string
  readonly title: string
}

const plain: readonly FieldName[] = [
  { field: 'title', title: 'Title' },
  { field: 'identifier', title: 'Identifier' },
  { field: 'team', title: 'Team' },
  { field: 'updated', title: 'Changed' },
]

/** What can be filtered by: mirrors are not, they are another entity's. */
export function filterFields(definition: Definition | undefined): readonly FieldName[] {
  return [
    ...plain,
    ...named('properties', definition?.schema.properties),
    ...named('calculated', definition?.calculationProperties),
    ...named('relations', definition?.relations),
  ]
}

export function groupFields(definition: Definition | undefined): readonly FieldName[] {
  if (!definition)
    return [
      { field: 'blueprint', title: 'Blueprint' },
      { field: 'team', title: 'Team' },
    ]
  const { properties } = definition.schema
  const short = Object.entries(properties).filter(
    ([, { type, format }]) => type !== 'object' && format !== 'markdown' && format !== 'yaml',
  )
  return [
    { field: 'team', title: 'Team' },
    ...named('properties', Object.fromEntries(short)),
    ...named('calculated', definition.calculationProperties),
    ...named('relations', definition.relations),
  ]
}

function named(
  part: string,
  all: Readonly<Record<string, { readonly title?: string }>> | undefined,
): readonly FieldName[] {
  return Object.entries(all ?? {}).map(([name, { title }]) => ({
    field: `${part}.${name}`,
    title: title ?? name,
  }))
}

/** What people call a field; its name where nobody says. */
export function titleOf(fields: readonly FieldName[], field: string): string {
  return fields.find((one) => one.field === field)?.title ?? field
}
