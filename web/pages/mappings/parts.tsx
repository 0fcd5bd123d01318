import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { guide } from '../guide.ts'
import { Changes } from './changes.tsx'
import type { Mapping, Preview, Tried } from './queries.ts'
import { MappedRecords } from './records.tsx'
import { TriedResources } from './tried.tsx'
import { Versions } from './versions.tsx'

interface Asked<T> {
  readonly isPending: boolean
  readonly error: Error | null
  readonly data: T | undefined
}

interface PartsProps {
  readonly mapping: Mapping | null
  readonly test: Asked<Tried>
  readonly onTest: () => void
  readonly change: Asked<Preview>
  readonly onChange: () => void
}

/** What is known about the text on the desk, and about the mapping that is saved. */
export function Parts({ mapping, test, onTest, change, onChange }: PartsProps) {
  const errored = mapping?.outcomes.reduce((sum, one) => sum + one.errored, 0) ?? 0
  return (
    <Tabs
      name="part"
      label="About this mapping"
      tabs={[
        { id: 'test', label: 'Test', content: <Test test={test} onRetry={onTest} /> },
        { id: 'change', label: 'What would change', content: <Change change={change} onRetry={onChange} /> },
        ...(mapping
          ? [
              {
                id: 'records',
                label: 'Records',
                ...(errored > 0 ? { count: errored } : {}),
                content: <MappedRecords mapping={mapping} />,
              },
              { id: 'versions', label: 'Versions', content: <Versions mapping={mapping} /> },
            ]
          : []),
      ]}
    />
  )
}

function Test({ test: { isPending, error, data }, onRetry }: { test: Asked<Tried>; onRetry: () => void }) {
  if (isPending)
    return (
      <Loading label="Mapping records">
        <TableSkeleton columns={2} />
      </Loading>
    )
  if (error) return <ErrorState error={error} onRetry={onRetry} />
  if (data && data.resources.length > 0) return <TriedResources tried={data} />
  if (data) return null
  return (
    <EmptyState guide={guide('mappings', 'How mappings are written')}>
      Test shows what five records of each resource become. Ctrl-Enter in the editor does it, too.
    </EmptyState>
  )
}

function Change({
  change: { isPending, error, data },
  onRetry,
}: {
  change: Asked<Preview>
  onRetry: () => void
}) {
  if (isPending)
    return (
      <Loading label="Comparing with the catalogue">
        <TableSkeleton columns={3} />
      </Loading>
    )
  if (error) return <ErrorState error={error} onRetry={onRetry} />
  if (data) return <Changes preview={data} />
  return (
    <EmptyState guide={guide('mappings', 'How mappings are written')}>
      “What would change” compares what is written with the catalogue. Nothing is stored by it.
    </EmptyState>
  )
}
