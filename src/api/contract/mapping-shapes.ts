import { Type } from '@sinclair/typebox'
import { Definition } from './blueprint-shapes.ts'
import { Id, Nullable, Timestamp } from './page.ts'

export const Template = Type.Object({
  name: Type.String(),
  doc: Type.String({ description: 'What it is for, in one sentence.' }),
  text: Type.String({ description: 'The mapping, as YAML.' }),
})

export const MappedKind = Type.Object({
  kind: Type.String(),
  doc: Type.String({ description: 'What its records are, in one sentence.' }),
  text: Type.String({ description: 'A mapping of this kind alone, as YAML.' }),
  options: Type.Array(Type.Object({ name: Type.String(), doc: Type.String() }), {
    description: 'What its selector may have.',
  }),
  blueprint: Type.Object({
    identifier: Type.String(),
    title: Type.String(),
    is_there: Type.Boolean({ description: 'Whether there is a blueprint of this identifier.' }),
    definition: Definition,
  }),
})

export const Finding = Type.Object({
  level: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  line: Type.Integer({ description: 'From one.' }),
  column: Type.Integer({ description: 'From one.' }),
  path: Type.String({ description: 'Where it stands, such as resources[0].selector; empty for the whole.' }),
  message: Type.String(),
  mended: Nullable(Type.String({ description: 'What would be right in its place, where that is known.' })),
  edit: Nullable(
    Type.Object(
      { from: Type.Integer(), to: Type.Integer(), text: Type.String() },
      { description: 'Characters of the text, from and up to, and what has to stand there instead.' },
    ),
  ),
})

export const Answers = Type.Object(
  { all: Type.Integer(), answers: Type.Integer({ description: 'Those that jq itself gave.' }) },
  { description: 'Answers of expressions. Our own engine gives most of them, ten times as quick as jq.' },
)

const anything = Type.Unknown()
const named = Type.Object({}, { additionalProperties: true })

const Entity = Type.Object({
  identifier: Type.Union([Type.String(), named], {
    description: 'A text, or what is looked for among the entities of the blueprint.',
  }),
  blueprint: Type.String(),
  title: Nullable(Type.String()),
  icon: Nullable(Type.String()),
  team: anything,
  properties: named,
  relations: named,
})

const TriedRecord = Type.Object({
  workspace: Type.String(),
  repository: Nullable(Type.String()),
  key: Type.String({ description: 'What tells it apart in its repository or workspace.' }),
  outcome: Type.Union([Type.Literal('mapped'), Type.Literal('filtered'), Type.Literal('errored')]),
  input: Type.Unknown({ description: 'The record, as expressions see it.' }),
  entities: Type.Array(Entity),
  errors: Type.Array(
    Type.Object({
      field: Type.String(),
      jq: Type.String(),
      message: Type.String(),
    }),
    { description: 'Expressions that could not be answered; their fields are left out of the entity.' },
  ),
})

export const TriedResource = Type.Object({
  kind: Type.String(),
  line: Type.Integer(),
  records: Type.Array(TriedRecord),
})

/** Plain enough for the command line. */
export const MappingName = Type.String({
  minLength: 1,
  maxLength: 60,
  pattern: '^[a-z0-9][a-z0-9._-]*$',
  description: 'Small letters, digits, dots, dashes and underscores.',
})

export const MappingText = Type.String({
  description: 'The mapping, as YAML.',
  minLength: 1,
  maxLength: 200_000,
})

const Outcomes = Type.Object({
  kind: Type.String(),
  mapped: Type.Integer(),
  filtered: Type.Integer({ description: 'Left out by the query of the resource.' }),
  errored: Type.Integer({ description: 'An expression failed; what was known before stays.' }),
  gone: Type.Integer({ description: 'Have no record any more, and wait for the guard of removals.' }),
})

const mapping = {
  id: Id,
  name: Type.String(),
  is_active: Type.Boolean(),
  version: Type.Integer(),
  shipped: Nullable(Type.String({ description: 'The template it was made of.' })),
  updated_at: Timestamp,
}

export const Mapping = Type.Object({ ...mapping, outcomes: Type.Array(Outcomes) })
export const MappingWithText = Type.Object({ ...mapping, text: Type.String() })

export const MappingVersion = Type.Object({
  version: Type.Integer(),
  text: Type.String(),
  restores: Nullable(Type.Integer({ description: 'The version whose text it brings back.' })),
  made_by: Nullable(Type.String({ description: 'Null where it was shipped, or the person is gone.' })),
  made_at: Timestamp,
})

export const SavedMapping = Type.Object({
  id: Id,
  version: Type.Integer(),
  findings: Type.Array(Finding, { description: 'Warnings alone: a text with errors is refused.' }),
})

export const Remap = Type.Object({
  cause: Type.Union(['mapping', 'blueprint', 'person', 'start'].map((one) => Type.Literal(one))),
  subject: Nullable(Type.String({ description: 'Name of the mapping or blueprint that was saved.' })),
  total: Type.Integer(),
  done: Type.Integer(),
  started_at: Timestamp,
  ended_at: Nullable(Timestamp),
})

export const MappedRecord = Type.Object({
  id: Id,
  kind: Type.String(),
  workspace: Type.String(),
  repository: Nullable(Type.String()),
  key: Type.String(),
  outcome: Type.String(),
  errors: Type.Array(Type.Object({ field: Type.String(), jq: Type.String(), message: Type.String() })),
  mapped_at: Timestamp,
})

const count = Type.Integer()

export const Preview = Type.Object({
  findings: Type.Array(Finding),
  records: Type.Integer({ description: 'Records that were mapped for it.' }),
  partly: Type.Array(Type.String(), { description: 'Kinds of which only the first records were mapped.' }),
  ...{ errored: count, created: count, changed: count, removed: count, same: count },
  examples: Type.Array(
    Type.Object({
      change: Type.Union([Type.Literal('created'), Type.Literal('changed'), Type.Literal('removed')]),
      blueprint: Type.String(),
      identifier: Type.String(),
      title: Nullable(Type.String()),
      fields: Type.Array(
        Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() }),
      ),
    }),
    { description: 'At most 50 of each.' },
  ),
  answers: Answers,
})

export const HeldEntities = Type.Object({
  id: Id,
  mapping: Type.String(),
  kind: Type.String(),
  gone: Type.Integer({ description: 'Of what it made, so much has no record any more.' }),
  known: Type.Integer({ description: 'Of so much.' }),
  held_at: Timestamp,
  examples: Type.Array(
    Type.Object({ blueprint: Type.String(), identifier: Type.String(), title: Type.String() }),
    { description: 'At most 20.' },
  ),
})
