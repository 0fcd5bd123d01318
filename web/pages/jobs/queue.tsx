import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { guide } from '../guide.ts'
import { useView } from '../view.ts'
import { jobColumns } from './columns.tsx'
import { page } from './page.ts'
import { jobsQuery, scheduleQuery } from './queries.ts'

export function Queue() {
  const api = useApi()
  const view = useView(page)
  const { table } = useList(jobsQuery(api, view))
  const { rows } = table
  const schedule = useQuery(scheduleQuery(api))
  const job = useDrawer('job')
  const tasks = tasksOf(schedule.data, rows, view.task)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the list, which is new each time.
  const columns = useMemo(() => jobColumns(tasks), [tasks.join()])
  return (
    <DataTable
      label="Jobs"
      columns={columns}
      {...table}
      rowKey={(row) => row.id}
      remote
      searchable={false}
      empty={
        <EmptyState guide={guide('operate', 'How jobs are tried again')}>
          The queue is empty. A job that is done leaves it; one that fails for good stays as dead.
        </EmptyState>
      }
      onOpen={(row) => job.open(row.id)}
      openKey={job.value}
    />
  )
}

/** The names to filter by: what runs by the clock, what is in sight, and what the address already names. */
function tasksOf(
  schedule: readonly { readonly task: string }[] | undefined,
  rows: readonly { readonly task: string }[] | undefined,
  chosen: string | undefined,
): string[] {
  const names = [...(schedule ?? []), ...(rows ?? [])].map(({ task }) => task)
  return [...new Set(chosen === undefined ? names : [...names, chosen])].sort()
}
