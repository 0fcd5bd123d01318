import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Nullable, Timestamp, text } from './page.ts'

const longestName = 500

/** Names that a blueprint knows, and values that it checks. */
export function named(description?: string) {
  return Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    ...(description ? { description } : {}),
  })
}

function namedBy<T extends TSchema>(value: T) {
  return Type.Unsafe<Readonly<Record<string, Static<T>>>>({ type: 'object', additionalProperties: value })
}

export const params = Type.Object({
  blueprint: text({ max: 200 }),
  identifier: text({ max: longestName }),
})

/** Which entities are meant, in lists, facets, groups and files alike. */
export const choice = {
  blueprint: Type.Optional(text({ max: 200, description: 'Those of one blueprint alone.' })),
  q: Type.Optional(text({ max: 200, description: 'Words that stand in title or identifier.' })),
  filter: Type.Optional(
    Type.Union(
      [
        Type.String({ minLength: 1, maxLength: 2_000 }),
        Type.Array(Type.String({ minLength: 1, maxLength: 2_000 }), { maxItems: 20 }),
      ],
      {
        description:
          'Conditions that all hold, as `field:op:value`; several times, or parted by `;` (`\\;` in a value). Fields: title, identifier, team, updated, properties.…, calculated.…, relations.…; ops: eq, ne, contains, gt, lt, and without a value empty, set. Such as `properties.language:eq:python`.',
      },
    ),
  ),
}

export const sort = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 250,
    pattern: '^-?(title|identifier|team|updated|(properties|calculated)\\.[^\\u0000]+)$',
    description: 'A field; with a `-` from the last to the first. By title when left out.',
  }),
)

const Related = Type.Object({
  blueprint: Type.String(),
  identifier: Type.String(),
  title: Nullable(Type.String({ description: 'Null when there is no such entity.' })),
})

const Brief = {
  uuid: Type.String(),
  blueprint: Type.Object({ identifier: Type.String(), title: Type.String() }),
  identifier: Type.String(),
  title: Type.String(),
  icon: Nullable(Type.String()),
}

const values = {
  ...Brief,
  team: Type.Unknown({ description: 'A text or a list of them; null while unknown.' }),
  properties: named(),
  calculated: named(),
  mirrored: named('Mirror properties, as they are at the end of their ways now.'),
  relations: namedBy(
    Type.Object({ count: Type.Integer(), items: Type.Array(Related, { description: 'The first of them.' }) }),
  ),
  is_stub: Type.Boolean({ description: 'Whether nothing is known of it but that others refer to it.' }),
  updated_at: Timestamp,
}

export const Listed = Type.Object({
  ...values,
  cut: Type.Array(Type.String(), {
    description: 'Properties of which only the beginning stands here, since they are long.',
  }),
})

export const Entity = Type.Object({
  ...values,
  created_at: Timestamp,
})

export const Found = Type.Object(Brief)

export const Facet = Type.Object({
  field: Type.String({ description: 'As a filter names it.' }),
  title: Type.String(),
  values: Type.Array(
    Type.Object({
      value: Nullable(Type.String({ description: 'Null for those of which it is not known.' })),
      label: Nullable(Type.String({ description: 'Title of what is referred to.' })),
      count: Type.Integer(),
    }),
  ),
  more: Type.Integer({ description: 'Rarer values that are not among these.' }),
})

export const Group = Type.Object({
  value: Nullable(Type.String({ description: 'Null for those that have none.' })),
  label: Nullable(Type.String()),
  count: Type.Integer(),
})

/** What can be said of an entity by hand, as Port writes it. */
const said = {
  title: Type.Optional(Nullable(text({ max: longestName }))),
  icon: Type.Optional(Nullable(text({ max: 100 }))),
  team: Type.Optional(
    Type.Union([text({ max: 200 }), Type.Array(text({ max: 200 }), { maxItems: 100 }), Type.Null()]),
  ),
  properties: named(),
  relations: namedBy(
    Type.Union([
      text({ max: longestName }),
      Type.Array(text({ max: longestName }), { maxItems: 10_000 }),
      Type.Null(),
    ]),
  ),
}

const closed = { additionalProperties: false } as const
const identifier = text({ max: longestName })
const blueprint = text({ max: 200 })

export const ToCreate = Type.Object(
  {
    ...{ blueprint, identifier, title: said.title, icon: said.icon, team: said.team },
    ...{ properties: Type.Optional(said.properties), relations: Type.Optional(said.relations) },
  },
  closed,
)

export const ToReplace = Type.Object(
  { ...said, relations: Type.Optional(said.relations) },
  { ...closed, description: 'What is left out is not said any more.' },
)

export const ToPatch = Type.Object(
  { ...said, properties: Type.Optional(said.properties), relations: Type.Optional(said.relations) },
  {
    ...closed,
    minProperties: 1,
    description:
      'What is left out stays; properties and relations one by one. Null takes back what was said.',
  },
)

export const ToBulk = Type.Object(
  {
    blueprint: Type.Optional(blueprint),
    entities: Type.Array(
      Type.Object(
        {
          ...{ identifier, title: said.title, icon: said.icon, team: said.team },
          blueprint: Type.Optional(blueprint),
          ...{ properties: Type.Optional(said.properties), relations: Type.Optional(said.relations) },
        },
        closed,
      ),
      { minItems: 1, maxItems: 1_000 },
    ),
  },
  closed,
)

export const BulkDone = Type.Object({
  created: Type.Integer(),
  updated: Type.Integer(),
  failed: Type.Integer(),
  items: Type.Array(
    Type.Object({
      index: Type.Integer({ description: 'Its place in what was sent, from zero.' }),
      identifier: Type.String(),
      outcome: Type.Union([Type.Literal('created'), Type.Literal('updated'), Type.Literal('failed')]),
      problem: Nullable(Type.String({ description: 'Why it failed; all others are stored all the same.' })),
    }),
  ),
})
