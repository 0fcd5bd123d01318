import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import { connectionsKey } from '../integrations/queries.ts'

export type Discovery = Answered<'discoveries', 'list'>['items'][number]
export type SetUp = Answered<'discoveries', 'setUp'>
export type Kind = SetUp['kinds'][number]
export type ReadWorkspace = SetUp['workspaces'][number]
export type Discovered = Answered<'discoveries', 'discovered'>['items'][number]
export type Imported = Answered<'discoveries', 'imported'>['items'][number]
export type Entity = Imported['entity']
export type DiscoveryEvent = Answered<'discoveries', 'events'>['items'][number]

export const discoveriesKey = ['discoveries'] as const

/** Repositories come and go by themselves, within seconds. */
const atRest = 5_000
/** What is being imported leaves the list within seconds. */
const atWork = 2_000
/** Events come rarely; a button reads them at once. */
const eachMinute = 60_000

export function discoveriesQuery(api: Client) {
  return queryOptions({
    queryKey: [...discoveriesKey, 'list'],
    queryFn: async ({ signal }) => (await api.discoveries.list({ signal })).data.items,
    refetchInterval: atRest,
  })
}

/** Read again with the connections: one that was just added is offered. */
export function setUpQuery(api: Client) {
  return queryOptions({
    queryKey: [...connectionsKey, 'discovery'],
    queryFn: async ({ signal }) => (await api.discoveries.setUp({ signal })).data,
  })
}

export function discoveryQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...discoveriesKey, 'one', id],
    queryFn: ({ signal }) => api.discoveries.get({ params: { id }, signal }),
    refetchInterval: atRest,
  })
}

export type Frequency = Parameters<Client['discoveries']['rhythm']>[0]['query']['frequency_minutes']

interface Wish {
  readonly workspace: string
  readonly frequency_minutes: Frequency
  readonly since: string | null
}

export function rhythmQuery(api: Client, { workspace, since, ...wish }: Wish) {
  const query = { ...wish, workspace, ...(since === null ? {} : { since }) }
  return queryOptions({
    queryKey: [...connectionsKey, 'rhythm', query],
    queryFn: async ({ signal }) => (await api.discoveries.rhythm({ query, signal })).data,
    enabled: workspace !== '',
    retry: false,
    placeholderData: keepPreviousData,
  })
}

interface DiscoveredFilter {
  readonly search?: string | undefined
  readonly sort?: Parameters<Client['discoveries']['discovered']>[0]['query']['sort'] | undefined
}

export function discoveredQuery(api: Client, id: string, { search, sort }: DiscoveredFilter) {
  const asked = {
    limit: 100,
    ...(search === undefined ? {} : { search }),
    ...(sort === undefined ? {} : { sort }),
  }
  return listOptions({
    of: [...discoveriesKey, 'discovered', id],
    asked,
    read: (query, signal) => api.discoveries.discovered({ params: { id }, query, signal }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((row) => row.state === 'importing')) ? atWork : atRest,
  })
}

export function candidatesQuery(api: Client, id: string, repository: string, search: string) {
  const query = search === '' ? {} : { search }
  return queryOptions({
    queryKey: [...discoveriesKey, 'candidates', id, repository, search],
    queryFn: async ({ signal }) =>
      (await api.discoveries.candidates({ params: { id, repository }, query, signal })).data.items,
    placeholderData: keepPreviousData,
  })
}

interface ImportedFilter {
  readonly search?: string | undefined
  readonly status?: Imported['status'] | undefined
  readonly sort?: Parameters<Client['discoveries']['imported']>[0]['query']['sort'] | undefined
}

export function importedQuery(api: Client, id: string, { search, status, sort }: ImportedFilter) {
  const asked = {
    limit: 100,
    ...(search === undefined ? {} : { search }),
    ...(status === undefined ? {} : { status }),
    ...(sort === undefined ? {} : { sort }),
  }
  return listOptions({
    of: [...discoveriesKey, 'imported', id],
    asked,
    read: (query, signal) => api.discoveries.imported({ params: { id }, query, signal }),
    refetchInterval: atRest,
  })
}

interface EventFilter {
  readonly type?: DiscoveryEvent['type'] | undefined
  readonly status?: DiscoveryEvent['status'] | undefined
}

export function eventsQuery(api: Client, id: string, { type, status }: EventFilter) {
  const asked = { ...(type === undefined ? {} : { type }), ...(status === undefined ? {} : { status }) }
  return listOptions({
    of: [...discoveriesKey, 'events', id],
    asked,
    read: (query, signal) => api.discoveries.events({ params: { id }, query, signal }),
    refetchInterval: eachMinute,
  })
}

export function eventQuery(api: Client, id: string, event: string) {
  return queryOptions({
    queryKey: [...discoveriesKey, 'event', id, event],
    queryFn: async ({ signal }) => (await api.discoveries.event({ params: { id, event }, signal })).data,
    refetchInterval: atRest,
  })
}
