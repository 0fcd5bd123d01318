import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { ButtonLink } from '../../links.tsx'
import { exampleQuery, type MappedKind } from '../queries.ts'
import { RecordPanes } from '../record-panes.tsx'

/** The first record of a kind that is stored, and what becomes of it. */
export function Example({ kind }: { kind: MappedKind }) {
  const example = useQuery(exampleQuery(useApi(), kind))
  if (example.error) return <ErrorState error={example.error} onRetry={() => void example.refetch()} />
  if (example.isPending)
    return (
      <Loading label="Mapping a record">
        <TableSkeleton columns={2} />
      </Loading>
    )
  const record = example.data
  if (!record)
    return (
      <EmptyState
        action={
          <ButtonLink to="/integrations" variant="default">
            See what is collected
          </ButtonLink>
        }
      >
        No record of this kind is collected yet.
      </EmptyState>
    )
  return <RecordPanes record={record} order={3} />
}
