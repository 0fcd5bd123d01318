import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useWithConnection } from '../connection-column.tsx'
import { useView } from '../view.ts'
import { inWords } from '../words.ts'
import { GapDrawer } from './gap-drawer.tsx'
import { GapTable, gapColumns } from './gap-table.tsx'
import { HeldDrawer } from './held-drawer.tsx'
import { HeldTable } from './held-table.tsx'
import { page } from './page.ts'
import { type Gap, gapsQuery, heldQuery } from './queries.ts'

export function Page() {
  const { connection } = useView(page)
  const api = useApi()
  const gaps = useInfiniteQuery(gapsQuery(api, {})).data?.pages
  const held = useInfiniteQuery(heldQuery(api, {})).data?.pages
  const all = useMemo(() => gaps?.flatMap(({ items }) => items), [gaps])
  const undecided = held?.flatMap(({ items }) => items).filter(({ decision }) => decision === null).length
  const more = gaps?.at(-1)?.next !== null
  const state = all && undecided !== undefined ? sentence(all.length, more, undecided) : null
  const tabs = [
    { id: 'gaps', label: 'Gaps', content: <Gaps all={all ?? []} /> },
    { id: 'held', label: 'Held removals', content: <HeldTable connection={connection} /> },
  ]
  return (
    <>
      <PageHeader title={page.title} state={state} live={all?.length === 0 && undecided === 0} />
      <Tabs label="What is missing" tabs={tabs} />
      <GapDrawer />
      <HeldDrawer />
    </>
  )
}

function Gaps({ all }: { all: readonly Gap[] }) {
  const { connection, stream, reason } = useView(page)
  const drawer = useDrawer('gap')
  return (
    <GapTable
      filter={{ connection, stream, reason }}
      columns={useWithConnection(useFilterable(all, { stream, reason }))}
      empty={<EmptyState>No gaps: nothing that was asked for is missing.</EmptyState>}
      onOpen={(gap) => drawer.open(gap.id)}
      openKey={drawer.value}
    />
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

function sentence(gaps: number, more: boolean, undecided: number): string {
  if (undecided === 0) return gapSentence(gaps, more)
  const held = `${formatCount(undecided)} ${undecided === 1 ? 'removal waits' : 'removals wait'} for a decision`
  return gaps === 0 ? `${held}.` : `${gapSentence(gaps, more)} ${held}.`
}

function gapSentence(count: number, more: boolean): string {
  if (count === 0) return 'Nothing that was asked for is missing.'
  if (more) return `More than ${formatCount(count)} things were asked for and could not be read.`
  return count === 1
    ? 'One thing was asked for and could not be read.'
    : `${formatCount(count)} things were asked for and could not be read.`
}
