import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

export const syncLogs = defineResource({
  name: 'sync-logs',
  doc: 'What happened between this installation and Bitbucket in the last seven days. Never holds a secret.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/sync-logs',
      access: 'integration:view',
      doc: 'Entries, newest first.',
      query: Type.Object({
        ...paging,
        connection: Type.Optional(Id),
        operation: Type.Optional(text({ max: 100, description: 'Such as verify, sync or git.' })),
        level: Type.Optional(
          Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('error')]),
        ),
      }),
      answer: Page(
        Type.Object({
          id: Id,
          at: Timestamp,
          connection: Nullable(Type.Object({ id: Id, alias: Type.String() })),
          operation: Type.String(),
          level: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('error')]),
          status: Nullable(
            Type.Integer({
              description: 'HTTP status; null when no answer came, or the entry is not about one.',
            }),
          ),
          error: Nullable(Type.String({ description: 'The full error; null when all went well.' })),
          path: Nullable(Type.String()),
          request_id: Nullable(Type.String({ description: 'Id of the request at Bitbucket.' })),
        }),
      ),
    },
  },
})
