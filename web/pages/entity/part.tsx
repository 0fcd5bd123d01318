import { Anchor } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import type { Which } from '../catalog/queries.ts'
import { guide } from '../guide.ts'
import { AnchorLink, ButtonLink } from '../links.tsx'
import classes from './entity.module.css'
import { repositoriesQuery } from './queries.ts'

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
    <EmptyState action={<ToMappings />} guide={guide('catalogue', 'Which repositories belong to an entity')}>
      No repository belongs to it: none of its sources is of one, it refers to none, and none is named for it
      that a connection reads.
    </EmptyState>
  )
}

/** The same in a line, among other blocks. */
export function NoRepositoryLine() {
  const { href, label } = guide('catalogue', 'Which repositories belong to an entity')
  return (
    <p className={classes.quiet}>
      No repository belongs to it: none of its sources is of one, it refers to none, and none is named for it
      that a connection reads.{' '}
      <Anchor href={href} underline="always" inherit>
        {label}
      </Anchor>
    </p>
  )
}

/** Mappings are for those who may change them. */
export function ToMappings() {
  if (!useCan()('catalog:edit')) return null
  return (
    <ButtonLink to="/mappings" variant="default">
      See the mappings
    </ButtonLink>
  )
}

/** A line in place of what is not known, with the way to where it would come from. */
export function NotKnown({ children }: { children: ReactNode }) {
  return (
    <p className={classes.quiet}>
      {children}{' '}
      <AnchorLink to="/integrations/streams" underline="always">
        See what is collected
      </AnchorLink>
    </p>
  )
}

interface NothingCollectedProps {
  readonly which: Which
  readonly children: ReactNode
}

/** What is not there: because no repository belongs to it, or nothing was collected, or nothing happened. */
export function NothingCollected({ which, children }: NothingCollectedProps) {
  const repositories = useQuery(repositoriesQuery(useApi(), which))
  if (repositories.data?.length === 0) return <NoRepository />
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
