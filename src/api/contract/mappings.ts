import { Type } from '@sinclair/typebox'
import { Nullable } from './page.ts'
import { defineResource } from './resource.ts'

const closed = { additionalProperties: false } as const

const Template = Type.Object({
  name: Type.String(),
  doc: Type.String({ description: 'What it is for, in one sentence.' }),
  text: Type.String({ description: 'The mapping, as YAML.' }),
})

const Finding = Type.Object({
  level: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  line: Type.Integer({ description: 'From one.' }),
  column: Type.Integer({ description: 'From one.' }),
  path: Type.String({ description: 'Where it stands, such as resources[0].selector; empty for the whole.' }),
  message: Type.String(),
  mended: Nullable(Type.String({ description: 'What would be right in its place, where that is known.' })),
})

const anything = Type.Unknown()
const named = Type.Object({}, { additionalProperties: true })

const Entity = Type.Object({
  identifier: Type.String(),
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

const TriedResource = Type.Object({
  kind: Type.String(),
  line: Type.Integer(),
  records: Type.Array(TriedRecord),
})

export const mappings = defineResource({
  name: 'mappings',
  doc: 'What records become in the catalogue, in YAML and JQ.',
  endpoints: {
    templates: {
      method: 'GET',
      path: '/mappings/templates',
      access: 'catalog:view',
      doc: 'Mappings to begin with.',
      answer: Type.Object({ items: Type.Array(Template) }),
    },
    try: {
      method: 'POST',
      path: '/mappings/try',
      access: 'catalog:edit',
      doc: 'What a mapping would make of some records that are stored. Nothing of it is stored, and nothing is asked of Bitbucket.',
      body: Type.Object(
        {
          text: Type.String({ description: 'The mapping, as YAML.', minLength: 1, maxLength: 200_000 }),
          records: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 20,
              description: 'Records of each resource; 5 when left out.',
            }),
          ),
        },
        closed,
      ),
      answer: Type.Object({
        findings: Type.Array(Finding, { description: 'What is wrong with the text, in its order.' }),
        resources: Type.Array(TriedResource, { description: 'Empty while there are errors.' }),
      }),
      audit: 'mapping.try',
    },
  },
})
