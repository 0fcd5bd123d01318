import type { Column } from '../../ui/table/column.ts'
import { Duration } from '../../ui/value/numbers.tsx'
import { Time } from '../../ui/value/time.tsx'
import classes from './deliveries.module.css'
import { DeliveryStatus } from './delivery-status.tsx'
import type { Delivery } from './queries.ts'
import { effectOf, placeOf, stateTitles } from './words.ts'

export function deliveryColumns(events: readonly string[]): readonly Column<Delivery>[] {
  return [
    {
      id: 'received_at',
      title: 'Received',
      value: (one) => new Date(one.received_at),
      cell: (one) => <Time at={one.received_at} />,
      width: 104,
      sortable: false,
    },
    {
      id: 'event',
      title: 'Event',
      value: (one) => one.event,
      cell: (one) => <code className={classes.code}>{one.event}</code>,
      choices: eventChoices(events),
      width: 178,
      sortable: false,
    },
    {
      id: 'place',
      title: 'Repository',
      value: placeOf,
      // Its workspace is the same for most rows, and stands with the delivery.
      cell: (one) => one.repository ?? one.workspace,
      width: 120,
      sortable: false,
    },
    {
      id: 'subject',
      title: 'About',
      value: (one) => one.subject ?? '',
      width: 130,
      sortable: false,
    },
    {
      id: 'lag',
      title: 'Lag',
      value: (one) => one.lag_seconds,
      cell: (one) => (
        <Duration seconds={one.lag_seconds} reason="It is not settled: what it says is not known yet." />
      ),
      align: 'end',
      width: 66,
      sortable: false,
    },
    {
      id: 'state',
      title: 'State',
      value: (one) => one.state,
      cell: (one) => <DeliveryStatus state={one.state} />,
      choices: Object.entries(stateTitles).map(([value, label]) => ({ value, label })),
      width: 96,
      sortable: false,
    },
    { id: 'effect', title: 'Effect', value: effectOf, width: 250, sortable: false },
    {
      id: 'connection',
      title: 'Connection',
      value: (one) => one.connection.alias,
      hidden: true,
      width: 140,
      sortable: false,
    },
    {
      id: 'request_uuid',
      title: 'Request',
      value: (one) => one.request_uuid,
      hidden: true,
      width: 200,
      sortable: false,
    },
  ]
}

/** Each event by its name, and all of one kind by the beginning that they share. */
function eventChoices(events: readonly string[]) {
  const kinds = [...new Set(events.map((event) => event.slice(0, event.indexOf(':') + 1)))].filter(Boolean)
  const shared = kinds.filter((kind) => events.filter((event) => event.startsWith(kind)).length > 1)
  return [
    ...shared.map((kind) => ({ value: kind, label: `${kind} all` })),
    ...events.filter((event) => !shared.includes(event)).map((event) => ({ value: event, label: event })),
  ]
}
