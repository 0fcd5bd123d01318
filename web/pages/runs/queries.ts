import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'

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
  const asked = {
    ...(connection === undefined ? {} : { connection }),
    ...(state === undefined ? {} : { state }),
  }
  return listOptions({
    of: [...runsKey, 'list'],
    asked,
    read: (query, signal) => api.runs.list({ query, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.pages[0]?.items.some((run) => run.state === 'running') ? atWork : atRest,
  })
}
