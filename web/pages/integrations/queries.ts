import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Connection = Answered<'connections', 'get'>
export type Check = Answered<'connections', 'verify'>['checks'][number]

export const connectionsKey = ['connections'] as const

/** Without the connection whose drawer is open: what has just been removed cannot be read again. */
export const connectionList = [...connectionsKey, 'list'] as const

const atRest = 15_000

export function connectionsQuery(api: Client) {
  return queryOptions({
    queryKey: connectionList,
    queryFn: async ({ signal }) => (await api.connections.list({ signal })).data.items,
    refetchInterval: atRest,
  })
}

export function connectionQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...connectionsKey, 'one', id],
    queryFn: ({ signal }) => api.connections.get({ params: { id }, signal }),
    refetchInterval: atRest,
  })
}

export function capabilitiesQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...connectionsKey, 'capabilities', id],
    queryFn: async ({ signal }) => (await api.capabilities.list({ params: { id }, signal })).data.items,
  })
}
