import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Time } from '../../ui/value/time.tsx'
import { AnchorLink } from '../links.tsx'
import { type Run, type RunFilter, runsQuery } from './queries.ts'
import { RunState } from './run-state.tsx'
import { Took } from './took.tsx'
import { causeOf, scopeTitles, tookSeconds } from './words.ts'

export const runColumns: readonly Column<Run>[] = [
  {
    id: 'started_at',
    title: 'Started',
    value: (run) => new Date(run.started_at),
    cell: (run) => (
      <AnchorLink inherit to="/runs/$run" params={{ run: run.id }}>
        <Time at={run.started_at} />
      </AnchorLink>
    ),
    width: 120,
    sortable: false,
  },
  {
    id: 'state',
    title: 'State',
    value: (run) => run.state,
    cell: (run) => <RunState state={run.state} />,
    width: 120,
    sortable: false,
  },
  {
    id: 'took',
    title: 'Took',
    value: tookSeconds,
    cell: (run) => <Took run={run} />,
    width: 100,
    align: 'end',
    sortable: false,
  },
  { id: 'scope', title: 'Reads', value: (run) => scopeTitles[run.scope], width: 180, sortable: false },
  { id: 'cause', title: 'Started by', value: causeOf, width: 120, sortable: false },
  {
    id: 'error',
    title: 'Error',
    value: (run) => run.error,
    cell: (run) => run.error ?? 'None',
    width: 150,
    sortable: false,
  },
]

interface RunTableProps {
  readonly filter: RunFilter
  readonly columns: readonly Column<Run>[]
  readonly empty: ReactNode
}

/** Runs, newest first; a row leads to the page of its run. */
export function RunTable({ filter, columns, empty }: RunTableProps) {
  const { table } = useList(runsQuery(useApi(), filter))
  const navigate = useNavigate()
  return (
    <DataTable
      label="Runs"
      columns={columns}
      {...table}
      rowKey={(run) => run.id}
      remote
      searchable={false}
      empty={empty}
      onOpen={(run) => void navigate({ to: '/runs/$run', params: { run: run.id } })}
    />
  )
}
