import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const Webhook = Type.Object({
  id: Id,
  connection: Type.Object({ id: Id, alias: Type.String() }),
  workspace: Type.Object({ id: Id, slug: Type.String(), name: Type.String() }),
  state: Type.Union(
    [Type.Literal('waiting'), Type.Literal('registered'), Type.Literal('by_hand'), Type.Literal('failed')],
    {
      description:
        'waiting: not registered yet; registered: Bitbucket has it as it should be; by_hand: the credentials may not manage webhooks, so that a person makes it; failed: Bitbucket could not be asked, and is asked again.',
    },
  ),
  detail: Nullable(Type.String({ description: 'What it waits for, or why it is by_hand or failed.' })),
  url: Nullable(Type.String({ description: 'Where Bitbucket is to send to; null until that is known.' })),
  events: Type.Array(Type.String(), { description: 'Events that Bitbucket said it sends.' }),
  secret_last_four: Nullable(Type.String({ description: 'The last four characters of its secret.' })),
  previous_secret_until: Nullable(
    Type.String({ format: 'date-time', description: 'Until when the secret before is taken, too.' }),
  ),
  checked_at: Nullable(Timestamp),
  repaired_at: Nullable(Timestamp),
  first_delivery_at: Nullable(Timestamp),
  last_delivery_at: Nullable(Timestamp),
  lag: Nullable(
    Type.Object(
      { p50_seconds: Type.Number(), p99_seconds: Type.Number() },
      { description: 'From arrival until settled, of the last hour; null when nothing came.' },
    ),
  ),
  last_day: Type.Object(
    {
      received: Type.Integer(),
      done: Type.Integer(),
      unknown: Type.Integer(),
      dead: Type.Integer(),
    },
    { description: 'Deliveries of the last 24 hours.' },
  ),
})

const Commands = Type.Array(Type.Object({ what: Type.String(), command: Type.String() }), {
  description: 'A complete command for each kind of token.',
})

const params = Type.Object({ id: Id })

export const webhooks = defineResource({
  name: 'webhooks',
  doc: 'The webhook of each workspace, by which Bitbucket tells what happens as it happens.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/webhooks',
      access: 'integration:view',
      doc: 'Webhooks, how they do, and what was refused at their address in the last 24 hours.',
      query: Type.Object({ connection: Type.Optional(Id) }),
      answer: Type.Object({
        items: Type.Array(Webhook),
        refusals: Type.Array(
          Type.Object({ reason: Type.String(), refused: Type.Integer(), last_at: Timestamp }),
          { description: 'Such as bad_signature; the most frequent first.' },
        ),
      }),
    },
    freshness: {
      method: 'GET',
      path: '/webhooks/freshness',
      access: 'integration:view',
      doc: 'Of each repository, when a delivery told something last, and when it was last read to the end.',
      query: Type.Object({ ...paging, connection: Type.Optional(Id) }),
      answer: Page(
        Type.Object({
          id: Id,
          workspace: Type.String(),
          repository: Type.String(),
          last_event_at: Nullable(Timestamp),
          reconciled_at: Nullable(
            Type.String({
              format: 'date-time',
              description: 'When its pull requests and their activity were last read to the end.',
            }),
          ),
        }),
      ),
    },
    get: {
      method: 'GET',
      path: '/webhooks/{id}',
      access: 'integration:view',
      doc: 'One webhook.',
      params,
      answer: Webhook,
    },
    curl: {
      method: 'GET',
      path: '/webhooks/{id}/curl',
      access: 'integration:view',
      doc: 'How to make the webhook by hand, with placeholders for the token and the secret. None while its address is not known.',
      params,
      answer: Type.Object({ commands: Commands }),
    },
    register: {
      method: 'POST',
      path: '/webhooks/{id}/register',
      access: 'integration:edit',
      doc: 'Registers the webhook now, or checks and repairs it. What stands in the way is its state afterwards.',
      params,
      answer: Webhook,
      audit: 'webhook.register',
    },
    setSecret: {
      method: 'PUT',
      path: '/webhooks/{id}/secret',
      access: 'integration:edit',
      doc: 'Puts a secret of one’s own in the place of the one there is, and tells Bitbucket. The one before is taken for 24 hours more.',
      params,
      body: Type.Object(
        { secret: text({ max: 200, description: '16 to 128 characters.' }) },
        { additionalProperties: false },
      ),
      answer: Webhook,
      audit: 'webhook.set_secret',
    },
    rotate: {
      method: 'POST',
      path: '/webhooks/{id}/rotate',
      access: 'integration:edit',
      doc: 'Makes a new secret and tells Bitbucket. The one before is taken for 24 hours more.',
      params,
      answer: Webhook,
      audit: 'webhook.rotate',
    },
    reveal: {
      method: 'POST',
      path: '/webhooks/{id}/reveal',
      access: 'webhook:reveal',
      doc: 'Shows the secret, to enter it at Bitbucket by hand.',
      params,
      answer: Type.Object({ secret: Type.String(), commands: Commands }),
      audit: 'webhook.reveal',
    },
  },
})
