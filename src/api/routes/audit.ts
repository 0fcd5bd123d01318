import type { Actor } from '../../people/audit.ts'
import { getAuditEntry, listActions, listAudit } from '../../people/audit-log.ts'
import { audit as resource } from '../contract/audit.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const audit = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const list = `audit ${filter.sort ?? ''}`
    const last = readCursor(list, byId, cursor)?.[0]
    const rows = await listAudit(db, filter, last, limit + 1)
    return page(list, rows, { limit, place: (row) => [row.id], item: toAnswer })
  },

  get: async ({ db, params }) => toAnswer(await getAuditEntry(db, params.id)),

  actions: async ({ db }) => ({ items: await listActions(db) }),
})

type Row = Awaited<ReturnType<typeof listAudit>>[number]

function toAnswer(row: Row) {
  const { id, action, before, after, address, request_id } = row
  return {
    id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind as Actor['kind'], id: row.actor_id, name: row.actor_name },
    action,
    subject: subjectOf(row),
    before,
    after,
    outcome: row.outcome as 'done' | 'refused',
    address,
    request_id,
  }
}

function subjectOf({ subject_kind: kind, subject_id: id, subject_name: name }: Row) {
  return kind === null || id === null || name === null ? null : { kind, id, name }
}
