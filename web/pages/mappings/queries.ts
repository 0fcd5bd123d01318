import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Template = Answered<'mappings', 'templates'>['items'][number]
export type Tried = Answered<'mappings', 'try'>
export type Finding = Tried['findings'][number]
export type TriedResource = Tried['resources'][number]
export type TriedRecord = TriedResource['records'][number]
export type Entity = TriedRecord['entities'][number]

export function templatesQuery(api: Client) {
  return queryOptions({
    queryKey: ['mappings', 'templates'],
    queryFn: async ({ signal }) => (await api.mappings.templates({ signal })).data.items,
    // They change with the version alone.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
