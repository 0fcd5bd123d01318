import { Type } from '@sinclair/typebox'
import type { JsonSchema } from './blueprint-shapes.ts'
import {
  Answers,
  Finding,
  HeldEntities,
  MappedKind,
  MappedRecord,
  Mapping,
  MappingName,
  MappingText,
  MappingVersion,
  MappingWithText,
  Preview,
  Remap,
  SavedMapping,
  Template,
  TriedResource,
} from './mapping-shapes.ts'
import { Id, Nullable, Page, paging, text } from './page.ts'
import { defineResource } from './resource.ts'

const closed = { additionalProperties: false } as const
const Version = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })
const params = Type.Object({ id: Id })

export const mappings = defineResource({
  name: 'mappings',
  doc: 'What records become in the catalogue, in YAML and JQ.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/mappings',
      access: 'catalog:view',
      doc: 'Every mapping, and what became of the records of each kind.',
      answer: Type.Object({
        items: Type.Array(Mapping),
        remap: Nullable(Remap),
      }),
    },
    get: {
      method: 'GET',
      path: '/mappings/{id}',
      access: 'catalog:view',
      doc: 'One of them, with its text.',
      params,
      answer: MappingWithText,
    },
    create: {
      method: 'POST',
      path: '/mappings',
      access: 'catalog:edit',
      doc: 'Makes a mapping, and maps everything by it.',
      body: Type.Object({ name: MappingName, text: MappingText }, closed),
      answer: SavedMapping,
      status: 201,
      audit: 'mapping.create',
    },
    save: {
      method: 'PUT',
      path: '/mappings/{id}',
      access: 'catalog:edit',
      doc: 'Saves a text as the newest version, and maps everything by it. Refused when somebody saved a newer version than the one it began with.',
      params,
      body: Type.Object(
        {
          text: MappingText,
          version: Type.Integer({
            minimum: 1,
            maximum: 1_000_000_000,
            description: 'The version it began with.',
          }),
          restores: Type.Optional(Version),
        },
        closed,
      ),
      answer: SavedMapping,
      audit: 'mapping.save',
    },
    switch: {
      method: 'POST',
      path: '/mappings/{id}/switch',
      access: 'catalog:edit',
      doc: 'Switches a mapping on or off. What one that is off made stays as it was.',
      params,
      body: Type.Object({ is_active: Type.Boolean() }, closed),
      answer: Type.Object({ is_active: Type.Boolean() }),
      audit: 'mapping.switch',
    },
    remove: {
      method: 'DELETE',
      path: '/mappings/{id}',
      access: 'catalog:edit',
      doc: 'Removes a mapping, with the entities of which it alone says something.',
      params,
      answer: Type.Object({
        entities: Type.Integer({ description: 'Entities of which it said something.' }),
      }),
      audit: 'mapping.remove',
    },
    versions: {
      method: 'GET',
      path: '/mappings/{id}/versions',
      access: 'catalog:view',
      doc: 'Every text that it had, the newest first.',
      params,
      answer: Type.Object({ items: Type.Array(MappingVersion) }),
    },
    records: {
      method: 'GET',
      path: '/mappings/{id}/records',
      access: 'catalog:view',
      doc: 'What became of single records.',
      params,
      query: Type.Object({
        ...paging,
        kind: Type.Optional(text({ max: 40 })),
        outcome: Type.Optional(
          Type.Union(['mapped', 'filtered', 'errored', 'gone'].map((one) => Type.Literal(one))),
        ),
      }),
      answer: Page(MappedRecord),
    },
    templates: {
      method: 'GET',
      path: '/mappings/templates',
      access: 'catalog:view',
      doc: 'Mappings to begin with.',
      answer: Type.Object({ items: Type.Array(Template) }),
    },
    kinds: {
      method: 'GET',
      path: '/mappings/kinds',
      access: 'catalog:view',
      doc: 'The kinds of records that can be mapped, each with its default mapping and the blueprint of what that makes.',
      answer: Type.Object({ items: Type.Array(MappedKind) }),
    },
    schema: {
      method: 'GET',
      path: '/mappings/schema',
      access: 'catalog:view',
      doc: 'What a mapping may consist of, as JSON schema: for editors that help to write one.',
      answer: Type.Unsafe<JsonSchema>({ description: 'A JSON schema.' }),
    },
    try: {
      method: 'POST',
      path: '/mappings/try',
      access: 'catalog:edit',
      doc: 'What a mapping would make of some records that are stored. Nothing of it is stored, and nothing is asked of Bitbucket.',
      body: Type.Object(
        {
          text: MappingText,
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
        answers: Answers,
      }),
      audit: 'mapping.try',
    },
    preview: {
      method: 'POST',
      path: '/mappings/preview',
      access: 'catalog:edit',
      doc: 'What saving a text would change in the catalogue. Nothing is stored.',
      body: Type.Object(
        {
          text: MappingText,
          mapping: Type.Optional(Nullable(Id)),
          records: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 20_000,
              description: 'Records of each resource, at most; 2,000 when left out.',
            }),
          ),
        },
        closed,
      ),
      answer: Preview,
      audit: 'mapping.preview',
    },
    remap: {
      method: 'POST',
      path: '/mappings/remap',
      access: 'catalog:edit',
      doc: 'Maps everything again from what is stored; nothing is asked of Bitbucket.',
      answer: Type.Object({
        total: Type.Integer({
          description: 'What is mapped at once: records, and repositories for their files.',
        }),
      }),
      audit: 'mapping.remap',
    },
    held: {
      method: 'GET',
      path: '/mappings/held',
      access: 'catalog:view',
      doc: 'Entities that would be removed, more of them at once than the mapping allows: they stay until somebody decides.',
      answer: Type.Object({ items: Type.Array(HeldEntities) }),
    },
    decide: {
      method: 'POST',
      path: '/mappings/held/{id}/decide',
      access: 'catalog:edit',
      doc: 'Removes what is held, or keeps it as if a person had entered it.',
      params,
      body: Type.Object({ decision: Type.Union([Type.Literal('remove'), Type.Literal('keep')]) }, closed),
      answer: Type.Object({ gone: Type.Integer() }),
      audit: 'mapping.decide',
    },
  },
})
