import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const Gap = Type.Object({
  id: Id,
  connection: Type.Object({ id: Id, alias: Type.String() }),
  workspace: Type.String(),
  repository: Nullable(Type.String({ description: 'Null when the whole workspace is meant.' })),
  stream: Type.String(),
  reason: Type.String({ description: 'Code of the error.' }),
  status: Nullable(Type.Integer({ description: 'HTTP status of the answer; null when there was none.' })),
  detail: Nullable(Type.String()),
  first_at: Timestamp,
  last_at: Timestamp,
  tries: Type.Integer(),
  next_at: Nullable(Timestamp),
})

export const gaps = defineResource({
  name: 'gaps',
  doc: 'What could not be read, why, and when it is tried again. A gap that closes is gone from here.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/gaps',
      access: 'integration:view',
      doc: 'Gaps, the oldest first.',
      query: Type.Object({
        ...paging,
        connection: Type.Optional(Id),
        stream: Type.Optional(text({ max: 100 })),
        reason: Type.Optional(text({ max: 100, description: 'Code of the error.' })),
      }),
      answer: Page(Gap),
    },
    get: {
      method: 'GET',
      path: '/gaps/{id}',
      access: 'integration:view',
      doc: 'One gap with the beginning of the answer that made it.',
      params: Type.Object({ id: Id }),
      answer: Type.Object({
        ...Gap.properties,
        body: Nullable(
          Type.String({
            description:
              'The first 2 KB of the answer as text; what no screen should be sent, such as control characters, is written as \\xNN.',
          }),
        ),
      }),
    },
    retry: {
      method: 'POST',
      path: '/gaps/retry',
      access: 'integration:edit',
      doc: 'Tries gaps again now: some by their ids, or all of a connection.',
      body: Type.Object(
        {
          ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200 })),
          connection: Type.Optional(Id),
        },
        { additionalProperties: false, minProperties: 1, maxProperties: 1 },
      ),
      answer: Type.Object({
        retried: Type.Integer({ description: 'Gaps that are tried again.' }),
        runs: Type.Array(Id, { description: 'The runs they are tried in.' }),
      }),
      audit: 'gap.retry',
    },
  },
})
