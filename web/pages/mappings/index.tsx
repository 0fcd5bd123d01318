import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { useView } from '../view.ts'
import { Desk } from './desk.tsx'
import { page } from './page.ts'
import { mappingQuery, mappingsQuery, templatesQuery } from './queries.ts'

/** In place of an id in the address: a mapping that is not saved yet. */
const fresh = 'new'

export function Page() {
  const api = useApi()
  const wanted = useView(page).mapping
  const all = useQuery(mappingsQuery(api))
  const templates = useQuery(templatesQuery(api))
  const chosen =
    wanted === fresh ? undefined : (all.data?.items.find(({ id }) => id === wanted) ?? all.data?.items[0])
  const stored = useQuery({ ...mappingQuery(api, chosen?.id ?? ''), enabled: chosen !== undefined })
  const error = all.error ?? templates.error ?? stored.error
  const isRead = all.data !== undefined && templates.data !== undefined && (!chosen || stored.data)
  if (isRead)
    return (
      <Desk
        key={chosen?.id ?? fresh}
        mappings={all.data}
        templates={templates.data}
        mapping={chosen ?? null}
        stored={chosen ? (stored.data ?? null) : null}
      />
    )
  const again = () => void Promise.all([all.refetch(), templates.refetch(), stored.refetch()])
  return (
    <>
      <PageHeader title={page.title} />
      {error ? (
        <ErrorState error={error} onRetry={again} />
      ) : (
        <Loading label="Loading mappings">
          <TableSkeleton columns={1} />
        </Loading>
      )}
    </>
  )
}
