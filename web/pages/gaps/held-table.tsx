import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useWithConnection } from '../connection-column.tsx'
import { guide } from '../guide.ts'
import { decisionOf, HeldStatus } from './held-status.tsx'
import { type HeldRemoval, heldQuery } from './queries.ts'
import { lackingOf, placeOf, recordsOf } from './words.ts'

const heldColumns: readonly Column<HeldRemoval>[] = [
  { id: 'where', title: 'Where', value: placeOf, width: 120, sortable: false },
  { id: 'stream', title: 'What', value: recordsOf, width: 120, sortable: false },
  { id: 'lacking', title: 'Lacking', value: lackingOf, align: 'end', width: 90, sortable: false },
  {
    id: 'decision',
    title: 'Decision',
    value: decisionOf,
    cell: (held) => <HeldStatus held={held} />,
    width: 170,
    sortable: false,
  },
  {
    id: 'examples',
    title: 'Such as',
    value: (held) => held.examples.join(', '),
    width: 150,
    sortable: false,
  },
  {
    id: 'first_at',
    title: 'First seen',
    value: (held) => new Date(held.first_at),
    cell: (held) => <Time at={held.first_at} />,
    width: 90,
    sortable: false,
  },
  {
    id: 'last_at',
    title: 'Last seen',
    value: (held) => new Date(held.last_at),
    cell: (held) => <Time at={held.last_at} />,
    width: 90,
    sortable: false,
  },
]

/** Listings that lack so much at once that nothing is taken away before a person has decided. */
export function HeldTable({ connection }: { connection: string | undefined }) {
  const { table } = useList(heldQuery(useApi(), { connection }))
  const drawer = useDrawer('held')
  return (
    <DataTable
      label="Held removals"
      columns={useWithConnection(heldColumns)}
      {...table}
      rowKey={({ id }) => id}
      remote
      searchable={false}
      empty={
        <EmptyState guide={guide('operate', 'When a removal is held')}>
          No removal is held: no listing lacks so much that a person has to be asked.
        </EmptyState>
      }
      onOpen={({ id }) => drawer.open(id)}
      openKey={drawer.value}
    />
  )
}
