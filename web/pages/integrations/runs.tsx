import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useNow } from '../../ui/value/clock.tsx'
import { Duration } from '../../ui/value/numbers.tsx'
import { Time } from '../../ui/value/time.tsx'
import { type Run, runsQuery } from './queries.ts'
import { RunState } from './run-state.tsx'

const causes: Readonly<Record<string, string>> = {
  person: 'A person',
  schedule: 'The schedule',
  webhook: 'A webhook',
  audit: 'A check of everything',
}

const columns: readonly Column<Run>[] = [
  {
    id: 'started_at',
    title: 'Started',
    value: (run) => new Date(run.started_at),
    cell: (run) => <Time at={run.started_at} />,
    width: 120,
  },
  {
    id: 'state',
    title: 'State',
    value: (run) => run.state,
    cell: (run) => <RunState state={run.state} />,
    width: 120,
  },
  {
    id: 'took',
    title: 'Took',
    value: tookSeconds,
    cell: (run) => <Took run={run} />,
    width: 100,
    align: 'end',
  },
  { id: 'cause', title: 'Started by', value: (run) => causes[run.cause] ?? run.cause, width: 120 },
  { id: 'error', title: 'Error', value: (run) => run.error, cell: (run) => run.error ?? 'None', width: 180 },
]

/** Runs of one connection, newest first; read again by itself, often while one is at work. */
export function Runs({ id }: { id: string }) {
  const runs = useInfiniteQuery(runsQuery(useApi(), id))
  return (
    <DataTable
      label="Runs"
      columns={columns}
      rows={runs.data?.pages.flatMap((page) => page.items)}
      rowKey={(run) => run.id}
      remote
      searchable={false}
      error={runs.error ?? undefined}
      onRetry={() => void runs.refetch()}
      empty={<EmptyState>No run yet. An active connection gets its first within a minute.</EmptyState>}
      hasMore={runs.hasNextPage}
      loadingMore={runs.isFetchingNextPage}
      onEndReached={() => void runs.fetchNextPage()}
    />
  )
}

function tookSeconds({ started_at, ended_at }: Run): number | null {
  return ended_at === null ? null : (Date.parse(ended_at) - Date.parse(started_at)) / 1000
}

function Took({ run }: { run: Run }) {
  const now = useNow()
  const soFar = Math.max(0, (now.getTime() - Date.parse(run.started_at)) / 1000)
  return <Duration seconds={tookSeconds(run) ?? soFar} />
}
