import { Type } from '@sinclair/typebox'
import { asWritten, Definition, type JsonSchema } from './blueprint-shapes.ts'
import { Nullable, Page, paging, sorting, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const closed = { additionalProperties: false } as const

const Given = Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object', description: asWritten })
/** Where several would be taken apart one by one, one alone that names nothing is no blueprint. */
const GivenAlone = Type.Unsafe<Readonly<Record<string, unknown>>>({
  ...{ type: 'object', required: ['identifier'], description: asWritten },
})

const Identifier = text({ max: 200, description: 'Identifier of the blueprint.' })
const params = Type.Object({ identifier: Identifier })

const Finding = Type.Object({
  level: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  line: Type.Integer({ description: 'From one.' }),
  column: Type.Integer({ description: 'From one.' }),
  path: Type.String({
    description: 'Where it stands, such as relations.project.target; empty for the whole.',
  }),
  message: Type.String(),
  mended: Nullable(Type.String({ description: 'What would be right in its place, where that is known.' })),
})

const origin = {
  shipped: Nullable(Type.String({ description: 'The template it was made of.' })),
  is_changed: Type.Boolean({ description: 'Whether it is another than that template.' }),
}

const Blueprint = Type.Object({
  identifier: Type.String(),
  title: Type.String(),
  definition: Definition,
  entities: Type.Integer(),
  referrers: Type.Array(Type.String(), { description: 'Other blueprints with relations that lead to it.' }),
  ...origin,
  revision: Type.Integer({ description: 'Counts its changes; the ETag is made of it.' }),
  created_at: Timestamp,
  updated_at: Timestamp,
})

const Affected = Type.Array(
  Type.Object({
    name: Type.String({ description: 'Of the property or relation.' }),
    entities: Type.Integer(),
    examples: Type.Array(
      Type.Object({
        identifier: Type.String(),
        title: Type.String(),
        value: Type.String({ description: 'The beginning of the value, as JSON.' }),
        message: Type.String(),
      }),
    ),
  }),
)

const Impact = Type.Object({
  entities: Type.Integer({ description: 'Entities of the blueprint.' }),
  values: Affected,
  missing: Affected,
  relations: Affected,
  blueprints: Type.Array(
    Type.Object({ identifier: Type.String(), path: Type.String(), message: Type.String() }),
    { description: 'What leads nowhere in other blueprints then.' },
  ),
})

const Outcome = Type.Union(
  ['made', 'changed', 'unchanged', 'kept', 'refused'].map((one) => Type.Literal(one)),
  { description: 'kept: another of the same identifier is there, and was not to be replaced.' },
)

export const blueprints = defineResource({
  name: 'blueprints',
  doc: 'What the entities of a kind look like: properties, relations, mirrors, calculations and layout.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/blueprints',
      access: 'catalog:view',
      doc: 'Blueprints, by title unless told otherwise.',
      query: Type.Object({
        ...paging,
        search: Type.Optional(text({ max: 200, description: 'Part of a title or an identifier.' })),
        sort: sorting('title', 'identifier', 'entities', 'updated_at'),
      }),
      answer: Page(
        Type.Object({
          identifier: Type.String(),
          title: Type.String(),
          description: Nullable(Type.String()),
          entities: Type.Integer(),
          properties: Type.Integer(),
          relations: Type.Integer(),
          ...origin,
          updated_at: Timestamp,
        }),
      ),
    },
    get: {
      method: 'GET',
      path: '/blueprints/{identifier}',
      access: 'catalog:view',
      doc: 'One blueprint.',
      params,
      answer: Blueprint,
      versioned: true,
    },
    create: {
      method: 'POST',
      path: '/blueprints',
      access: 'catalog:edit',
      doc: 'Makes a blueprint. What is stored is mapped again.',
      body: Type.Object({ definition: Given }, closed),
      answer: Blueprint,
      status: 201,
      audit: 'blueprint.create',
    },
    update: {
      method: 'PUT',
      path: '/blueprints/{identifier}',
      access: 'catalog:edit',
      doc: 'Puts another definition in place of one; the identifier stays. Values that do not fit any more are not shown, and are there again when they fit again.',
      params,
      body: Type.Object({ definition: Given }, closed),
      answer: Blueprint,
      audit: 'blueprint.update',
      versioned: true,
    },
    remove: {
      method: 'DELETE',
      path: '/blueprints/{identifier}',
      access: 'catalog:edit',
      doc: 'Removes a blueprint. One that has entities is removed only with them, one that relations lead to not at all.',
      params,
      query: Type.Object({
        entities: Type.Optional(Type.Boolean({ description: 'Removes its entities, too.' })),
      }),
      answer: null,
      audit: 'blueprint.remove',
    },
    templates: {
      method: 'GET',
      path: '/blueprint-templates',
      access: 'catalog:view',
      doc: 'Blueprints that ship: ours, and those of Port.',
      answer: Type.Object({
        items: Type.Array(
          Type.Object({
            identifier: Type.String(),
            title: Type.String(),
            of: Type.Union([Type.Literal('windlass'), Type.Literal('port')]),
            description: Nullable(Type.String()),
            is_there: Type.Boolean({ description: 'Whether there is a blueprint of this identifier.' }),
            definition: Definition,
          }),
        ),
      }),
    },
    schema: {
      method: 'GET',
      path: '/blueprint-schema',
      access: 'catalog:view',
      doc: 'What a blueprint may consist of, as JSON schema: for editors that help to write one.',
      answer: Type.Unsafe<JsonSchema>({ description: 'A JSON schema.' }),
    },
    check: {
      method: 'POST',
      path: '/blueprint-checks',
      access: 'catalog:edit',
      doc: 'What is wrong with a blueprint, and what saving it would change for the entities that are there. Nothing is stored.',
      body: Type.Object(
        {
          text: Type.String({ description: 'The blueprint, as JSON.', minLength: 1, maxLength: 200_000 }),
        },
        closed,
      ),
      answer: Type.Object({
        findings: Type.Array(Finding, { description: 'In the order of the text.' }),
        impact: Nullable(Impact),
      }),
      audit: 'blueprint.check',
    },
    bring: {
      method: 'POST',
      path: '/blueprint-imports',
      access: 'catalog:edit',
      doc: 'Stores blueprints that were written elsewhere, one or several, which may lead to each other. Those that are wrong are left out.',
      body: Type.Object(
        {
          blueprints: Type.Union([Type.Array(Given, { minItems: 1, maxItems: 200 }), GivenAlone]),
          replace: Type.Optional(
            Type.Boolean({ description: 'Puts them in place of others of the same identifier.' }),
          ),
        },
        closed,
      ),
      answer: Type.Object({
        items: Type.Array(
          Type.Object({
            identifier: Nullable(Type.String()),
            outcome: Outcome,
            findings: Type.Array(Finding),
          }),
        ),
      }),
      audit: 'blueprint.import',
    },
    takeOut: {
      method: 'GET',
      path: '/blueprint-exports',
      access: 'catalog:view',
      doc: 'Every blueprint as it was written, in a list that can be brought in elsewhere.',
      answer: Type.Object({ blueprints: Type.Array(Definition) }),
    },
  },
})
