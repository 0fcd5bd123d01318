import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../api.ts'

export type Attention = Answered<'attention', 'list'>['items'][number]

export const attentionKey = ['attention'] as const

/** What somebody has to do comes and goes by itself. */
const refetchInterval = 30_000

export function attentionQuery(api: Client) {
  return queryOptions({
    queryKey: attentionKey,
    queryFn: async ({ signal }) => (await api.attention.list({ signal })).data.items,
    refetchInterval,
  })
}
