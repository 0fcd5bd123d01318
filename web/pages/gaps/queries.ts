import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Gap = Answered<'gaps', 'list'>['items'][number]
export type GapWithBody = Answered<'gaps', 'get'>

export interface GapFilter {
  readonly connection?: string | undefined
  readonly stream?: string | undefined
  readonly reason?: string | undefined
}

export type HeldRemoval = Answered<'heldRemovals', 'list'>['items'][number]

export const gapsKey = ['gaps'] as const
export const heldKey = ['held-removals'] as const

/** Gaps open and close by themselves. */
const refetchInterval = 10_000

export function gapsQuery(api: Client, { connection, stream, reason }: GapFilter) {
  const query = {
    ...(connection === undefined ? {} : { connection }),
    ...(stream === undefined ? {} : { stream }),
    ...(reason === undefined ? {} : { reason }),
  }
  return infiniteQueryOptions({
    queryKey: [...gapsKey, 'list', query],
    queryFn: async ({ pageParam, signal }) =>
      (await api.gaps.list({ query: { ...query, ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval,
  })
}

export function gapQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...gapsKey, 'one', id],
    queryFn: async ({ signal }) => (await api.gaps.get({ params: { id }, signal })).data,
    refetchInterval,
  })
}

export function heldQuery(api: Client, { connection }: Pick<GapFilter, 'connection'>) {
  const query = connection === undefined ? {} : { connection }
  return infiniteQueryOptions({
    queryKey: [...heldKey, 'list', query],
    queryFn: async ({ pageParam, signal }) =>
      (await api.heldRemovals.list({ query: { ...query, ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval,
  })
}

export function heldRemovalQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...heldKey, 'one', id],
    queryFn: async ({ signal }) => (await api.heldRemovals.get({ params: { id }, signal })).data,
    refetchInterval,
  })
}
