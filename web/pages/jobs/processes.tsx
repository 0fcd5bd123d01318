import type { UseQueryResult } from '@tanstack/react-query'
import type { Answered } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Count } from '../../ui/value/numbers.tsx'
import { Time } from '../../ui/value/time.tsx'
import { guide } from '../guide.ts'
import { Section } from '../section.tsx'
import classes from './jobs.module.css'

type Summary = Answered<'jobs', 'summary'>
type Process = Summary['processes'][number]
type Dirty = Summary['dirty'][number]
type Parked = Summary['parked']['newest'][number]

const processColumns: readonly Column<Process>[] = [
  { id: 'host', title: 'Host', value: (process) => process.host, width: 180 },
  { id: 'role', title: 'Role', value: (process) => process.role, width: 140 },
  {
    id: 'id',
    title: 'Process',
    value: (process) => process.id,
    cell: (process) => <code className={classes.code}>{process.id}</code>,
    width: 240,
  },
  {
    id: 'started_at',
    title: 'Started',
    value: (process) => new Date(process.started_at),
    cell: (process) => <Time at={process.started_at} />,
    width: 110,
  },
  {
    id: 'seen_at',
    title: 'Last sign of life',
    value: (process) => new Date(process.seen_at),
    cell: (process) => <Time at={process.seen_at} />,
    width: 130,
  },
]

const dirtyColumns: readonly Column<Dirty>[] = [
  {
    id: 'kind',
    title: 'Kind',
    value: (dirty) => dirty.kind,
    cell: (dirty) => <code className={classes.code}>{dirty.kind}</code>,
  },
  {
    id: 'keys',
    title: 'Keys',
    value: (dirty) => dirty.keys,
    cell: (dirty) => <Count value={dirty.keys} />,
    align: 'end',
    width: 100,
  },
  {
    id: 'oldest_at',
    title: 'Oldest',
    value: (dirty) => new Date(dirty.oldest_at),
    cell: (dirty) => <Time at={dirty.oldest_at} />,
    width: 120,
  },
]

const parkedColumns: readonly Column<Parked>[] = [
  {
    id: 'kind',
    title: 'Kind',
    value: (parked) => parked.kind,
    cell: (parked) => <code className={classes.code}>{parked.kind}</code>,
    width: 140,
  },
  {
    id: 'key',
    title: 'Key',
    value: (parked) => parked.key,
    cell: (parked) => <code className={classes.code}>{parked.key}</code>,
    width: 140,
  },
  { id: 'error', title: 'Error', value: (parked) => parked.error, width: 320 },
  {
    id: 'parked_at',
    title: 'Parked',
    value: (parked) => new Date(parked.parked_at),
    cell: (parked) => <Time at={parked.parked_at} />,
    width: 110,
  },
]

export function Processes({ summary }: { summary: UseQueryResult<Summary> }) {
  const rest = { error: summary.error ?? undefined, onRetry: () => void summary.refetch(), searchable: false }
  return (
    <>
      <Section
        title="Processes"
        doc="Those that work off jobs. One that gives no sign of life loses its jobs to the others within a minute."
      >
        <DataTable
          {...rest}
          label="Processes"
          prefix="processes."
          columns={processColumns}
          rows={summary.data?.processes}
          rowKey={(process) => process.id}
          empty={
            <EmptyState guide={guide('scale-out', 'How processes share the work')}>
              No process is at work. Start one with <code>windlass start --only worker</code>.
            </EmptyState>
          }
        />
      </Section>
      <Section
        title="Keys to be drained"
        doc="What changed and is still to be looked at again, gathered by kind."
      >
        <DataTable
          {...rest}
          label="Keys to be drained"
          prefix="keys."
          columns={dirtyColumns}
          rows={summary.data?.dirty}
          rowKey={(dirty) => dirty.kind}
          empty={<EmptyState>Everything that changed has been looked at.</EmptyState>}
        />
      </Section>
      {summary.data && summary.data.parked.keys > 0 && (
        <Section title="Parked keys" doc={parkedDoc(summary.data.parked)}>
          <DataTable
            {...rest}
            label="Parked keys"
            prefix="parked."
            columns={parkedColumns}
            rows={summary.data.parked.newest}
            rowKey={(parked) => `${parked.kind} ${parked.key}`}
            empty={null}
          />
        </Section>
      )}
    </>
  )
}

function parkedDoc({ keys, newest }: Summary['parked']): string {
  const shown = keys > newest.length ? ` The newest ${newest.length} of ${formatCount(keys)} are shown.` : ''
  return `Deriving failed on them alone, so they stand aside until somebody runs them again.${shown}`
}
