import { Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp } from './page.ts'
import { defineResource } from './resource.ts'

const Account = Type.Object({
  identity: Type.String({ description: 'Whom Bitbucket counts the requests against.' }),
  class: Type.String({ description: 'api, git, raw or hooks.' }),
  credentials: Type.Array(
    Type.Object({ id: Id, label: Type.String(), connection: Type.Object({ id: Id, alias: Type.String() }) }),
    { description: 'Credentials that share this account.' },
  ),
  limit: Type.Integer({ description: 'Requests per window.' }),
  limit_source: Type.Union([
    Type.Literal('plan'),
    Type.Literal('header'),
    Type.Literal('refusal'),
    Type.Literal('person'),
  ]),
  used: Type.Integer({ description: 'Sent or leased in the window now, with what others used.' }),
  reserved: Type.Integer({ description: 'Kept back now for people and webhooks.' }),
  left: Type.Integer({ description: 'What background work may send at once.' }),
  used_by_people: Type.Integer({ description: 'Part of used that was sent for people and webhooks.' }),
  foreign: Type.Integer({ description: 'Part of used that others sent with the identity.' }),
  parked_until: Nullable(Timestamp),
  refusals: Type.Integer({ description: 'Refusals in a row.' }),
})

const Hour = Type.Object({
  hour: Timestamp,
  identity: Type.String(),
  class: Type.String(),
  requests: Type.Integer(),
  refused: Type.Integer({ description: 'Answered 429.' }),
})

const Spender = Type.Object({
  connection: Type.Object({ id: Id, alias: Type.String() }),
  stream: Type.String(),
  template: Type.String({ description: 'The address that was asked.' }),
  requests: Type.Integer(),
})

export const ledger = defineResource({
  name: 'ledger',
  doc: 'The account of requests: what each identity may send, has sent and has left, and for what.',
  endpoints: {
    get: {
      method: 'GET',
      path: '/ledger',
      access: 'integration:view',
      doc: 'Accounts as they stand, the last 24 hours, and who spent most in them.',
      query: Type.Object({ connection: Type.Optional(Id) }),
      answer: Type.Object({
        window_seconds: Type.Integer(),
        accounts: Type.Array(Account),
        hours: Type.Array(Hour, { description: 'The newest first.' }),
        spenders: Type.Array(Spender, { description: 'At most 20, the largest first.' }),
      }),
    },
  },
})
