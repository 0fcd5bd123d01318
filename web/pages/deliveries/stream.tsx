import { useMemo, useState } from 'react'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useConnectionChoices } from '../connection-column.tsx'
import { ButtonLink } from '../links.tsx'
import { useView } from '../view.ts'
import { deliveryColumns } from './columns.tsx'
import classes from './deliveries.module.css'
import { MoreFilters, useIsFurther } from './more-filters.tsx'
import { page } from './page.ts'
import { type Delivery, deliveriesQuery, filterOf, isScrolled, type Summary } from './queries.ts'
import { ReplayChosen } from './replay.tsx'
import { StateBar } from './state-bar.tsx'

/** Deliveries as they come, newest first. */
export function Stream({ summary }: { summary: Summary | undefined }) {
  const view = useView(page)
  const drawer = useDrawer('delivery')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const isSearching = view.payloads === 'yes' && view.q !== undefined
  const isPaused = drawer.value !== null || selected.size > 0 || isSearching
  const { table, found } = useList(deliveriesQuery(useApi(), view, isPaused))
  const { rows } = table
  const events = namesOf([...(summary?.events ?? []), ...(rows ?? [])], view.event)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the list, which is new each time.
  const columns = useMemo(() => deliveryColumns(events), [events.join()])
  const connections = useConnectionChoices()
  const mayEdit = useCan()('integration:edit')
  const selection = {
    selected,
    onSelect: setSelected,
    bulk: (chosen: readonly Delivery[]) => (
      <ReplayChosen ids={chosen.map(({ id }) => id)} onDone={() => setSelected(new Set())} />
    ),
  }
  // Filters of nothing would only stand in the way of what to do first.
  if (rows?.length === 0 && Object.keys(filterOf(view)).length === 0) return <Empty />
  return (
    <>
      <StateBar states={summary?.states ?? null} connection={view.connection} />
      <MoreFilters />
      <Searched searched={table.changing ? null : (found.data?.pages[0]?.payloads ?? null)} />
      <DataTable
        label="Deliveries"
        columns={columns}
        {...table}
        rowKey={({ id }) => id}
        remote
        choices={[{ name: 'connection', label: 'Connection', options: connections }]}
        empty={<Empty />}
        onOpen={({ id }) => drawer.open(id)}
        openKey={drawer.value}
        {...(mayEdit ? selection : {})}
      />
      {rows && rows.length > 0 && (
        <p className={classes.quiet}>
          {isPaused || isScrolled(found.data?.pages)
            ? 'The list stands still while you look, select, scroll or search payloads.'
            : 'New deliveries appear by themselves.'}
        </p>
      )}
    </>
  )
}

interface SearchedProps {
  readonly searched: { readonly searched: number; readonly is_cut: boolean } | null
}

/** A search in payloads ends somewhere, and says where. */
function Searched({ searched }: SearchedProps) {
  if (searched === null) return null
  const payloads = `${formatCount(searched.searched)} ${searched.searched === 1 ? 'payload was' : 'payloads were'}`
  return (
    <p className={classes.quiet} role="status">
      {searched.is_cut
        ? `The newest ${payloads} looked through, older ones not: choose a range or a repository to look further back.`
        : `All ${payloads} looked through. What is masked is not searched.`}
    </p>
  )
}

function Empty() {
  const isFurther = useIsFurther()
  if (isFurther) return <EmptyState>Nothing came from there, or at that time.</EmptyState>
  return (
    <EmptyState
      action={<ButtonLink to="/integrations">Open integrations</ButtonLink>}
      guide={{ href: '/docs/guide/deliveries.md', label: 'What deliveries are' }}
    >
      No delivery yet. With webhooks, which a connection turns on, Bitbucket tells at once what changes.
    </EmptyState>
  )
}

function namesOf(some: readonly { readonly event: string }[], chosen: string | undefined): string[] {
  const names = some.map(({ event }) => event)
  return [...new Set(chosen === undefined ? names : [...names, chosen])].sort()
}
