import { useApi } from '../../../api.ts'
import { useList } from '../../../list.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import type { Column } from '../../../ui/table/column.ts'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { freshnessQuery, type RepositoryFreshness } from './queries.ts'

function moment(at: string | null): Date | null {
  return at === null ? null : new Date(at)
}

const columns: readonly Column<RepositoryFreshness>[] = [
  {
    id: 'repository',
    title: 'Repository',
    value: ({ repository }) => repository,
    width: 150,
    sortable: false,
  },
  {
    id: 'workspace',
    title: 'Workspace',
    value: ({ workspace }) => workspace,
    sortable: false,
    hidden: true,
  },
  {
    id: 'last_event_at',
    title: 'Last event',
    value: (row) => moment(row.last_event_at),
    cell: (row) => <Time at={row.last_event_at} whenNull="None yet" />,
    width: 90,
    sortable: false,
  },
  {
    id: 'reconciled_at',
    title: 'Last reconciled',
    value: (row) => moment(row.reconciled_at),
    cell: (row) => <Time at={row.reconciled_at} whenNull="Not yet" />,
    width: 110,
    sortable: false,
  },
]

/** Of each repository, what a webhook told last, and when its pull requests were last read to the end. */
export function Freshness({ connectionId }: { connectionId: string }) {
  const { table } = useList(freshnessQuery(useApi(), connectionId))
  return (
    <DataTable
      label="Freshness"
      columns={columns}
      {...table}
      rowKey={({ id }) => id}
      remote
      searchable={false}
      empty={<EmptyState>No repository is known yet.</EmptyState>}
    />
  )
}
