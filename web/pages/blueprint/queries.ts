import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { blueprintsKey } from '../blueprints/queries.ts'

export type Blueprint = Answered<'blueprints', 'get'>
export type Checked = Answered<'blueprints', 'check'>
export type Impact = NonNullable<Checked['impact']>

/** One blueprint with the version a change has to name. */
export function blueprintQuery(api: Client, identifier: string) {
  return queryOptions({
    queryKey: [...blueprintsKey, 'one', identifier],
    queryFn: ({ signal }) => api.blueprints.get({ params: { identifier }, signal }),
    // A draft stands on it: never exchanged under somebody who types, and read anew each time it is opened.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

/** What a blueprint may consist of; it changes with the version alone. */
export function schemaQuery(api: Client) {
  return queryOptions({
    queryKey: [...blueprintsKey, 'schema'],
    queryFn: async ({ signal }) => (await api.blueprints.schema({ signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Every blueprint, for what relations and mirrors may lead to. */
export function allBlueprintsQuery(api: Client) {
  return queryOptions({
    queryKey: [...blueprintsKey, 'list', 'all'],
    queryFn: async ({ signal }) => (await api.blueprints.takeOut({ signal })).data.blueprints,
  })
}
