import { useQuery } from '@tanstack/react-query'
import { ApiError, useApi } from '../../../api.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../../ui/layout/drawer.tsx'
import { Count } from '../../../ui/value/numbers.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { Facts } from '../../facts.tsx'
import { AnchorLink } from '../../links.tsx'
import { Took } from '../../runs/took.tsx'
import { inWords } from '../../words.ts'
import classes from '../discovery.module.css'
import { type Discovery, type DiscoveryEvent, eventQuery } from '../queries.ts'
import { countsOf, eventTypes, triggers } from '../words.ts'
import { EventStatus } from './event-table.tsx'

/** One event: `?event=7`. */
export function EventDrawer({ discovery }: { discovery: Discovery }) {
  return (
    <Drawer name="event" title={() => 'Event'}>
      {(id) => <Detail key={id} discovery={discovery} id={id} />}
    </Drawer>
  )
}

function Detail({ discovery, id }: { discovery: Discovery; id: string }) {
  const event = useQuery(eventQuery(useApi(), discovery.id, id))
  const gone = event.error instanceof ApiError && event.error.problem.status === 404
  if (gone) return <EmptyState>This event is gone: events are kept for 180 days.</EmptyState>
  if (event.error) return <ErrorState error={event.error} onRetry={() => void event.refetch()} />
  if (!event.data) {
    return (
      <Loading label="Loading the event">
        <FormSkeleton />
      </Loading>
    )
  }
  return <EventFacts discovery={discovery} event={event.data} />
}

function EventFacts({ discovery, event }: { discovery: Discovery; event: DiscoveryEvent }) {
  const { type, status, description, started_at, updated_at, problems } = event
  const isImport = type === 'manual_import' || type === 'auto_import'
  return (
    <>
      <Facts
        facts={[
          { name: 'Event', value: eventTypes[type] },
          { name: 'Status', value: <EventStatus status={status} /> },
          { name: 'Description', value: description },
          { name: 'Discovery', value: `${discovery.name} (${discovery.id})` },
          { name: 'Started', value: <Time at={started_at} absolute /> },
          { name: 'Last updated', value: <Time at={updated_at} absolute /> },
          { name: 'Duration', value: <Took run={event} /> },
          { name: 'Trigger', value: triggers[event.trigger] },
          ...(event.caused_by === null ? [] : [{ name: 'Triggered by', value: event.caused_by }]),
          ...(isImport ? [{ name: 'What came of it', value: countsOf(event) }] : []),
          ...(type === 'sync' ? syncFacts(event) : []),
        ]}
      />
      {problems.length > 0 && (
        <section aria-label="What failed">
          <h3>What failed</h3>
          <ul className={classes.reasons}>
            {problems.map(({ repository, message }) => (
              <li key={`${repository} ${message}`}>
                {repository}: {message}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function syncFacts({ run, records, streams }: DiscoveryEvent) {
  const weekOnly = 'How far a run was is kept for a week.'
  return [
    { name: 'Records synced', value: <Count value={records} reason={weekOnly} /> },
    ...(streams === null ? [] : [{ name: 'Streams', value: inWords(streams) }]),
    ...(run === null
      ? []
      : [
          {
            name: 'Run',
            value: (
              <AnchorLink to="/runs/$run" params={{ run }} underline="always">
                Run {run}
              </AnchorLink>
            ),
          },
        ]),
  ]
}
