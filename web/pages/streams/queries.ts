import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Stream = Answered<'streams', 'list'>['items'][number]

export function streamsQuery(api: Client) {
  return queryOptions({
    queryKey: ['streams'],
    queryFn: async ({ signal }) => (await api.streams.list({ signal })).data.items,
    // They are part of the program.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
