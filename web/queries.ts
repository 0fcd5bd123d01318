import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from './api.ts'

/** What several pages and the rail ask. A question of one page alone stands in its folder. */
export function jobSummaryQuery(api: Client) {
  return queryOptions({
    queryKey: ['jobs', 'summary'],
    queryFn: async ({ signal }) => (await api.jobs.summary({ signal })).data,
    refetchInterval: 10_000,
  })
}

export type Attention = Answered<'attention', 'list'>['items'][number]

export const attentionKey = ['attention'] as const

/** What somebody has to do comes and goes by itself. */
export function attentionQuery(api: Client) {
  return queryOptions({
    queryKey: attentionKey,
    queryFn: async ({ signal }) => (await api.attention.list({ signal })).data.items,
    refetchInterval: 30_000,
  })
}

export function installationQuery(api: Client) {
  return queryOptions({
    queryKey: ['installation'],
    queryFn: async ({ signal }) => (await api.installation.get({ signal })).data,
  })
}

export function keyRingQuery(api: Client) {
  return queryOptions({
    queryKey: ['key-ring'],
    queryFn: async ({ signal }) => (await api.keyRing.get({ signal })).data,
  })
}

export function rolesQuery(api: Client) {
  return queryOptions({
    queryKey: ['people', 'roles'],
    queryFn: async ({ signal }) => (await api.roles.list({ signal })).data,
  })
}
