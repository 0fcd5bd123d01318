import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const ApiKey = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String({ description: 'The first characters of the key, to tell keys apart.' }),
  owner: Type.Object({ id: Id, name: Type.String() }),
  permissions: Type.Array(Type.String()),
  created_at: Timestamp,
  expires_at: Nullable(Timestamp),
  last_used_at: Nullable(Timestamp),
})

export const apiKeys = defineResource({
  name: 'api-keys',
  doc: 'Keys with which programs call the API. A key never allows more than its owner’s role does now.',
  feature: 'api_keys',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api-keys',
      access: 'api-key:edit',
      doc: 'One’s own keys; those of everybody with the permission people:edit.',
      query: Type.Object(paging),
      answer: Page(ApiKey),
    },
    create: {
      method: 'POST',
      path: '/api-keys',
      access: 'api-key:edit',
      doc: 'Makes a key. The answer holds it once; only its hash is stored.',
      body: Type.Object(
        {
          name: text({ max: 200 }),
          permissions: Type.Array(text({ max: 100 }), { minItems: 1, maxItems: 100, uniqueItems: true }),
          expires_at: Type.Optional(Timestamp),
        },
        { additionalProperties: false },
      ),
      answer: Type.Object({ key: Type.String(), api_key: ApiKey }),
      status: 201,
      audit: 'api_key.create',
    },
    revoke: {
      method: 'DELETE',
      path: '/api-keys/{id}',
      access: 'api-key:edit',
      doc: 'Ends a key at once.',
      params: Type.Object({ id: Id }),
      answer: null,
      audit: 'api_key.revoke',
    },
  },
})
