// First, because the order of imports is the order of styles: these are the ground that all others stand on.
import './ui/provider.tsx'

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError, ApiProvider, createApi } from './api.ts'
import { pages } from './routes.tsx'
import { isSignedOut } from './session.ts'
import { createPageRouter } from './shell/router.ts'
import { UiProvider } from './ui/provider.tsx'
import { styleNonce } from './ui/style-nonce.ts'

start()

function start(): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no element #root')
  const queries = createQueries((error) => {
    if (isSignedOut(error)) void leave()
  })
  const api = createApi(queries)
  const router = createPageRouter({ pages, api, queries })

  /** A session that ended: sign in, and come back to this very address. */
  async function leave(): Promise<void> {
    const { pathname, href } = router.state.location
    if (pathname === '/sign-in' || pathname === '/first-run') return
    await router.navigate({ to: '/sign-in', search: { back: href } })
    queries.clear()
  }

  // Under this name the part that keeps a page still behind a dialog looks for it.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
  createRoot(root).render(
    <StrictMode>
      <UiProvider>
        <QueryClientProvider client={queries}>
          <ApiProvider value={api}>
            <RouterProvider router={router} />
          </ApiProvider>
        </QueryClientProvider>
      </UiProvider>
    </StrictMode>,
  )
}

function createQueries(onError: (error: unknown) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // What the server refused it will refuse again; only silence and overload are worth a second try.
        retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.problem.status === 503),
      },
    },
  })
}
