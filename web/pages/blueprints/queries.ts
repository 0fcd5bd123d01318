import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import type { ViewOf } from '../view.ts'
import type { page } from './page.ts'

export type ListedBlueprint = Answered<'blueprints', 'list'>['items'][number]
export type Template = Answered<'blueprints', 'templates'>['items'][number]
export type Brought = Answered<'blueprints', 'bring'>['items'][number]

/** Everything below this key is read again after a change to blueprints. */
export const blueprintsKey = ['blueprints'] as const

/** Without the one whose page is open: what has just been removed cannot be read again. */
export const blueprintLists = [
  [...blueprintsKey, 'list'],
  [...blueprintsKey, 'templates'],
] as const

export function blueprintsQuery(api: Client, view: ViewOf<typeof page.view>) {
  const asked = {
    ...(view.q === undefined ? {} : { search: view.q }),
    ...(view.sort === undefined ? {} : { sort: view.sort }),
  }
  return listOptions({
    of: [...blueprintsKey, 'list'],
    asked,
    read: (query, signal) => api.blueprints.list({ query, signal }),
  })
}

export function blueprintTemplatesQuery(api: Client) {
  return queryOptions({
    queryKey: [...blueprintsKey, 'templates'],
    queryFn: async ({ signal }) => (await api.blueprints.templates({ signal })).data.items,
  })
}
