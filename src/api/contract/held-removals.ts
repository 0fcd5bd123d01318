import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp } from './page.ts'
import { defineResource } from './resource.ts'

const Decision = Type.Union([Type.Literal('approved'), Type.Literal('dismissed')], {
  description: 'approved: the records are gone; dismissed: they stay.',
})

const HeldRemoval = Type.Object({
  id: Id,
  connection: Type.Object({ id: Id, alias: Type.String() }),
  workspace: Type.String(),
  repository: Nullable(Type.String({ description: "Null when the records are the workspace's." })),
  stream: Type.String(),
  known: Type.Integer({ description: 'Records of the stream that were known, with those that are lacking.' }),
  lacking: Type.Integer({ description: 'Records that the listing lacks.' }),
  examples: Type.Array(
    Type.String({ description: 'Name of one that is lacking; its key when it has none.' }),
    {
      description: 'At most 20.',
    },
  ),
  first_at: Timestamp,
  last_at: Timestamp,
  decision: Nullable(Decision),
  decided_at: Nullable(Timestamp),
})

export const heldRemovals = defineResource({
  name: 'held-removals',
  doc: 'A listing that lacks too much at once is not believed: what it lacks stays until a person decides. One whose records come back, or are gone, is gone from here.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/held-removals',
      access: 'integration:view',
      doc: 'What waits for a decision, or was decided and is still lacking; the newest first.',
      query: Type.Object({ ...paging, connection: Type.Optional(Id) }),
      answer: Page(HeldRemoval),
    },
    get: {
      method: 'GET',
      path: '/held-removals/{id}',
      access: 'integration:view',
      doc: 'One of them.',
      params: Type.Object({ id: Id }),
      answer: HeldRemoval,
    },
    decide: {
      method: 'POST',
      path: '/held-removals/{id}/decide',
      access: 'integration:edit',
      doc: 'Says whether the records are gone. It counts for these records alone: when the listing lacks others too, it is asked again.',
      params: Type.Object({ id: Id }),
      body: Type.Object(
        {
          decision: Decision,
          last_at: Type.String({
            format: 'date-time',
            description: 'As it was read: a decision about less than what is lacking by now is refused.',
          }),
        },
        { additionalProperties: false },
      ),
      answer: HeldRemoval,
      audit: 'held_removal.decide',
    },
  },
})
