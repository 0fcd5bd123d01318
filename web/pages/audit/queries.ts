import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import type { ViewOf } from '../view.ts'
import type { page } from './page.ts'

export type AuditEntry = Answered<'audit', 'list'>['items'][number]
export type AuditFilter = Omit<ViewOf<typeof page.view>, 'entry'>

const auditKey = ['audit'] as const

/** A day in the address becomes the moment it begins or ends for the person who looks. */
export function auditInput(filter: AuditFilter) {
  return {
    ...(filter.q === undefined ? {} : { search: filter.q }),
    ...(filter.action === undefined ? {} : { action: filter.action }),
    ...(filter.outcome === undefined ? {} : { outcome: filter.outcome }),
    ...(filter.sort === undefined ? {} : { sort: filter.sort }),
    ...(filter.from === undefined ? {} : { from: new Date(`${filter.from}T00:00:00`).toISOString() }),
    ...(filter.to === undefined ? {} : { to: new Date(`${filter.to}T23:59:59.999`).toISOString() }),
  }
}

export function auditQuery(api: Client, filter: AuditFilter) {
  const asked = auditInput(filter)
  return listOptions({
    of: [...auditKey, 'list'],
    asked,
    read: (query, signal) => api.audit.list({ query, signal }),
  })
}

export function entryQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...auditKey, 'one', id],
    queryFn: async ({ signal }) => (await api.audit.get({ params: { id }, signal })).data,
    // Entries never change.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function actionsQuery(api: Client) {
  return queryOptions({
    queryKey: [...auditKey, 'actions'],
    queryFn: async ({ signal }) => (await api.audit.actions({ signal })).data.items,
  })
}
