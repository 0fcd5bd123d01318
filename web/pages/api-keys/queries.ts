import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { allPages } from '../all-pages.ts'

export type ApiKey = Answered<'apiKeys', 'list'>['items'][number]

export const apiKeysKey = ['api-keys'] as const

/** All of them: there are as many keys as programs, and the whole list can be sorted and searched at once. */
export function apiKeysQuery(api: Client) {
  return queryOptions({
    queryKey: apiKeysKey,
    queryFn: ({ signal }) =>
      allPages(async (paging) => (await api.apiKeys.list({ query: paging, signal })).data),
  })
}
