import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useApi } from '../api.ts'
import { setupQuery } from '../session.ts'

const Banner = lazy(() => import('./demo-banner.tsx'))

/** On every page of a demo: nobody may take an invented company for their own. Elsewhere not even its code is loaded. */
export function Demo() {
  const setup = useQuery(setupQuery(useApi()))
  if (setup.data?.demo !== true) return null
  return (
    <Suspense>
      <Banner />
    </Suspense>
  )
}
