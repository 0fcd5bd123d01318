import { Type } from '@sinclair/typebox'
import { params } from './entity-shapes.ts'
import { Id, Nullable, text } from './page.ts'
import { defineResource } from './resource.ts'

const path = '/entities/{blueprint}/{identifier}/named-repositories'

const NamedRepository = Type.Object({
  id: Id,
  repository: Type.String({ description: 'workspace/repository, as it was named.' }),
  connection: Nullable(Type.String({ description: 'Alias; null for the default connection.' })),
  read_by: Nullable(
    Type.String({ description: 'Alias of the connection that is meant; null while there is none.' }),
  ),
  found: Nullable(
    Type.String({
      description: 'What it is called now; null while that connection reads none of that name.',
    }),
  ),
})

export const entityRepositories = defineResource({
  name: 'entity-repositories',
  doc: 'Repositories that people name for an entity, beside those of its sources.',
  endpoints: {
    list: {
      method: 'GET',
      path,
      access: 'catalog:view',
      doc: 'Those of one entity, by name, each with the repository it is found to mean.',
      params,
      answer: Type.Object({ items: Type.Array(NamedRepository) }),
    },
    add: {
      method: 'POST',
      path,
      access: 'catalog:edit',
      doc: 'Names a repository. Without a connection the default one is meant, whichever that is when it is looked up.',
      params,
      body: Type.Object(
        {
          repository: text({
            max: 500,
            description: 'workspace/repository, or the address of one of its pages.',
          }),
          connection: Type.Optional(Nullable(text({ max: 200, description: 'Alias of the connection.' }))),
        },
        { additionalProperties: false },
      ),
      answer: NamedRepository,
      status: 201,
      audit: 'entity.name_repository',
    },
    remove: {
      method: 'DELETE',
      path: `${path}/{id}`,
      access: 'catalog:edit',
      doc: 'Takes a name back.',
      params: Type.Object({ ...params.properties, id: Id }),
      answer: null,
      audit: 'entity.unname_repository',
    },
  },
})
