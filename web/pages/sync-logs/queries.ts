import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Entry = Answered<'syncLogs', 'list'>['items'][number]

interface EntryFilter {
  readonly connection?: string | undefined
  readonly operation?: string | undefined
  readonly level?: Entry['level'] | undefined
}

export function entriesQuery(api: Client, { connection, operation, level }: EntryFilter) {
  const query = {
    ...(connection === undefined ? {} : { connection }),
    ...(operation === undefined ? {} : { operation }),
    ...(level === undefined ? {} : { level }),
  }
  return infiniteQueryOptions({
    queryKey: ['sync-logs', query],
    queryFn: async ({ pageParam, signal }) =>
      (await api.syncLogs.list({ query: { ...query, ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval: 10_000,
  })
}
