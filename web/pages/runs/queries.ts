import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type Run = Answered<'runs', 'list'>['items'][number]

export interface RunFilter {
  readonly connection?: string | undefined
  readonly state?: Run['state'] | undefined
}

export const runsKey = ['runs'] as const

const atRest = 15_000
const atWork = 3_000

/** Runs move by themselves: read again while somebody looks, more often while the newest is at work. */
export function runsQuery(api: Client, { connection, state }: RunFilter) {
  const query = {
    ...(connection === undefined ? {} : { connection }),
    ...(state === undefined ? {} : { state }),
  }
  return infiniteQueryOptions({
    queryKey: [...runsKey, 'list', query],
    queryFn: async ({ pageParam, signal }) =>
      (await api.runs.list({ query: { ...query, ...pageParam }, signal })).data,
    initialPageParam: {} as { cursor?: string },
    getNextPageParam: (last) => (last.next === null ? undefined : { cursor: last.next }),
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some((run) => run.state === 'running') ? atWork : atRest,
  })
}
