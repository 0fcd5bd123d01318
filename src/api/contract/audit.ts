import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, sorting, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const AuditEntry = Type.Object({
  id: Id,
  at: Timestamp,
  actor: Type.Object({
    kind: Type.Union([
      Type.Literal('person'),
      Type.Literal('api_key'),
      Type.Literal('command_line'),
      Type.Literal('nobody'),
    ]),
    id: Nullable(Id),
    name: Type.String(),
  }),
  action: Type.String(),
  subject: Nullable(Type.Object({ kind: Type.String(), id: Type.String(), name: Type.String() })),
  before: Type.Unknown(),
  after: Type.Unknown(),
  outcome: Type.Union([Type.Literal('done'), Type.Literal('refused')]),
  address: Nullable(Type.String()),
  request_id: Nullable(Type.String()),
})

export const audit = defineResource({
  name: 'audit',
  doc: 'Who changed what, and when. Entries cannot be changed or removed; secrets are masked before they are written.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/audit',
      access: 'audit:view',
      doc: 'Entries, newest first unless told otherwise.',
      query: Type.Object({
        ...paging,
        search: Type.Optional(text({ max: 200, description: 'Part of an actor’s or a subject’s name.' })),
        action: Type.Optional(text({ max: 100, description: 'An action, or its beginning up to a dot.' })),
        outcome: Type.Optional(Type.Union([Type.Literal('done'), Type.Literal('refused')])),
        from: Type.Optional(Timestamp),
        to: Type.Optional(Timestamp),
        sort: sorting('at'),
      }),
      answer: Page(AuditEntry),
    },
    get: {
      method: 'GET',
      path: '/audit/{id}',
      access: 'audit:view',
      doc: 'One entry.',
      params: Type.Object({ id: Id }),
      answer: AuditEntry,
    },
    actions: {
      method: 'GET',
      path: '/audit/actions',
      access: 'audit:view',
      doc: 'The actions that occur, for a filter.',
      answer: Type.Object({ items: Type.Array(Type.String()) }),
    },
  },
})
