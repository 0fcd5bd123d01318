import { useCallback, useSyncExternalStore } from 'react'
import type { Environment } from '../ui/environment.tsx'

/** The address by the browser's own history: what the router is to the product. */
export function useAddress() {
  const href = useSyncExternalStore(subscribe, () => window.location.href)
  const url = new URL(href)
  const setSearch: Environment['setSearch'] = useCallback((changes, options) => {
    const next = new URL(window.location.href)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.searchParams.delete(name)
      else next.searchParams.set(name, value)
    }
    window.history[options?.push ? 'pushState' : 'replaceState'](null, '', next)
    window.dispatchEvent(new PopStateEvent('popstate'))
  }, [])
  return { path: url.pathname, search: Object.fromEntries(url.searchParams), setSearch }
}

function subscribe(changed: () => void) {
  window.addEventListener('popstate', changed)
  return () => window.removeEventListener('popstate', changed)
}
