import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { CodeEditor } from '../../../ui/editor/code-editor.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { ButtonLink } from '../../links.tsx'
import classes from '../mappings.module.css'
import { exampleQuery, type MappedKind } from '../queries.ts'
import { Result } from '../result.tsx'
import { placeOf } from '../words.ts'

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
  return (
    <div className={classes.panes}>
      <section aria-label="Record">
        <h3 className={classes.heading}>Record of {placeOf(record)}</h3>
        <CodeEditor
          label="Record"
          language="json"
          value={JSON.stringify(record.input, null, 2)}
          height={420}
          readOnly
        />
      </section>
      <section aria-label="Result">
        <h3 className={classes.heading}>What becomes of it</h3>
        <Result record={record} />
      </section>
    </div>
  )
}
