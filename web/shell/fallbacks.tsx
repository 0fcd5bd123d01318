import type { ErrorComponentProps } from '@tanstack/react-router'
import { ButtonLink } from '../pages/links.tsx'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { ErrorState } from '../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../ui/feedback/skeletons.tsx'
import { PageHeader } from '../ui/layout/page-header.tsx'

/** The boundary of a page: the rail stays, and going elsewhere helps. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={reset} />
}

export function NotFound() {
  return (
    <>
      <PageHeader title="Nothing here" />
      <EmptyState action={<ButtonLink to="/">Go home</ButtonLink>}>
        There is no page at this address. It may have moved, or the address was mistyped.
      </EmptyState>
    </>
  )
}

export function Pending() {
  return (
    <Loading label="Loading the page">
      <TableSkeleton />
    </Loading>
  )
}
