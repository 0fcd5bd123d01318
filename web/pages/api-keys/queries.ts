import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type ApiKey = Answered<'apiKeys', 'list'>['items'][number]

export const apiKeysKey = ['api-keys'] as const

export function apiKeysQuery(api: Client) {
  return infiniteQueryOptions({
    queryKey: apiKeysKey,
    queryFn: async ({ pageParam, signal }) =>
      (await api.apiKeys.list({ query: { ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
  })
}
