import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import type { ViewOf } from '../view.ts'
import type { page } from './page.ts'

export type Job = Answered<'jobs', 'list'>['items'][number]
export type JobState = Job['state']
export type Scheduled = Answered<'jobs', 'schedule'>['items'][number]

export const jobsKey = ['jobs'] as const

/** Without the job whose drawer is open: what has just been removed cannot be read again. */
export const jobLists = [
  [...jobsKey, 'list'],
  [...jobsKey, 'summary'],
] as const

/** Background work moves by itself: read again while somebody looks. */
const refetchInterval = 5_000

export function jobsQuery(api: Client, view: Pick<ViewOf<typeof page.view>, 'state' | 'task' | 'sort'>) {
  const asked = {
    ...(view.state === undefined ? {} : { state: view.state }),
    ...(view.task === undefined ? {} : { task: view.task }),
    ...(view.sort === undefined ? {} : { sort: view.sort }),
  }
  return listOptions({
    of: [...jobsKey, 'list'],
    asked,
    read: (query, signal) => api.jobs.list({ query, signal }),
    refetchInterval,
  })
}

export function jobQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...jobsKey, 'one', id],
    queryFn: async ({ signal }) => (await api.jobs.get({ params: { id }, signal })).data,
    refetchInterval,
  })
}

export function scheduleQuery(api: Client) {
  return queryOptions({
    queryKey: [...jobsKey, 'schedule'],
    queryFn: async ({ signal }) => (await api.jobs.schedule({ signal })).data.items,
    refetchInterval,
  })
}
