import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useApi } from '../../../api.ts'
import { useList } from '../../../list.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../../ui/layout/drawer.tsx'
import type { Column } from '../../../ui/table/column.ts'
import { DataTable } from '../../../ui/table/data-table.tsx'
import { Status } from '../../../ui/value/status.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { useView } from '../../view.ts'
import classes from '../discovery.module.css'
import { type Discovery, type DiscoveryEvent, eventsQuery } from '../queries.ts'
import { countsOf, eventStatuses, eventTypes, triggers } from '../words.ts'
import { page } from './page.ts'

/** What happened to a discovery in the last 180 days. */
export function EventTable({ discovery }: { discovery: Discovery }) {
  const { 'events.type': type, 'events.status': status } = useView(page)
  const { table, found } = useList(eventsQuery(useApi(), discovery.id, { type, status }))
  const drawer = useDrawer('event')
  return (
    <>
      <div className={`${classes.tools} ${classes.above}`}>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
          loading={found.isRefetching}
          onClick={() => void found.refetch()}
        >
          Refresh
        </Button>
        <span className={classes.quiet}>Read again each minute; kept for 180 days.</span>
      </div>
      <DataTable
        label="Events"
        prefix="events."
        columns={columns}
        {...table}
        rowKey={({ id }) => id}
        remote
        searchable={false}
        empty={<EmptyState>Nothing has happened in the last 180 days.</EmptyState>}
        onOpen={({ id }) => drawer.open(id)}
        openKey={drawer.value}
      />
    </>
  )
}

export function EventStatus({ status }: { status: DiscoveryEvent['status'] }) {
  const [level, word] = eventStatuses[status]
  return <Status level={level}>{word}</Status>
}

/** An import says at once what came of it. */
function inSentences(event: DiscoveryEvent): string {
  const { type, description } = event
  const isImport = type === 'manual_import' || type === 'auto_import'
  return isImport ? `${countsOf(event)}. ${description}` : description
}

const columns: readonly Column<DiscoveryEvent>[] = [
  {
    id: 'type',
    title: 'Event',
    value: ({ type }) => type,
    cell: ({ type }) => eventTypes[type],
    choices: Object.entries(eventTypes).map(([value, label]) => ({ value, label })),
    width: 120,
    sortable: false,
  },
  {
    id: 'status',
    title: 'Status',
    value: ({ status }) => status,
    cell: ({ status }) => <EventStatus status={status} />,
    choices: Object.entries(eventStatuses).map(([value, [, label]]) => ({ value, label })),
    width: 140,
    sortable: false,
  },
  {
    id: 'description',
    title: 'Description',
    value: inSentences,
    width: 300,
    sortable: false,
  },
  {
    id: 'started_at',
    title: 'Started',
    value: ({ started_at }) => new Date(started_at),
    cell: ({ started_at }) => <Time at={started_at} />,
    width: 100,
    sortable: false,
  },
  {
    id: 'updated_at',
    title: 'Last updated',
    value: ({ updated_at }) => new Date(updated_at),
    cell: ({ updated_at }) => <Time at={updated_at} />,
    width: 100,
    sortable: false,
  },
  {
    id: 'caused_by',
    title: 'Triggered by',
    value: ({ caused_by, trigger }) => caused_by ?? triggers[trigger],
    width: 130,
    sortable: false,
  },
]
