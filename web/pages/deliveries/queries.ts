import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import type { ViewOf } from '../view.ts'
import type { page } from './page.ts'

export type Delivery = Answered<'deliveries', 'list'>['items'][number]
export type DeliveryWithPayload = Answered<'deliveries', 'get'>
export type DeliveryState = Delivery['state']
export type Summary = Answered<'deliveries', 'summary'>

type View = ViewOf<typeof page.view>
export type DeliveryFilter = Pick<
  View,
  'q' | 'connection' | 'workspace' | 'repository' | 'event' | 'state' | 'from' | 'to'
>

export const deliveriesKey = ['deliveries'] as const

/** What webhooks bring is seen as it comes. */
const live = 2_000
const atRest = 10_000

/** The part of the address that says which deliveries are meant. */
export function filterOf({ q, connection, workspace, repository, event, state, from, to }: View) {
  return {
    ...(q === undefined ? {} : { q }),
    ...(connection === undefined ? {} : { connection }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(repository === undefined ? {} : { repository }),
    ...(event === undefined ? {} : { event }),
    ...(state === undefined ? {} : { state }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

/** Nothing moves below the eyes of who looks at one of them or has scrolled on. */
export function deliveriesQuery(api: Client, view: View, isPaused: boolean) {
  const asked = {
    ...filterOf(view),
    ...(view.payloads && view.q !== undefined ? { payloads: true } : {}),
  }
  return listOptions({
    of: [...deliveriesKey, 'list'],
    asked,
    read: (query, signal) => api.deliveries.list({ query, signal }),
    refetchInterval: ({ state: { data } }) => (isPaused || isScrolled(data?.pages) ? false : live),
  })
}

export function isScrolled(pages: readonly unknown[] | undefined): boolean {
  return pages !== undefined && pages.length > 1
}

/** Moves on while it is dealt with. */
export function deliveryQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...deliveriesKey, 'one', id],
    queryFn: async ({ signal }) => (await api.deliveries.get({ params: { id }, signal })).data,
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'waiting' || data?.state === 'placed' ? live : atRest,
  })
}

export function summaryQuery(api: Client, connection: string | undefined) {
  return queryOptions({
    queryKey: [...deliveriesKey, 'summary', connection ?? null],
    queryFn: async ({ signal }) => {
      const query = connection === undefined ? {} : { connection }
      return (await api.deliveries.summary({ query, signal })).data
    },
    refetchInterval: 5_000,
  })
}

export function replayableQuery(api: Client, filter: DeliveryFilter) {
  return queryOptions({
    queryKey: [...deliveriesKey, 'replayable', filter],
    queryFn: async ({ signal }) =>
      (await api.deliveries.replayable({ query: filterOf(filter), signal })).data,
    placeholderData: keepPreviousData,
  })
}
