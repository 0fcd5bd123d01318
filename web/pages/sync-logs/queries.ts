import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'

export type Entry = Answered<'syncLogs', 'list'>['items'][number]

interface EntryFilter {
  readonly connection?: string | undefined
  readonly operation?: string | undefined
  readonly level?: Entry['level'] | undefined
}

export function entriesQuery(api: Client, { connection, operation, level }: EntryFilter) {
  const asked = {
    ...(connection === undefined ? {} : { connection }),
    ...(operation === undefined ? {} : { operation }),
    ...(level === undefined ? {} : { level }),
  }
  return listOptions({
    of: ['sync-logs'],
    asked,
    read: (query, signal) => api.syncLogs.list({ query, signal }),
    refetchInterval: 10_000,
  })
}
