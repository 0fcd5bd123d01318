import type { QueryClient } from '@tanstack/react-query'
import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Client } from '../api.ts'
import type { LoadedPage } from '../pages/page.ts'
import { parseSearch, stringifySearch } from '../pages/view.ts'
import { isSignedOut, sessionQuery, setupQuery } from '../session.ts'
import { Crashed, NotFound, Pending } from './fallbacks.tsx'
import { guarded } from './guard.tsx'
import { Root } from './root.tsx'

export interface RouterParts {
  readonly pages: readonly LoadedPage[]
  readonly api: Client
  readonly queries: QueryClient
}

/** The router over the list of pages: public ones stand alone, all others inside the shell and behind a session. */
export function createPageRouter({ pages, api, queries }: RouterParts) {
  const root = createRootRoute({ component: Root })
  const shell = createRoute({
    id: 'shell',
    getParentRoute: () => root,
    component: lazyRouteComponent(() => loadShell(pages), 'Shell'),
    notFoundComponent: NotFound,
    beforeLoad: async ({ location }) => {
      try {
        await queries.ensureQueryData(sessionQuery(api))
      } catch (error) {
        if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: { back: location.href } })
        throw error
      }
    },
  })
  const door = createRoute({ id: 'door', getParentRoute: () => root, beforeLoad: rightDoor })
  const settings = createRoute({
    path: '/settings',
    getParentRoute: () => shell,
    beforeLoad: () => {
      throw redirect({ to: '/settings/account' })
    },
  })
  // Inside the shell, so that a wrong address leaves the rail to go on with.
  const rest = createRoute({ path: '$', getParentRoute: () => shell, component: NotFound })

  /** Before there is an administrator every door leads to the first run, afterwards none does. */
  async function rightDoor({ location }: { location: { pathname: string } }): Promise<void> {
    const { needed } = await queries.fetchQuery(setupQuery(api))
    if (needed && location.pathname !== '/first-run') throw redirect({ to: '/first-run' })
    if (!needed && location.pathname === '/first-run') throw redirect({ to: '/' })
  }

  const inside = pages.filter((page) => page.access !== 'public').map((page) => pageRoute(page, shell))
  const outside = pages.filter((page) => page.access === 'public').map((page) => pageRoute(page, door))
  return createRouter({
    routeTree: root.addChildren([door.addChildren(outside), shell.addChildren([...inside, settings, rest])]),
    parseSearch: (search) => parseSearch(search.replace(/^\?/, '')),
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 100,
    defaultPendingComponent: Pending,
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })
}

/** Whoever stands at the door waits for nothing that is behind it. */
async function loadShell(pages: readonly LoadedPage[]) {
  const { Shell } = await import('./shell.tsx')
  return { Shell: Shell.bind(null, { pages }) }
}

function pageRoute(page: LoadedPage, parent: AnyRoute) {
  const Page = lazyRouteComponent(page.load, 'Page')
  return createRoute({
    path: page.path,
    getParentRoute: () => parent,
    component: page.access === 'public' ? Page : guarded(page, Page),
  })
}
