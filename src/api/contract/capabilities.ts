import { Type } from '@sinclair/typebox'
import { Id, Timestamp } from './page.ts'
import { defineResource } from './resource.ts'

export const capabilities = defineResource({
  name: 'capabilities',
  doc: 'What the Bitbucket behind a connection was found to do or not to do.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/connections/{id}/capabilities',
      access: 'integration:view',
      doc: 'Everything that was found, by name. What was not asked yet is not listed.',
      params: Type.Object({ id: Id }),
      answer: Type.Object({
        items: Type.Array(Type.Object({ name: Type.String(), value: Type.Unknown(), seen_at: Timestamp })),
      }),
    },
  },
})
