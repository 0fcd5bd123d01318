import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import {
  ApiError,
  type Client,
  type Feature,
  type Permission,
  type Role,
  type Session,
  sessionKey,
  useApi,
} from './api.ts'

export function sessionQuery(api: Client) {
  return queryOptions({
    queryKey: sessionKey,
    queryFn: async ({ signal }): Promise<Session> => (await api.session.me({ signal })).data,
    // A role or a feature changed by somebody else shows within a minute.
    staleTime: 60_000,
    refetchInterval: 60_000,
    retry: false,
  })
}

export function setupQuery(api: Client) {
  return queryOptions({
    queryKey: ['setup'],
    queryFn: async ({ signal }) => (await api.setup.state({ signal })).data,
  })
}

/** A role as people read it. */
export const roleTitles: Readonly<Record<Role, string>> = {
  viewer: 'Viewer',
  editor: 'Editor',
  admin: 'Admin',
}

/** Who is signed in. The shell has made sure that somebody is. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery(useApi())).data
}

export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}

export function useHasFeature(): (feature: Feature) => boolean {
  const { features } = useSession()
  return (feature) => features.includes(feature)
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'not_signed_in'
}
