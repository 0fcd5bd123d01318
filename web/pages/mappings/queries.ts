import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'

export type Template = Answered<'mappings', 'templates'>['items'][number]
export type Tried = Answered<'mappings', 'try'>
type MappingFinding = Tried['findings'][number]
export type Edit = NonNullable<MappingFinding['edit']>
/** Those of a blueprint are not mended at a press. */
export type Finding = Omit<MappingFinding, 'edit'> & Partial<Pick<MappingFinding, 'edit'>>
export type TriedResource = Tried['resources'][number]
export type TriedRecord = TriedResource['records'][number]
export type Entity = TriedRecord['entities'][number]
export type Mappings = Answered<'mappings', 'list'>
export type Mapping = Mappings['items'][number]
export type MappedKind = Answered<'mappings', 'kinds'>['items'][number]
export type Remap = NonNullable<Mappings['remap']>
export type MappingVersion = Answered<'mappings', 'versions'>['items'][number]
export type MappedRecord = Answered<'mappings', 'records'>['items'][number]
export type Preview = Answered<'mappings', 'preview'>
export type PreviewedChange = Preview['examples'][number]
export type Held = Answered<'mappings', 'held'>['items'][number]

export const mappingsKey = ['mappings'] as const

export function templatesQuery(api: Client) {
  return queryOptions({
    queryKey: ['mapping-templates'],
    queryFn: async ({ signal }) => (await api.mappings.templates({ signal })).data.items,
    // They change with the version alone.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** What a mapping may consist of; it changes with the version alone. */
export function mappingSchemaQuery(api: Client) {
  return queryOptions({
    queryKey: ['mapping-schema'],
    queryFn: async ({ signal }) => (await api.mappings.schema({ signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The kinds, each with what ships for it; whether their blueprints are there changes. */
export function kindsQuery(api: Client) {
  return queryOptions({
    queryKey: [...mappingsKey, 'kinds'],
    queryFn: async ({ signal }) => (await api.mappings.kinds({ signal })).data.items,
  })
}

/** One record of a kind, and what its mapping makes of it; null where none is collected. */
export function exampleQuery(api: Client, { kind, text }: MappedKind) {
  return queryOptions({
    queryKey: ['mapping-example', kind],
    queryFn: async ({ signal }) => {
      const { data } = await api.mappings.try({ body: { text, records: 1 }, signal })
      return data.resources[0]?.records[0] ?? null
    },
    // Each look is written into the audit log, as every test of a mapping is.
    ...{ staleTime: Number.POSITIVE_INFINITY, retry: false },
  })
}

export function isRunning(remap: Remap | null | undefined): boolean {
  return remap !== null && remap !== undefined && remap.ended_at === null
}

export function mappingsQuery(api: Client) {
  return queryOptions({
    queryKey: [...mappingsKey, 'list'],
    queryFn: async ({ signal }) => (await api.mappings.list({ signal })).data,
    refetchInterval: ({ state }) => (isRunning(state.data?.remap) ? 1_000 : 10_000),
  })
}

export function mappingQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...mappingsKey, 'one', id],
    queryFn: async ({ signal }) => (await api.mappings.get({ params: { id }, signal })).data,
  })
}

export function versionsQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...mappingsKey, 'versions', id],
    queryFn: async ({ signal }) => (await api.mappings.versions({ params: { id }, signal })).data.items,
  })
}

export function heldQuery(api: Client) {
  return queryOptions({
    queryKey: [...mappingsKey, 'held'],
    queryFn: async ({ signal }) => (await api.mappings.held({ signal })).data.items,
    refetchInterval: 10_000,
  })
}

export interface RecordFilter {
  readonly id: string
  readonly kind?: string | undefined
  readonly outcome?: MappedOutcome | undefined
}

export type MappedOutcome = 'mapped' | 'filtered' | 'errored' | 'gone'

export function recordsQuery(api: Client, { id, kind, outcome }: RecordFilter) {
  const asked = { ...(kind === undefined ? {} : { kind }), ...(outcome === undefined ? {} : { outcome }) }
  return listOptions({
    of: [...mappingsKey, 'records', id],
    asked,
    read: (query, signal) => api.mappings.records({ params: { id }, query, signal }),
    refetchInterval: 10_000,
  })
}
