import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import { entitiesKey, type Which } from '../catalog/queries.ts'

export type Repository = Answered<'entityParts', 'repositories'>['items'][number]
export type NamedRepository = Answered<'entityRepositories', 'list'>['items'][number]
export type Happened = Answered<'entityParts', 'activity'>['items'][number]
export type PullRequest = Answered<'entityParts', 'pullRequests'>['items'][number]
export type Build = Answered<'entityParts', 'pipelines'>['items'][number]
export type Source = Answered<'entityParts', 'sources'>['items'][number]
export type Graph = Answered<'entityParts', 'graph'>

const partsKey = [...entitiesKey, 'parts'] as const

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
  return listOptions({
    of: [...partsKey, 'events', which],
    asked: {},
    read: (query, signal) => api.entityParts.events({ params: { ...which }, query, signal }),
  })
}

export function pullRequestsQuery(api: Client, which: Which, state: PullRequestState | undefined) {
  return listOptions({
    of: [...partsKey, 'pull-requests', which],
    asked: state === undefined ? {} : { state },
    read: (query, signal) => api.entityParts.pullRequests({ params: { ...which }, query, signal }),
  })
}

type PullRequestState = 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED'

export function pipelinesQuery(api: Client, which: Which) {
  return listOptions({
    of: [...partsKey, 'pipelines', which],
    asked: {},
    read: (query, signal) => api.entityParts.pipelines({ params: { ...which }, query, signal }),
  })
}

export function deploymentsQuery(api: Client, which: Which, environment: string | undefined) {
  return listOptions({
    of: [...partsKey, 'deployments', which],
    asked: environment === undefined ? {} : { environment },
    read: (query, signal) => api.entityParts.deployments({ params: { ...which }, query, signal }),
  })
}

export function deploymentDaysQuery(api: Client, which: Which, environment: string | undefined) {
  const query = environment === undefined ? {} : { environment }
  return queryOptions({
    queryKey: [...partsKey, 'deployment-days', which, query],
    queryFn: async ({ signal }) =>
      (await api.entityParts.deploymentDays({ params: { ...which }, query, signal })).data,
  })
}
