import { type TSchema, Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const DeliveryState = Type.Union(
  [
    Type.Literal('waiting'),
    Type.Literal('placed'),
    Type.Literal('done'),
    Type.Literal('unknown'),
    Type.Literal('dead'),
  ],
  {
    description:
      'waiting: not looked at; placed: waits for the turn of its repository; done: what it says is known; unknown: an event that tells nothing that is collected; dead: failed again and again, and waits for a person.',
  },
)

const Delivery = Type.Object({
  id: Id,
  event: Type.String({ description: 'Such as pullrequest:updated.' }),
  request_uuid: Type.String(),
  attempt: Nullable(Type.Integer({ description: 'Which attempt of Bitbucket it was.' })),
  received_at: Timestamp,
  state: DeliveryState,
  connection: Type.Object({ id: Id, alias: Type.String() }),
  workspace: Type.String(),
  repository: Nullable(Type.String({ description: 'Null when it is about none, or one that is not known.' })),
  subject: Nullable(
    Type.String({ description: 'Such as pull request 17; null when it is the repository itself.' }),
  ),
  tries: Type.Integer({ description: 'How often it failed.' }),
  next_at: Nullable(Timestamp),
  settled_at: Nullable(Timestamp),
  replayed_at: Nullable(Timestamp),
  lag_seconds: Nullable(
    Type.Number({
      description: 'From its arrival, or from its replay, until it was settled; null before.',
    }),
  ),
  changed: Nullable(Type.Integer({ description: 'Rows that it changed; null until it is done.' })),
  requests: Nullable(Type.Integer({ description: 'Requests it took; null until it is done.' })),
  effects: Nullable(
    Type.Object({
      tables: Type.Unsafe<Record<string, number>>({
        type: 'object',
        additionalProperties: { type: 'integer' },
        description: 'Rows that changed, by table.',
      }),
      read: Type.Array(Type.String(), {
        description: 'What was read besides, such as pull_request_history of 17.',
      }),
      note: Nullable(Type.String({ description: 'Why nothing had to be done, where that is not obvious.' })),
    }),
  ),
  error: Nullable(Type.String({ description: 'Why it failed last.' })),
})

const filters = {
  connection: Type.Optional(Id),
  workspace: Type.Optional(text({ max: 200, description: 'Its slug or uuid.' })),
  repository: Type.Optional(text({ max: 300, description: 'Its slug, its full name or its uuid.' })),
  event: Type.Optional(
    text({ max: 100, description: 'An event, or the beginning of some: `pullrequest:`.' }),
  ),
  state: Type.Optional(DeliveryState),
  from: Type.Optional(Type.String({ format: 'date-time', description: 'Received then or later.' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Received then or earlier.' })),
  q: Type.Optional(
    text({
      max: 200,
      description: 'Part of the event, the subject, the uuid of the request, the repository or the error.',
    }),
  ),
} satisfies Record<string, TSchema>

export const deliveries = defineResource({
  name: 'deliveries',
  doc: 'What webhooks brought, what became of it, and a way to have it dealt with again.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/deliveries',
      access: 'integration:view',
      doc: 'Deliveries, newest first.',
      query: Type.Object({
        ...paging,
        ...filters,
        payloads: Type.Optional(
          Type.Boolean({
            description: 'Looks for `q` in the newest 1,000 payloads too, outside their secrets.',
          }),
        ),
      }),
      answer: Type.Object({
        ...Page(Delivery).properties,
        payloads: Nullable(
          Type.Object(
            {
              searched: Type.Integer({ description: 'Payloads that were looked through.' }),
              is_cut: Type.Boolean({ description: 'Older ones were not.' }),
            },
            { description: 'Null unless payloads were looked through.' },
          ),
        ),
      }),
    },
    get: {
      method: 'GET',
      path: '/deliveries/{id}',
      access: 'integration:view',
      doc: 'One delivery with its payload, secrets masked.',
      params: Type.Object({ id: Id }),
      answer: Type.Object({
        ...Delivery.properties,
        size: Type.Integer({ description: 'Bytes of its body.' }),
        payload: Type.Object({
          text: Type.String({ description: 'Laid out in lines when it is JSON.' }),
          is_json: Type.Boolean(),
          masked: Type.Integer({ description: 'Values that are not shown because they may be secrets.' }),
          is_cut: Type.Boolean({ description: 'Only the first 200,000 characters are here.' }),
        }),
      }),
    },
    summary: {
      method: 'GET',
      path: '/deliveries/summary',
      access: 'integration:view',
      doc: 'How many deliveries there are in each state, what came in the last 24 hours, how long it took, and what was refused.',
      query: Type.Object({ connection: Type.Optional(Id) }),
      answer: Type.Object({
        states: Type.Object(
          {
            waiting: Type.Integer(),
            placed: Type.Integer(),
            dead: Type.Integer(),
            done: Type.Integer(),
            unknown: Type.Integer(),
          },
          { description: 'done and unknown: of the last 24 hours; the others: all there are.' },
        ),
        events: Type.Array(
          Type.Object({
            event: Type.String(),
            deliveries: Type.Integer(),
            unknown: Type.Integer({ description: 'Those of them that tell nothing that is collected.' }),
          }),
          { description: 'Of the last 24 hours, the most frequent first.' },
        ),
        lag: Type.Object(
          {
            deliveries: Type.Integer(),
            p50_seconds: Nullable(Type.Number()),
            p99_seconds: Nullable(Type.Number()),
          },
          { description: 'Of those that came in the last hour and are done, without replayed ones.' },
        ),
        refusals: Type.Array(
          Type.Object({ reason: Type.String(), refused: Type.Integer(), last_at: Timestamp }),
          { description: 'Requests of the last 24 hours that were refused, the most frequent first.' },
        ),
        kept_days: Type.Integer({ description: 'Days for which deliveries are kept.' }),
      }),
    },
    replayable: {
      method: 'GET',
      path: '/deliveries/replayable',
      access: 'integration:view',
      doc: 'How many deliveries a replay of this filter would deal with again.',
      query: Type.Object(filters),
      answer: Type.Object({
        deliveries: Type.Integer(),
        oldest_at: Nullable(Timestamp),
        newest_at: Nullable(Timestamp),
        most: Type.Integer({ description: 'So many are replayed at once, the oldest first.' }),
      }),
    },
    replay: {
      method: 'POST',
      path: '/deliveries/replay',
      access: 'integration:edit',
      doc: 'Deals with deliveries again, as if they came now: some by their ids, or those of a filter. What waits already is left alone.',
      body: Type.Object(
        {
          ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200 })),
          filter: Type.Optional(Type.Object(filters, { additionalProperties: false, minProperties: 1 })),
        },
        { additionalProperties: false, minProperties: 1, maxProperties: 1 },
      ),
      answer: Type.Object({
        replayed: Type.Integer({ description: 'Deliveries that are dealt with again.' }),
        left: Type.Integer({ description: 'Others of the filter, beyond the most at once.' }),
      }),
      audit: 'delivery.replay',
    },
  },
})
