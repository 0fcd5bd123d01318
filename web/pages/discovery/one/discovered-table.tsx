import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useApi } from '../../../api.ts'
import { useList } from '../../../list.ts'
import { useCan } from '../../../session.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import type { Column } from '../../../ui/table/column.ts'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { Status } from '../../../ui/value/status.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { guide } from '../../guide.ts'
import { useView } from '../../view.ts'
import { type Discovered, type Discovery, discoveredQuery, type Kind, setUpQuery } from '../queries.ts'
import { actions, remarkOf } from '../words.ts'
import { ActionCell, MatchCell, TypeCell } from './choice-cells.tsx'
import { ImportBar } from './import-bar.tsx'
import { page } from './page.ts'

/** Repositories that wait, each with what is recommended; nothing of it is in the catalogue before it is imported. */
export function DiscoveredTable({ discovery }: { discovery: Discovery }) {
  const api = useApi()
  const { q: search, sort } = useView(page)
  const mayEdit = useCan()('integration:edit') && discovery.suspended_at === null
  const { table } = useList(discoveredQuery(api, discovery.id, { search, sort }))
  const { rows } = table
  const { data: setUp } = useQuery({ ...setUpQuery(api), enabled: mayEdit })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const columns = useMemo(
    () => columnsFor(discovery, mayEdit ? (setUp?.kinds ?? []) : null),
    [discovery, mayEdit, setUp],
  )
  return (
    <>
      <DataTable
        label="Discovered"
        columns={columns}
        {...table}
        rowKey={({ id }) => id}
        remote
        empty={<Empty discovery={discovery} />}
        {...(mayEdit ? { selected, onSelect: setSelected } : {})}
      />
      {mayEdit && rows && rows.length > 0 && (
        <ImportBar
          discovery={discovery}
          selected={rows.filter(({ id }) => selected.has(id)).map(({ id }) => id)}
          onDone={() => setSelected(new Set())}
        />
      )}
    </>
  )
}

function Empty({ discovery: { suspended_at, imported } }: { discovery: Discovery }) {
  if (suspended_at !== null)
    return <EmptyState>Nothing waits, and nothing new appears until it is resumed.</EmptyState>
  return (
    <EmptyState guide={guide('discovery', 'How discovery works')}>
      {imported > 0
        ? 'Nothing waits: every repository that is collected is in the catalogue.'
        : 'No repository is known yet. They appear within seconds once their workspace is read.'}
    </EmptyState>
  )
}

/** `kinds`: null for those who may look alone. */
function columnsFor(discovery: Discovery, kinds: readonly Kind[] | null): readonly Column<Discovered>[] {
  const types = kinds?.find(({ identifier }) => identifier === discovery.kind)?.types ?? []
  return [
    {
      id: 'name',
      title: 'Name',
      value: ({ name }) => name,
      cell: (row) => <Name row={row} />,
      width: 190,
    },
    {
      id: 'action',
      title: 'Recommended action',
      value: ({ action }) => action && actions[action],
      cell: (row) => <ActionCell discovery={discovery} row={row} mayEdit={kinds !== null} />,
      unknown: 'No entity fits it.',
      width: 150,
      sortable: false,
    },
    {
      id: 'match',
      title: 'Matching entity',
      value: ({ match }) => match?.title,
      cell: (row) => <MatchCell row={row} mayEdit={kinds !== null && discovery.behaviour !== 'register'} />,
      width: 230,
      sortable: false,
    },
    { id: 'kind', title: 'Kind', value: ({ kind }) => kind, width: 100, sortable: false },
    {
      id: 'type',
      title: 'Type',
      value: ({ type }) => type,
      cell: (row) => <TypeCell discovery={discovery} row={row} types={types} mayEdit={kinds !== null} />,
      width: 130,
      sortable: false,
    },
    {
      id: 'detected_at',
      title: 'Detected on',
      value: ({ detected_at }) => new Date(detected_at),
      cell: ({ detected_at }) => <Time at={detected_at} />,
      width: 110,
    },
  ]
}

function Name({ row }: { row: Discovered }) {
  const remark = remarkOf(row)
  return (
    <>
      {row.name}{' '}
      {remark && (
        <Status level={remark.level} soft {...('detail' in remark ? { detail: remark.detail } : {})}>
          {remark.word}
        </Status>
      )}
    </>
  )
}
