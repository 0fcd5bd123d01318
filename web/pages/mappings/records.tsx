import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useView } from '../view.ts'
import classes from './mappings.module.css'
import { page } from './page.ts'
import { type MappedOutcome, type MappedRecord, type Mapping, recordsQuery } from './queries.ts'
import { outcomes, placeOf } from './words.ts'

const columns: readonly Column<MappedRecord>[] = [
  { id: 'record', title: 'Record', value: placeOf, width: 220, sortable: false },
  { id: 'kind', title: 'Kind', value: ({ kind }) => kind, width: 120, sortable: false },
  {
    id: 'outcome',
    title: 'Outcome',
    value: ({ outcome }) => wordOf(outcome).word,
    cell: ({ outcome }) => <Status level={wordOf(outcome).level}>{wordOf(outcome).word}</Status>,
    width: 110,
    sortable: false,
  },
  {
    id: 'errors',
    title: 'What failed',
    value: ({ errors }) => errors.map(({ field, message }) => `${field}: ${message}`).join('; '),
    width: 420,
    sortable: false,
  },
  {
    id: 'mapped_at',
    title: 'Mapped',
    value: ({ mapped_at }) => new Date(mapped_at),
    cell: ({ mapped_at }) => <Time at={mapped_at} />,
    width: 96,
    sortable: false,
  },
]

/** What became of the records, those in error first of all. */
export function MappedRecords({ mapping }: { mapping: Mapping }) {
  const { setSearch } = useEnvironment()
  const { kind, outcome = 'errored' } = useView(page)
  const { table } = useList(recordsQuery(useApi(), { id: mapping.id, kind, outcome }))
  const counts = mapping.outcomes.filter((one) => kind === undefined || one.kind === kind)
  const count = (wanted: MappedOutcome) => formatCount(counts.reduce((sum, one) => sum + one[wanted], 0))
  return (
    <>
      <div className={classes.picker}>
        <SelectField
          name="outcome"
          label="Outcome"
          value={outcome}
          options={(['errored', 'mapped', 'filtered', 'gone'] as const).map((one) => ({
            value: one,
            label: `${outcomes[one].word} (${count(one)})`,
          }))}
          onChange={(chosen) => setSearch({ outcome: chosen === 'errored' ? null : chosen })}
        />
        <SelectField
          name="kind"
          label="Kind"
          value={kind ?? ''}
          options={[
            { value: '', label: 'All kinds' },
            ...mapping.outcomes.map((one) => ({ value: one.kind, label: one.kind })),
          ]}
          onChange={(chosen) => setSearch({ kind: chosen === '' ? null : chosen })}
        />
      </div>
      <DataTable
        label="Records"
        columns={columns}
        {...table}
        rowKey={({ id }) => id}
        remote
        searchable={false}
        empty={
          <EmptyState>
            {outcome === 'errored' ? 'No record is in error.' : 'There are no such records.'}
          </EmptyState>
        }
      />
    </>
  )
}

function wordOf(outcome: string) {
  return outcomes[outcome as MappedOutcome]
}
