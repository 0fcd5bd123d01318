import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { entitiesKey, type Which } from '../catalog/queries.ts'

export type Repository = Answered<'entityParts', 'repositories'>['items'][number]
export type NamedRepository = Answered<'entityRepositories', 'list'>['items'][number]
export type Happened = Answered<'entityParts', 'activity'>['items'][number]
export type PullRequest = Answered<'entityParts', 'pullRequests'>['items'][number]
export type Build = Answered<'entityParts', 'pipelines'>['items'][number]
export type Source = Answered<'entityParts', 'sources'>['items'][number]
export type Graph = Answered<'entityParts', 'graph'>

const partsKey = [...entitiesKey, 'parts'] as const

interface OnePage {
  readonly next: string | null
}

/** A list of an entity that is read page by page. */
function paged<Page extends OnePage>(
  key: readonly unknown[],
  read: (paging: { cursor?: string }, signal: AbortSignal) => Promise<{ readonly data: Page }>,
) {
  return infiniteQueryOptions({
    queryKey: [...partsKey, ...key],
    queryFn: async ({ pageParam, signal }) => (await read(pageParam, signal)).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last: Page) => (last.next === null ? undefined : { cursor: last.next }),
  })
}

export function repositoriesQuery(api: Client, which: Which) {
  return queryOptions({
    queryKey: [...partsKey, 'repositories', which],
    queryFn: async ({ signal }) =>
      (await api.entityParts.repositories({ params: { ...which }, signal })).data.items,
  })
}

export function namedRepositoriesQuery(api: Client, which: Which) {
  return queryOptions({
    queryKey: [...partsKey, 'named-repositories', which],
    queryFn: async ({ signal }) =>
      (await api.entityRepositories.list({ params: { ...which }, signal })).data.items,
  })
}

export function activityQuery(api: Client, which: Which) {
  return queryOptions({
    queryKey: [...partsKey, 'activity', which],
    queryFn: async ({ signal }) =>
      (await api.entityParts.activity({ params: { ...which }, signal })).data.items,
  })
}

export function graphQuery(api: Client, which: Which) {
  return queryOptions({
    queryKey: [...partsKey, 'graph', which],
    queryFn: async ({ signal }) =>
      (await api.entityParts.graph({ params: { ...which }, query: {}, signal })).data,
  })
}

export function yamlQuery(api: Client, which: Which) {
  return queryOptions({
    queryKey: [...partsKey, 'yaml', which],
    queryFn: async ({ signal }) => (await api.entityParts.yaml({ params: { ...which }, signal })).data,
  })
}

export function eventsQuery(api: Client, which: Which) {
  return paged(['events', which], (query, signal) =>
    api.entityParts.events({ params: { ...which }, query, signal }),
  )
}

export function pullRequestsQuery(api: Client, which: Which, state: PullRequestState | undefined) {
  const chosen = state === undefined ? {} : { state }
  return paged(['pull-requests', which, chosen], (query, signal) =>
    api.entityParts.pullRequests({ params: { ...which }, query: { ...query, ...chosen }, signal }),
  )
}

type PullRequestState = 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED'

export function pipelinesQuery(api: Client, which: Which) {
  return paged(['pipelines', which], (query, signal) =>
    api.entityParts.pipelines({ params: { ...which }, query, signal }),
  )
}

export function deploymentsQuery(api: Client, which: Which, environment: string | undefined) {
  const chosen = environment === undefined ? {} : { environment }
  return paged(['deployments', which, chosen], (query, signal) =>
    api.entityParts.deployments({ params: { ...which }, query: { ...query, ...chosen }, signal }),
  )
}

export function deploymentDaysQuery(api: Client, which: Which, environment: string | undefined) {
  const query = environment === undefined ? {} : { environment }
  return queryOptions({
    queryKey: [...partsKey, 'deployment-days', which, query],
    queryFn: async ({ signal }) =>
      (await api.entityParts.deploymentDays({ params: { ...which }, query, signal })).data,
  })
}
