import { queryOptions } from '@tanstack/react-query'
import type { Answered, Client } from '../../api.ts'

export type OAuthApp = Answered<'oauthApps', 'list'>['items'][number]

export const oauthAppsKey = ['oauth-apps'] as const
/** What the installation reads is Bitbucket Cloud; the app is of the same kind. */
export const connector = 'bitbucket-cloud'

export function oauthAppQuery(api: Client) {
  return queryOptions({
    queryKey: oauthAppsKey,
    queryFn: async ({ signal }) => {
      const { items, callback_url } = (await api.oauthApps.list({ signal })).data
      return { app: items.find((one) => one.connector === connector) ?? null, callbackUrl: callback_url }
    },
  })
}

const lookAgain = 2_000

/** What becomes of a grant: the window that ends it says so, and where that is not heard it is asked for. */
export function grantQuery(api: Client, id: string) {
  return queryOptions({
    queryKey: ['oauth-grants', id],
    queryFn: async ({ signal }) => (await api.oauthGrants.get({ params: { id }, signal })).data,
    refetchInterval: ({ state }) => (state.data && state.data.outcome !== 'waiting' ? false : lookAgain),
  })
}
