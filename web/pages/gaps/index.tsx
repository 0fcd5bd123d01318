import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useWithConnection } from '../connection-column.tsx'
import { useView } from '../view.ts'
import { inWords } from '../words.ts'
import { GapDrawer } from './gap-drawer.tsx'
import { GapTable, gapColumns } from './gap-table.tsx'
import { page } from './page.ts'
import { type Gap, gapsQuery } from './queries.ts'

export function Page() {
  const { connection, stream, reason } = useView(page)
  const { data } = useInfiniteQuery(gapsQuery(useApi(), {}))
  const drawer = useDrawer('gap')
  const all = useMemo(() => data?.pages.flatMap((each) => each.items), [data])
  const more = data?.pages.at(-1)?.next !== null
  return (
    <>
      <PageHeader
        title={page.title}
        state={all && sentence(all.length, more)}
        live={all !== undefined && all.length === 0}
      />
      <GapTable
        filter={{ connection, stream, reason }}
        columns={useWithConnection(useFilterable(all ?? [], { stream, reason }))}
        empty={<EmptyState>No gaps: nothing that was asked for is missing.</EmptyState>}
        onOpen={(gap) => drawer.open(gap.id)}
        openKey={drawer.value}
      />
      <GapDrawer />
    </>
  )
}

/** Filters by what and why, with the names that stand in the list and the one the address already holds. */
function useFilterable(
  gaps: readonly Gap[],
  chosen: { readonly stream: string | undefined; readonly reason: string | undefined },
) {
  const streams = namesOf([...gaps.map((gap) => gap.stream), chosen.stream])
  const reasons = namesOf([...gaps.map((gap) => gap.reason), chosen.reason])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the lists, which are new each time.
  return useMemo(
    () =>
      gapColumns.map((column) => {
        if (column.id === 'stream') return { ...column, choices: choicesOf(streams) }
        return column.id === 'reason' ? { ...column, choices: choicesOf(reasons) } : column
      }),
    [streams.join(), reasons.join()],
  )
}

function namesOf(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

function choicesOf(names: readonly string[]) {
  return names.map((name) => ({ value: name, label: inWords([name]) }))
}

function sentence(count: number, more: boolean): string {
  if (count === 0) return 'Nothing that was asked for is missing.'
  if (more) return `More than ${formatCount(count)} things were asked for and could not be read.`
  return count === 1
    ? 'One thing was asked for and could not be read.'
    : `${formatCount(count)} things were asked for and could not be read.`
}
