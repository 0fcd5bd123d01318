import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Unknown } from '../../ui/value/unknown.tsx'
import classes from './catalog.module.css'
import { filterOf, withFilter } from './filters.ts'
import { type Choice, type Group, groupsQuery } from './queries.ts'
import { spoken } from './value.tsx'

interface GroupTableProps {
  readonly choice: Choice
  readonly group: string
  readonly title: string
}

/** Entities counted by what a field says; a group opens its entities. */
export function GroupTable({ choice, group, title }: GroupTableProps) {
  const groups = useQuery(groupsQuery(useApi(), choice, group))
  const { setSearch } = useEnvironment()
  const navigate = useNavigate()
  const columns = useMemo(() => columnsOf(title), [title])
  const open = ({ value }: Group) => {
    if (group === 'blueprint')
      void navigate({ to: '/catalog/$blueprint', params: { blueprint: value ?? '' } })
    else setSearch({ group: null, filter: withFilter(choice.filter, filterOf(group, value)) }, { push: true })
  }
  return (
    <>
      <DataTable
        label="Groups"
        prefix="group-"
        columns={columns}
        rows={groups.data?.items}
        rowKey={({ value }) => value ?? ''}
        error={groups.error ?? undefined}
        onRetry={() => void groups.refetch()}
        searchable={false}
        empty={<EmptyState>Nothing is there to be grouped.</EmptyState>}
        onOpen={open}
      />
      {groups.data && groups.data.more > 0 && (
        <p className={classes.quiet}>
          And {formatCount(groups.data.more)} smaller groups, which are not listed.
        </p>
      )}
    </>
  )
}

function columnsOf(title: string): readonly Column<Group>[] {
  return [
    {
      id: 'value',
      title,
      value: ({ label, value }) => label ?? value,
      cell: ({ label, value }) =>
        label ?? (value && spoken(value)) ?? <Unknown reason="No source says it." />,
      width: 320,
    },
    { id: 'count', title: 'Entities', value: ({ count }) => count, align: 'end', width: 100 },
  ]
}
