import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Time } from '../../ui/value/time.tsx'
import { type Gap, gapsQuery } from './queries.ts'
import { inWords } from './scopes.ts'

const columns: readonly Column<Gap>[] = [
  { id: 'stream', title: 'What', value: (gap) => inWords([gap.stream]), width: 130 },
  {
    id: 'where',
    title: 'Where',
    value: (gap) => (gap.repository === null ? gap.workspace : `${gap.workspace}/${gap.repository}`),
    width: 160,
  },
  {
    id: 'reason',
    title: 'Why',
    value: (gap) =>
      [inWords([gap.reason]), gap.status, gap.detail].filter((part) => part !== null).join(' · '),
    width: 220,
  },
  {
    id: 'next_at',
    title: 'Next try',
    value: (gap) => (gap.next_at === null ? 'None planned' : new Date(gap.next_at)),
    cell: (gap) => <Time at={gap.next_at} whenNull="None planned" />,
    width: 110,
  },
  { id: 'tries', title: 'Tries', value: (gap) => gap.tries, align: 'end', width: 80 },
  {
    id: 'first_at',
    title: 'Since',
    value: (gap) => new Date(gap.first_at),
    cell: (gap) => <Time at={gap.first_at} />,
    width: 110,
  },
]

/** What could not be read, why, and when it is tried again. */
export function Gaps({ id }: { id: string }) {
  const gaps = useInfiniteQuery(gapsQuery(useApi(), id))
  return (
    <DataTable
      label="Gaps"
      columns={columns}
      rows={gaps.data?.pages.flatMap((page) => page.items)}
      rowKey={(gap) => gap.id}
      remote
      searchable={false}
      error={gaps.error ?? undefined}
      onRetry={() => void gaps.refetch()}
      empty={<EmptyState>No gaps: nothing that was asked for is missing.</EmptyState>}
      hasMore={gaps.hasNextPage}
      loadingMore={gaps.isFetchingNextPage}
      onEndReached={() => void gaps.fetchNextPage()}
    />
  )
}
