import type { UseQueryResult } from '@tanstack/react-query'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { AnchorLink } from '../links.tsx'
import { Section } from '../section.tsx'
import classes from './deliveries.module.css'
import type { Summary } from './queries.ts'
import { refusalTitles } from './words.ts'

type Event = Summary['events'][number]
type Refusal = Summary['refusals'][number]

const eventColumns: readonly Column<Event>[] = [
  {
    id: 'event',
    title: 'Event',
    value: ({ event }) => event,
    cell: ({ event }) => (
      <AnchorLink inherit to="/deliveries" search={{ event }}>
        <code className={classes.code}>{event}</code>
      </AnchorLink>
    ),
    width: 172,
  },
  { id: 'deliveries', title: 'Deliveries', value: ({ deliveries }) => deliveries, align: 'end', width: 84 },
  {
    id: 'unknown',
    title: 'Ignored',
    value: ({ unknown }) => unknown,
    cell: ({ unknown }) => formatCount(unknown),
    align: 'end',
    width: 96,
  },
]

const refusalColumns: readonly Column<Refusal>[] = [
  { id: 'reason', title: 'Why', value: ({ reason }) => refusalTitles[reason] ?? reason, width: 190 },
  { id: 'refused', title: 'Requests', value: ({ refused }) => refused, align: 'end', width: 80 },
  {
    id: 'last_at',
    title: 'Last',
    value: ({ last_at }) => new Date(last_at),
    cell: ({ last_at }) => <Time at={last_at} />,
    width: 84,
  },
]

/** What came in the last 24 hours by event, and what was not let in. */
export function Day({ summary }: { summary: UseQueryResult<Summary> }) {
  const shared = { error: summary.error ?? undefined, onRetry: () => void summary.refetch() }
  return (
    <>
      <Section title="Events" doc="Ignored are events that tell nothing that is collected.">
        <DataTable
          label="Events"
          prefix="events-"
          columns={eventColumns}
          rows={summary.data?.events}
          rowKey={({ event }) => event}
          searchable={false}
          empty={<EmptyState>Nothing came in the last 24 hours.</EmptyState>}
          height="none"
          {...shared}
        />
      </Section>
      <Section
        title="Refused requests"
        doc="Requests to the address of the webhooks that were not let in. Nothing is kept of them but their number."
      >
        <DataTable
          label="Refused requests"
          prefix="refusals-"
          columns={refusalColumns}
          rows={summary.data?.refusals}
          rowKey={({ reason }) => reason}
          searchable={false}
          empty={<EmptyState>None was refused in the last 24 hours.</EmptyState>}
          height="none"
          {...shared}
        />
      </Section>
    </>
  )
}
