import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { EnvironmentProvider, ErrorBoundary, Shortcuts, UiProvider } from '../ui/index.ts'
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
