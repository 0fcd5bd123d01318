import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'

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
  const asked = {
    ...(connection === undefined ? {} : { connection }),
    ...(stream === undefined ? {} : { stream }),
    ...(reason === undefined ? {} : { reason }),
  }
  return listOptions({
    of: [...gapsKey, 'list'],
    asked,
    read: (query, signal) => api.gaps.list({ query, signal }),
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
  const asked = connection === undefined ? {} : { connection }
  return listOptions({
    of: [...heldKey, 'list'],
    asked,
    read: (query, signal) => api.heldRemovals.list({ query, signal }),
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
