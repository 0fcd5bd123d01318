import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../../api.ts'
import { listOptions } from '../../../list.ts'

export type WebhookList = Answered<'webhooks', 'list'>
export type Webhook = WebhookList['items'][number]
export type RepositoryFreshness = Answered<'webhooks', 'freshness'>['items'][number]
export type Command = Answered<'webhooks', 'curl'>['commands'][number]

export const webhooksKey = ['webhooks'] as const

/** Deliveries come by themselves. */
const refetchInterval = 10_000

export function webhooksQuery(api: Client, connection: string) {
  return queryOptions({
    queryKey: [...webhooksKey, 'list', connection],
    queryFn: async ({ signal }) => (await api.webhooks.list({ query: { connection }, signal })).data,
    refetchInterval,
  })
}

export function curlQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...webhooksKey, 'curl', id],
    queryFn: async ({ signal }) => (await api.webhooks.curl({ params: { id }, signal })).data.commands,
  })
}

export function freshnessQuery(api: Client, connection: string) {
  return listOptions({
    of: [...webhooksKey, 'freshness', connection],
    asked: {},
    read: (query, signal) => api.webhooks.freshness({ query: { connection, ...query }, signal }),
    refetchInterval,
  })
}
