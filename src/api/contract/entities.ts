import { Type } from '@sinclair/typebox'
import { Uuid } from './connection-shapes.ts'
import {
  BulkDone,
  choice,
  Entity,
  Facet,
  Found,
  Group,
  Listed,
  named,
  params,
  sort,
  ToBulk,
  ToCreate,
  ToPatch,
  ToReplace,
} from './entity-shapes.ts'
import { Page, paging, text } from './page.ts'
import { defineResource } from './resource.ts'

export const entities = defineResource({
  name: 'entities',
  doc: 'The things of the catalogue. What a person or a program says of one stands above what mappings and discoveries say, property by property.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/entities',
      access: 'catalog:view',
      doc: 'Entities, by title unless told otherwise. Long texts among their properties are cut.',
      query: Type.Object({ ...paging, ...choice, sort }),
      answer: Page(Listed),
    },
    facets: {
      method: 'GET',
      path: '/entities/facets',
      access: 'catalog:view',
      doc: 'What the entities of one blueprint have in common, with counts: choices, yes and no, teams and relations to one.',
      query: Type.Object(choice),
      answer: Type.Object({
        total: Type.Integer({ description: 'Entities that are chosen.' }),
        items: Type.Array(Facet),
      }),
    },
    groups: {
      method: 'GET',
      path: '/entities/groups',
      access: 'catalog:view',
      doc: 'Entities counted by what a field says, the largest groups first; by blueprint when no field is named.',
      query: Type.Object({
        ...choice,
        by: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 250,
            pattern: '^(team|(properties|calculated|relations)\\.[^\\u0000]+)$',
            description: 'A field, such as properties.language or relations.project.',
          }),
        ),
      }),
      answer: Type.Object({
        items: Type.Array(Group),
        more: Type.Integer({ description: 'Smaller groups that are not among these.' }),
      }),
    },
    search: {
      method: 'GET',
      path: '/entities/search',
      access: 'catalog:view',
      doc: 'Entities whose title or identifier holds every word, the likeliest first.',
      query: Type.Object({
        q: text({ max: 200 }),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
      }),
      answer: Type.Object({ items: Type.Array(Found) }),
    },
    export: {
      method: 'GET',
      path: '/entities/export',
      access: 'catalog:view',
      doc: 'All entities that are chosen as one file in Port’s form. In CSV no cell is a formula.',
      query: Type.Object({
        ...choice,
        sort,
        format: Type.Optional(
          Type.Union([Type.Literal('json'), Type.Literal('csv'), Type.Literal('yaml')], {
            description: 'JSON unless told otherwise.',
          }),
        ),
      }),
      answer: Type.Object({ items: Type.Array(named()) }),
      file: true,
    },
    getByUuid: {
      method: 'GET',
      path: '/entities/{uuid}',
      access: 'catalog:view',
      doc: 'One entity by its uuid, which outlives every name.',
      params: Type.Object({ uuid: Uuid }),
      answer: Entity,
    },
    get: {
      method: 'GET',
      path: '/entities/{blueprint}/{identifier}',
      access: 'catalog:view',
      doc: 'One entity with all that is known of it.',
      params,
      answer: Entity,
    },
    create: {
      method: 'POST',
      path: '/entities',
      access: 'catalog:edit',
      doc: 'Adds an entity. It is refused where there is one of that identifier.',
      body: ToCreate,
      answer: Entity,
      status: 201,
      audit: 'entity.create',
    },
    bulk: {
      method: 'POST',
      path: '/entities/bulk',
      access: 'catalog:edit',
      doc: 'Adds or replaces up to 1,000 entities; each that fails says why, and hinders no other.',
      body: ToBulk,
      answer: BulkDone,
      audit: 'entity.bulk',
    },
    replace: {
      method: 'PUT',
      path: '/entities/{blueprint}/{identifier}',
      access: 'catalog:edit',
      doc: 'Puts something else in place of what was said of it by hand. What mappings and discoveries say stays.',
      params,
      body: ToReplace,
      answer: Entity,
      audit: 'entity.update',
    },
    patch: {
      method: 'PATCH',
      path: '/entities/{blueprint}/{identifier}',
      access: 'catalog:edit',
      doc: 'Changes some of what is said of it by hand.',
      params,
      body: ToPatch,
      answer: Entity,
      audit: 'entity.update',
    },
    remove: {
      method: 'DELETE',
      path: '/entities/{blueprint}/{identifier}',
      access: 'catalog:edit',
      doc: 'Removes an entity. One that a mapping or a discovery makes would come back, and is refused.',
      params,
      answer: null,
      audit: 'entity.remove',
    },
  },
})
