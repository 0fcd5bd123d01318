import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { formatCount, formatDuration } from '../../ui/value/format.ts'
import { useView } from '../view.ts'
import { Day } from './day.tsx'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { page } from './page.ts'
import { type Summary, summaryQuery } from './queries.ts'
import { Guarded, ReplayDead } from './replay.tsx'
import { ReplayRange } from './replay-range.tsx'
import { Stream } from './stream.tsx'
import { inDeliveries } from './words.ts'

export function Page() {
  const { connection } = useView(page)
  const summary = useQuery(summaryQuery(useApi(), connection))
  const range = useDrawer('replay')
  const { data } = summary
  return (
    <>
      <PageHeader
        title={page.title}
        state={data && sentence(data)}
        live={data !== undefined && data.states.dead === 0}
        actions={
          <>
            <Guarded>
              {(mayEdit) => (
                <Button variant="default" disabled={!mayEdit} onClick={() => range.open('range')}>
                  Replay a range
                </Button>
              )}
            </Guarded>
            <ReplayDead dead={data?.states.dead ?? 0} connection={connection} />
          </>
        }
      />
      <Tabs
        label="Deliveries"
        tabs={[
          { id: 'stream', label: 'Stream', content: <Stream summary={data} /> },
          { id: 'day', label: 'Last 24 hours', content: <Day summary={summary} /> },
        ]}
      />
      <DeliveryDrawer />
      <ReplayRange />
    </>
  )
}

/** Says first what needs somebody. */
function sentence({ states, events, lag, kept_days }: Summary): string {
  const kept = `Kept for ${formatCount(kept_days)} ${kept_days === 1 ? 'day' : 'days'}.`
  if (states.dead > 0) {
    return `${formatCount(states.dead)} ${states.dead === 1 ? 'dead letter waits' : 'dead letters wait'} for you: tried as often as allowed. ${kept}`
  }
  const came = events.reduce((sum, { deliveries }) => sum + deliveries, 0)
  if (came === 0) return `Nothing came in the last 24 hours. ${kept}`
  const { p50_seconds: half, p99_seconds: most } = lag
  const known =
    half === null || most === null
      ? ''
      : ` In the last hour half were known within ${formatDuration(half)}, 99 of 100 within ${formatDuration(most)}.`
  return `${inDeliveries(came)} in the last 24 hours.${known} ${kept}`
}
