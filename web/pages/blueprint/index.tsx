import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ApiError, useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { ButtonLink } from '../links.tsx'
import { Detail } from './detail.tsx'
import { page } from './page.ts'
import { blueprintQuery, schemaQuery } from './queries.ts'

export function Page() {
  const api = useApi()
  const { blueprint: identifier = '' }: { blueprint?: string } = useParams({ strict: false })
  const found = useQuery(blueprintQuery(api, identifier))
  const schema = useQuery(schemaQuery(api))
  if (found.data && schema.data) {
    const { data: blueprint, etag } = found.data
    return (
      <Detail
        key={`${identifier} ${etag}`}
        blueprint={blueprint}
        etag={etag ?? ''}
        schema={schema.data}
        onReload={() => void found.refetch()}
      />
    )
  }
  const gone = found.error instanceof ApiError && found.error.problem.status < 500
  const error = found.error ?? schema.error
  return (
    <>
      <PageHeader title={page.title} />
      {gone && (
        <EmptyState action={<ButtonLink to="/blueprints">All blueprints</ButtonLink>}>
          There is no blueprint {identifier}. It was removed, or never was.
        </EmptyState>
      )}
      {error && !gone && (
        <ErrorState error={error} onRetry={() => void (found.error ? found.refetch() : schema.refetch())} />
      )}
      {!error && (
        <Loading label="Loading the blueprint">
          <TextSkeleton />
          <TableSkeleton />
        </Loading>
      )}
    </>
  )
}
