import { type Static, type TSchema, Type } from '@sinclair/typebox'

const closed = { additionalProperties: false } as const
const Title = Type.Optional(Type.String({ maxLength: 200, description: 'Name for people.' }))
const Text = Type.Optional(Type.String({ maxLength: 2_000, description: 'What it is for.' }))
const Icon = Type.Optional(Type.String({ maxLength: 100, description: 'Name of an icon.' }))

const propertyTypes = ['string', 'number', 'boolean', 'array', 'object'] as const
const Kind = Type.Union(propertyTypes.map((one) => Type.Literal(one)))

/** What a text may be in particular. */
export const formats = [
  'url',
  'markdown',
  'date-time',
  'user',
  'team',
  'email',
  'yaml',
  'ipv4',
  'ipv6',
  'timer',
  'proto',
] as const

/** Those of Port; others are kept, and shown in grey. */
const colours = [
  ...['blue', 'turquoise', 'orange', 'purple', 'pink', 'yellow', 'green', 'red'],
  ...['darkGray', 'lightGray', 'bronze', 'lime', 'gold', 'silver', 'olive'],
]

const Enum = Type.Optional(
  Type.Array(Type.Union([Type.String(), Type.Number()]), {
    minItems: 1,
    description: 'The values that are allowed.',
  }),
)

/** JSON schema says more of a value than is listed here; it is kept and obeyed. */
const Property = Type.Object(
  {
    type: Kind,
    title: Title,
    description: Text,
    icon: Icon,
    format: Type.Optional(
      Type.String({ maxLength: 100, description: 'What a text is in particular.', examples: [...formats] }),
    ),
    enum: Enum,
    enumColors: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 40, examples: [...colours] }), {
        description: 'Colours of the values that are allowed.',
      }),
    ),
    pattern: Type.Optional(
      Type.String({ maxLength: 1_000, description: 'Regular expression that a text has to contain.' }),
    ),
    items: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'What stands in a list, as JSON schema.' }),
    ),
    $id: Type.Optional(Type.String({ maxLength: 1_000 })),
  },
  { additionalProperties: true, description: 'A property, as JSON schema.' },
)

const Relation = Type.Object(
  {
    title: Title,
    description: Text,
    target: Type.String({ minLength: 1, maxLength: 200, description: 'Identifier of the other blueprint.' }),
    required: Type.Optional(Type.Boolean()),
    many: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: true },
)

const Mirror = Type.Object(
  {
    title: Title,
    path: Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Relations and at last a property, such as repository.url.',
    }),
  },
  { additionalProperties: true },
)

const Calculation = Type.Object(
  {
    title: Title,
    description: Text,
    icon: Icon,
    type: Kind,
    format: Type.Optional(Type.String({ maxLength: 100 })),
    calculation: Type.String({ minLength: 1, maxLength: 10_000, description: 'JQ over the entity.' }),
  },
  { additionalProperties: true },
)

/** Blocks of the overview of an entity, in their usual order. */
const blocks = ['properties', 'repository', 'language', 'owners', 'recent-activity', 'relations'] as const
/** Tabs of an entity, in their usual order. */
const tabs = [
  'overview',
  'repository',
  'pull-requests',
  'ci-cd',
  'relationships',
  'events',
  'sources',
  'yaml',
] as const

const Layout = Type.Object(
  {
    tabs: Type.Optional(Type.Array(Type.Union(tabs.map((one) => Type.Literal(one))), { uniqueItems: true })),
    blocks: Type.Optional(
      Type.Array(Type.Union(blocks.map((one) => Type.Literal(one))), { uniqueItems: true }),
    ),
  },
  {
    ...closed,
    description: 'Tabs and blocks of its entities, in their order; what is not named is not shown.',
  },
)

const named = <T extends TSchema>(value: T) =>
  Type.Optional(Type.Record(Type.String({ minLength: 1, maxLength: 200 }), value))

/** A blueprint as Port writes it, with a layout of ours. */
export const Definition = Type.Object(
  {
    identifier: Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9@_.+:\\\\/=-]+$' }),
    title: Title,
    icon: Icon,
    description: Text,
    schema: Type.Object(
      {
        properties: Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Property),
        required: Type.Optional(Type.Array(Type.String())),
      },
      { additionalProperties: true },
    ),
    relations: named(Relation),
    mirrorProperties: named(Mirror),
    calculationProperties: named(Calculation),
    layout: Type.Optional(Layout),
  },
  { additionalProperties: true, description: 'A blueprint, as Port writes it; layout is ours.' },
)

/** What Port writes beside that. It is kept for those who read it there, and changes nothing here. */
export const withoutEffect = [
  'aggregationProperties',
  'teamInheritance',
  'ownership',
  'changelogDestination',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'id',
] as const

export type Definition = Static<typeof Definition>
export type Property = Static<typeof Property>
export type Relation = Static<typeof Relation>

export interface Blueprint {
  readonly id: string
  readonly identifier: string
  readonly title: string
  readonly definition: Definition
  /** The template it was made of. */
  readonly shipped: string | null
  readonly revision: number
}
