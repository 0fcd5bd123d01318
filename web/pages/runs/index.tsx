import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useWithConnection } from '../connection-column.tsx'
import { ButtonLink } from '../links.tsx'
import { useView } from '../view.ts'
import { page } from './page.ts'
import { runsQuery } from './queries.ts'
import { runStateChoices } from './run-state.tsx'
import { RunTable, runColumns } from './run-table.tsx'

const columns = runColumns.map((column) =>
  column.id === 'state' ? { ...column, choices: runStateChoices } : column,
)

export function Page() {
  const { connection, state } = useView(page)
  const running = useInfiniteQuery(runsQuery(useApi(), { state: 'running' }))
  const first = running.data?.pages[0]
  return (
    <>
      <PageHeader
        title={page.title}
        state={first && sentence(first.items.length, first.next !== null)}
        live={first !== undefined && first.items.length > 0}
      />
      <RunTable
        filter={{ connection, state }}
        columns={useWithConnection(columns)}
        empty={
          <EmptyState action={<ButtonLink to="/integrations">Open integrations</ButtonLink>}>
            No run yet. An active connection gets its first within a minute.
          </EmptyState>
        }
      />
    </>
  )
}

function sentence(count: number, more: boolean): string {
  if (count === 0) return 'No run is at work.'
  if (more) return `More than ${formatCount(count)} runs are at work.`
  return count === 1 ? 'One run is at work.' : `${formatCount(count)} runs are at work.`
}
