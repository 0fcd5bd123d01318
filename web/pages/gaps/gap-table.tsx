import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { useCan } from '../../session.ts'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { inWords } from '../words.ts'
import { type Gap, type GapFilter, gapsQuery } from './queries.ts'
import { useRetryGaps } from './retry-gaps.tsx'
import { placeOf, whyOf } from './words.ts'

export const gapColumns: readonly Column<Gap>[] = [
  { id: 'where', title: 'Where', value: placeOf, width: 210, sortable: false },
  { id: 'stream', title: 'What', value: (gap) => inWords([gap.stream]), width: 120, sortable: false },
  { id: 'reason', title: 'Why', value: whyOf, width: 220, sortable: false },
  {
    id: 'next_at',
    title: 'Next try',
    value: (gap) => (gap.next_at === null ? 'None planned' : new Date(gap.next_at)),
    cell: (gap) => <Time at={gap.next_at} whenNull="None planned" />,
    width: 96,
    sortable: false,
  },
  { id: 'tries', title: 'Tries', value: (gap) => gap.tries, align: 'end', width: 62, sortable: false },
  {
    id: 'first_at',
    title: 'Since',
    value: (gap) => new Date(gap.first_at),
    cell: (gap) => <Time at={gap.first_at} />,
    width: 96,
    sortable: false,
  },
]

interface GapTableProps {
  readonly filter: GapFilter
  readonly columns: readonly Column<Gap>[]
  readonly empty: ReactNode
  readonly onOpen: (gap: Gap) => void
  readonly openKey?: string | null
}

/** What could not be read, why, and when it is tried again; those chosen can be tried at once. */
export function GapTable({ filter, columns, empty, onOpen, openKey = null }: GapTableProps) {
  const { table } = useList(gapsQuery(useApi(), filter))
  const mayEdit = useCan()('integration:edit')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const selection = {
    selected,
    onSelect: setSelected,
    bulk: (rows: readonly Gap[]) => <RetryChosen rows={rows} onDone={() => setSelected(new Set())} />,
  }
  return (
    <DataTable
      label="Gaps"
      columns={columns}
      {...table}
      rowKey={(gap) => gap.id}
      remote
      searchable={false}
      empty={empty}
      onOpen={onOpen}
      openKey={openKey}
      {...(mayEdit ? selection : {})}
    />
  )
}

function RetryChosen({ rows, onDone }: { rows: readonly Gap[]; onDone: () => void }) {
  const retry = useRetryGaps()
  return (
    <Button
      size="compact-md"
      loading={retry.isPending}
      onClick={() => retry.mutate({ ids: rows.map(({ id }) => id) }, { onSuccess: onDone })}
    >
      Retry {formatCount(rows.length)} {rows.length === 1 ? 'gap' : 'gaps'}
    </Button>
  )
}
