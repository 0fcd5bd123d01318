import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useApi } from '../api.ts'
import { setupQuery } from '../session.ts'
import { type Environment, EnvironmentProvider } from '../ui/environment.tsx'
import { Shortcuts } from '../ui/keyboard/shortcuts.tsx'

/** Binds the shared parts to the address, and tells them where people turn for help. */
export function Root() {
  const search: Record<string, string> = useSearch({ strict: false })
  const navigate = useNavigate()
  const support = useQuery(setupQuery(useApi())).data?.support
  const environment = useMemo<Environment>(
    () => ({
      search,
      setSearch: (changes, { push = false } = {}) =>
        void navigate({
          to: '.',
          search: (now: Record<string, unknown>) => ({ ...now, ...changes }),
          replace: !push,
          resetScroll: false,
        }),
      ...(support ? { support } : {}),
    }),
    [search, navigate, support],
  )
  return (
    <EnvironmentProvider value={environment}>
      <Shortcuts>
        <Outlet />
      </Shortcuts>
    </EnvironmentProvider>
  )
}
