import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Connection = Answered<'connections', 'get'>
export type Run = Answered<'runs', 'list'>['items'][number]
export type Gap = Answered<'gaps', 'list'>['items'][number]
export type Check = Answered<'connections', 'verify'>['checks'][number]

export const connectionsKey = ['connections'] as const

/** Without the connection whose drawer is open: what has just been removed cannot be read again. */
export const connectionList = [...connectionsKey, 'list'] as const

const atRest = 15_000
const atWork = 3_000
/** Runs and gaps move by themselves: read again while somebody looks, more often while a run is at work. */
const paceOf = (newest: Run | undefined) => (newest?.state === 'running' ? atWork : atRest)

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

export function runsQuery(api: Client, id: string) {
  return infiniteQueryOptions({
    queryKey: [...connectionsKey, 'runs', id],
    queryFn: async ({ pageParam, signal }) =>
      (await api.runs.list({ query: { connection: id, ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval: ({ state }) => paceOf(state.data?.pages[0]?.items[0]),
  })
}

export function gapsQuery(api: Client, id: string) {
  return infiniteQueryOptions({
    queryKey: [...connectionsKey, 'gaps', id],
    queryFn: async ({ pageParam, signal }) =>
      (await api.gaps.list({ query: { connection: id, ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval: atRest,
  })
}
