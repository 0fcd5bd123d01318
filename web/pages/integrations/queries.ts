import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import type { Choices } from './settings/draft.ts'

export type Connection = Answered<'connections', 'get'>
export type Credential = Connection['credentials'][number]
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

/** What suspending it, removing it or making it the default does. */
export function consequencesQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...connectionsKey, 'consequences', id],
    queryFn: async ({ signal }) => (await api.connections.consequences({ params: { id }, signal })).data,
  })
}

export interface Editable {
  readonly connection: Connection
  readonly etag: string
  readonly choices: Choices
}

/** What a form starts from: it stays as it was read while somebody types. */
export function editableQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: ['editable-connection', id],
    queryFn: async ({ signal }): Promise<Editable> => {
      const [one, said] = await Promise.all([
        api.connections.get({ params: { id }, signal }),
        api.choices.list({ params: { id }, signal }),
      ])
      const choices = said.data.items.map(({ uuid, ...choice }) => [uuid, choice] as const)
      return { connection: one.data, etag: one.etag ?? '', choices: Object.fromEntries(choices) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}
