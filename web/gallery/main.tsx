import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { EnvironmentProvider } from '../ui/environment.tsx'
import { ErrorBoundary } from '../ui/feedback/error-boundary.tsx'
import { Shortcuts } from '../ui/keyboard/shortcuts.tsx'
import { UiProvider } from '../ui/provider.tsx'
import { styleNonce } from '../ui/style-nonce.ts'
import { Charts } from './parts/charts.tsx'
import { Editors } from './parts/editors.tsx'
import { Feedback } from './parts/feedback.tsx'
import { Forms } from './parts/forms.tsx'
import { Layout } from './parts/layout.tsx'
import { Tables } from './parts/tables.tsx'
import { Values } from './parts/values.tsx'
import { useAddress } from './use-address.ts'

const parts = {
  '/values': Values,
  '/feedback': Feedback,
  '/forms': Forms,
  '/layout': Layout,
  '/tables': Tables,
  '/charts': Charts,
  '/editors': Editors,
} as const

function Gallery() {
  const { path, search, setSearch } = useAddress()
  const Part = Object.entries(parts).find(([name]) => name === path)?.[1]
  const support = { email: 'help@example.com', url: null }
  return (
    <EnvironmentProvider value={{ search, setSearch, support }}>
      <Shortcuts>
        <main style={{ padding: 24, maxWidth: 'var(--ui-page)' }}>
          <ErrorBoundary>
            <Suspense>{Part ? <Part /> : <Index />}</Suspense>
          </ErrorBoundary>
        </main>
      </Shortcuts>
    </EnvironmentProvider>
  )
}

function Index() {
  return (
    <ul>
      {Object.keys(parts).map((path) => (
        <li key={path}>
          <a href={path}>{path.slice(1)}</a>
        </li>
      ))}
    </ul>
  )
}

// As the product's own entry does, for the part that keeps a page still behind a dialog.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <UiProvider>
        <Gallery />
      </UiProvider>
    </StrictMode>,
  )
}
