import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import { runsKey } from '../runs/queries.ts'

export type Run = Answered<'runs', 'get'>
export type Stream = Run['streams'][number]
export type Slice = Answered<'runs', 'slices'>['items'][number]
export type SliceState = Slice['streams'][number]['state']

const atRest = 15_000
const atWork = 2_000
/** A grid of some thousand cells is read anew as a whole. */
const gridAtWork = 5_000

/** Read again only while somebody looks. */
export function runQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...runsKey, 'one', id],
    queryFn: async ({ signal }) => (await api.runs.get({ params: { id }, signal })).data,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? atWork : atRest),
  })
}

export interface SliceFilter {
  readonly search?: string | undefined
  readonly state?: SliceState | undefined
}

const mostAtOnce = 200

export function slicesQuery(api: Client, run: Pick<Run, 'id' | 'state'>, { search, state }: SliceFilter) {
  const asked = {
    limit: mostAtOnce,
    ...(search === undefined ? {} : { search }),
    ...(state === undefined ? {} : { state }),
  }
  return listOptions({
    of: [...runsKey, 'slices', run.id],
    asked,
    read: (query, signal) => api.runs.slices({ params: { id: run.id }, query, signal }),
    refetchInterval: run.state === 'running' ? gridAtWork : atRest,
  })
}
