import { getHeld, type Held, listHeld, settleHeld } from '../../sync/held.ts'
import { heldRemovals as resource } from '../contract/held-removals.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const heldRemovals = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, connection = null } = query
    const before = readCursor('held-removals', byId, cursor)?.[0] ?? null
    const rows = await listHeld(db, connection, { before, limit: limit + 1 })
    return page('held-removals', rows, { limit, place: (row) => [row.id], item: heldOf })
  },

  get: async ({ db, params }) => heldOf(await getHeld(db, params.id)),

  decide: async ({ params, body, change }) =>
    change(async (tx) => {
      const before = await getHeld(tx, params.id)
      await settleHeld(tx, params.id, body.decision, new Date(body.last_at))
      const after = await getHeld(tx, params.id)
      return { answer: heldOf(after), subject: subjectOf(after), before: told(before), after: told(after) }
    }),
})

function heldOf({ connection_id, alias, decision, ...held }: Held) {
  const { id, workspace, repository, stream, known, lacking } = held
  return {
    ...{ id, workspace, repository, stream, known, lacking },
    connection: { id: connection_id, alias },
    examples: [...held.examples],
    first_at: held.first_at.toISOString(),
    last_at: held.last_at.toISOString(),
    decision: decision as 'approved' | 'dismissed' | null,
    decided_at: held.decided_at?.toISOString() ?? null,
  }
}

function subjectOf({ id, workspace, repository, stream }: Held) {
  const place = repository === null ? workspace : `${workspace}/${repository}`
  return { kind: 'held_removal', id, name: `${stream.replaceAll('_', ' ')} of ${place}` }
}

function told({ decision, known, lacking, examples }: Held) {
  return { decision, known, lacking, examples }
}
