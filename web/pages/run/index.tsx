import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { useNow } from '../../ui/value/clock.tsx'
import { GapDrawer } from '../gaps/gap-drawer.tsx'
import { GapTable, gapColumns } from '../gaps/gap-table.tsx'
import { gapsKey } from '../gaps/queries.ts'
import { ButtonLink } from '../links.tsx'
import { runsKey } from '../runs/queries.ts'
import { RunActions } from './actions.tsx'
import { RunGrid } from './grid.tsx'
import { Numbers } from './numbers.tsx'
import { page } from './page.ts'
import { Picture } from './picture.tsx'
import { countsOf, sentenceOf } from './progress.ts'
import { type Run, runQuery } from './queries.ts'
import { SliceDrawer } from './slice-drawer.tsx'
import { Streams } from './streams.tsx'

export function Page() {
  const { run: id = '' }: { run?: string } = useParams({ strict: false })
  const found = useQuery(runQuery(useApi(), id))
  if (found.data) return <Detail key={id} run={found.data} error={found.error} />
  const gone = found.error instanceof ApiError && found.error.problem.status < 500
  return (
    <>
      <PageHeader title={page.title} />
      {gone && (
        <EmptyState action={<ButtonLink to="/runs">All runs</ButtonLink>}>
          There is no run {id}. It went with its connection, or never was.
        </EmptyState>
      )}
      {found.error && !gone && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && (
        <Loading label="Loading the run">
          <TextSkeleton />
          <TableSkeleton />
        </Loading>
      )}
    </>
  )
}

function Detail({ run, error }: { run: Run; error: Error | null }) {
  const can = useCan()
  const now = useNow()
  useFreshParts(run.state)
  return (
    <>
      <PageHeader
        title={`${page.title} ${run.id}`}
        state={sentenceOf(run, now)}
        live={run.state === 'running' && error === null}
        actions={can('integration:edit') && <RunActions run={run} />}
      />
      {error && <ErrorState error={error} />}
      <Picture counts={countsOf(run.streams)} />
      <Numbers run={run} />
      <Tabs
        label="Run"
        tabs={[
          { id: 'streams', label: 'Streams', content: <Streams streams={run.streams} /> },
          { id: 'repositories', label: 'Repositories', content: <RunGrid run={run} /> },
          { id: 'gaps', label: 'Gaps', content: <GapsOf run={run} /> },
        ]}
      />
      <SliceDrawer run={run} />
      <GapDrawer />
    </>
  )
}

/** The last state shows at once in every part, not only when its own time comes. */
function useFreshParts(state: Run['state']): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (state === 'running') return
    void queries.invalidateQueries({ queryKey: [...runsKey, 'slices'] })
    void queries.invalidateQueries({ queryKey: gapsKey })
  }, [queries, state])
}

function GapsOf({ run }: { run: Run }) {
  const drawer = useDrawer('gap')
  return (
    <GapTable
      filter={{ connection: run.connection.id }}
      columns={gapColumns}
      empty={<EmptyState>No gaps: nothing that was asked for is missing.</EmptyState>}
      onOpen={(gap) => drawer.open(gap.id)}
      openKey={drawer.value}
    />
  )
}
