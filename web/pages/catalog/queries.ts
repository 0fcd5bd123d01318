import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import { allPages } from '../all-pages.ts'

export type Listed = Answered<'entities', 'list'>['items'][number]
export type Entity = Answered<'entities', 'get'>
export type Facet = Answered<'entities', 'facets'>['items'][number]
export type Group = Answered<'entities', 'groups'>['items'][number]
type Blueprint = Answered<'blueprints', 'get'>
export type Definition = Blueprint['definition']

/** Everything below this key is read again after a change to an entity. */
export const entitiesKey = ['entities'] as const

/** The names of an entity in its address. */
export interface Which {
  readonly blueprint: string
  readonly identifier: string
}

export interface Choice {
  readonly blueprint?: string | undefined
  readonly q?: string | undefined
  readonly filter?: string | undefined
}

/** As many as the API gives at once: somebody who scrolls through 100,000 asks 500 times. */
const limit = 200

export function choiceOf({ blueprint, q, filter }: Choice) {
  return {
    ...(blueprint === undefined ? {} : { blueprint }),
    ...(q === undefined ? {} : { q }),
    ...(filter === undefined ? {} : { filter }),
  }
}

export function entitiesQuery(api: Client, choice: Choice, sort: string | undefined) {
  const asked = { ...choiceOf(choice), ...(sort === undefined ? {} : { sort }), limit }
  return listOptions({
    of: [...entitiesKey, 'list'],
    asked,
    read: (query, signal) => api.entities.list({ query, signal }),
  })
}

export function facetsQuery(api: Client, choice: Choice) {
  const query = choiceOf(choice)
  return queryOptions({
    queryKey: [...entitiesKey, 'facets', query],
    queryFn: async ({ signal }) => (await api.entities.facets({ query, signal })).data,
    enabled: choice.blueprint !== undefined,
  })
}

export function groupsQuery(api: Client, choice: Choice, group: string) {
  const query = { ...choiceOf(choice), ...(group === 'blueprint' ? {} : { by: group }) }
  return queryOptions({
    queryKey: [...entitiesKey, 'groups', query],
    queryFn: async ({ signal }) => (await api.entities.groups({ query, signal })).data,
  })
}

export function blueprintsQuery(api: Client) {
  return queryOptions({
    queryKey: [...entitiesKey, 'blueprints'],
    queryFn: ({ signal }) => allPages(async (query) => (await api.blueprints.list({ query, signal })).data),
  })
}

export function blueprintQuery(api: Client, identifier: string) {
  return queryOptions({
    queryKey: [...entitiesKey, 'blueprint', identifier],
    queryFn: async ({ signal }) => (await api.blueprints.get({ params: { identifier }, signal })).data,
  })
}

export function entityQuery(api: Client, params: Which) {
  return queryOptions({
    queryKey: [...entitiesKey, 'one', params],
    queryFn: async ({ signal }) => (await api.entities.get({ params: { ...params }, signal })).data,
  })
}

export function sourcesQuery(api: Client, params: Which) {
  return queryOptions({
    queryKey: [...entitiesKey, 'sources', params],
    queryFn: async ({ signal }) =>
      (await api.entityParts.sources({ params: { ...params }, signal })).data.items,
  })
}
