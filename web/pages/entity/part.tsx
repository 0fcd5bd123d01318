import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { guide } from '../guide.ts'
import { ButtonLink } from '../links.tsx'

interface PartProps<T> {
  readonly label: string
  readonly query: UseQueryResult<T>
  readonly children: (data: T) => ReactNode
}

/** A part of the page that is read on its own: where it fails it says so, and the rest works. */
export function Part<T>({ label, query, children }: PartProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Loading label={`Loading ${label}`}>
      <TextSkeleton lines={4} />
    </Loading>
  )
}

/** What an entity shows where no repository belongs to it. */
export function NoRepository() {
  return (
    <EmptyState
      action={
        <ButtonLink to="/mappings" variant="default">
          See the mappings
        </ButtonLink>
      }
      guide={guide('catalogue', 'Which repositories belong to an entity')}
    >
      No repository belongs to it: none of its sources is of one, and it refers to none.
    </EmptyState>
  )
}

/** What is not there because it was not collected, or did not happen. */
export function NothingCollected({ children }: { children: ReactNode }) {
  return (
    <EmptyState
      action={
        <ButtonLink to="/integrations/streams" variant="default">
          See what is collected
        </ButtonLink>
      }
    >
      {children}
    </EmptyState>
  )
}
