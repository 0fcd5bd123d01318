import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'
import { listOptions } from '../../list.ts'
import type { ViewOf } from '../view.ts'
import type { page } from './page.ts'

export type Person = Answered<'people', 'get'>

/** Everything below this key is read again after a change to people. */
export const peopleKey = ['people'] as const

/** Without the person whose drawer is open: who has just been removed cannot be read again. */
export const peopleLists = [
  [...peopleKey, 'list'],
  [...peopleKey, 'roles'],
] as const

export function peopleQuery(api: Client, view: ViewOf<typeof page.view>) {
  const asked = {
    ...(view.q === undefined ? {} : { search: view.q }),
    ...(view.role === undefined ? {} : { role: view.role }),
    ...(view.disabled === undefined ? {} : { disabled: view.disabled === 'true' }),
    ...(view.sort === undefined ? {} : { sort: view.sort }),
  }
  return listOptions({
    of: [...peopleKey, 'list'],
    asked,
    read: (query, signal) => api.people.list({ query, signal }),
  })
}

/** One person with the version a change has to name. */
export function personQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: [...peopleKey, 'one', id],
    queryFn: ({ signal }) => api.people.get({ params: { id }, signal }),
    // A form stands on it: never exchanged under somebody who types, and read anew each time it is opened.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

/** Below it the accounts of everybody: one that is given or taken away changes what the search for accounts says as well. */
export const accountsKey = [...peopleKey, 'accounts'] as const

export function accountsQuery(api: Client, personId: string) {
  return queryOptions({
    queryKey: [...accountsKey, 'of', personId],
    queryFn: async ({ signal }) =>
      (await api.accounts.ofPerson({ params: { id: personId }, signal })).data.items,
  })
}

/** So many are offered at once; more typing finds the others. */
export const accountsOffered = 20

/** Accounts by name, whosoever they are. */
export function accountSearchQuery(api: Client, search: string) {
  const query = { limit: accountsOffered, ...(search === '' ? {} : { search }) }
  return queryOptions({
    queryKey: [...accountsKey, 'found', search],
    queryFn: async ({ signal }) => (await api.accounts.list({ query, signal })).data,
  })
}
