import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { Tabs } from '../../../ui/layout/tabs.tsx'
import { ButtonLink } from '../../links.tsx'
import { useView } from '../../view.ts'
import { kindsQuery, mappingsQuery, templatesQuery } from '../queries.ts'
import { Kind } from './kind.tsx'
import { page } from './page.ts'

/** What can be mapped, a kind at a time, and what ships for it. */
export function Page() {
  const api = useApi()
  const { mapping: wanted } = useView(page)
  const kinds = useQuery(kindsQuery(api))
  const mappings = useQuery(mappingsQuery(api))
  const templates = useQuery(templatesQuery(api))
  const all = mappings.data?.items
  const mapping = wanted === 'new' ? undefined : (all?.find(({ id }) => id === wanted) ?? all?.[0])
  const error = kinds.error ?? mappings.error ?? templates.error
  return (
    <>
      <PageHeader
        title={page.title}
        state="What can be mapped, and what ships for it."
        actions={
          <ButtonLink to="/mappings" search={{ mapping: mapping?.id ?? 'new' }} variant="default">
            Back to the mapping
          </ButtonLink>
        }
      />
      {kinds.data && all && templates.data ? (
        <Tabs
          name="kind"
          label="Kinds"
          tabs={kinds.data.map((kind) => ({
            id: kind.kind,
            label: kind.kind,
            content: (
              <Kind
                key={mapping?.id ?? 'new'}
                kind={kind}
                mapping={mapping ?? null}
                begin={templates.data[0]?.text ?? ''}
              />
            ),
          }))}
        />
      ) : error ? (
        <ErrorState
          error={error}
          onRetry={() => void Promise.all([kinds.refetch(), mappings.refetch(), templates.refetch()])}
        />
      ) : (
        <Loading label="Loading the kinds">
          <TableSkeleton columns={2} />
        </Loading>
      )}
    </>
  )
}
