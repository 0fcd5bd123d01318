import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Fields, MomentField } from '../../ui/form/fields.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { useConnectionChoices } from '../connection-column.tsx'
import { useView } from '../view.ts'
import classes from './deliveries.module.css'
import { page } from './page.ts'
import { filterOf, replayableQuery } from './queries.ts'
import { Guarded, replayWarning, useReplay } from './replay.tsx'
import { filterWords, inDeliveries } from './words.ts'

/** Replays what came from one moment to another: `?replay=range`. */
export function ReplayRange() {
  return (
    <Drawer name="replay" title={() => 'Replay a range'} size="md">
      {() => <Range />}
    </Drawer>
  )
}

const hourMs = 60 * 60 * 1000

function Range() {
  const view = useView(page)
  const [from, setFrom] = useState<string | null>(
    () => view.from ?? new Date(Date.now() - hourMs).toISOString(),
  )
  const [to, setTo] = useState<string | null>(() => view.to ?? new Date().toISOString())
  const { close } = useDrawer('replay')
  const replay = useReplay()
  // The filters of the page count too, but for its own from and to.
  const filter = { ...filterOf(view), from: from ?? undefined, to: to ?? undefined }
  const isWhole = from !== null && to !== null && from < to
  const count = useQuery({ ...replayableQuery(useApi(), filter), enabled: isWhole })
  const alias = useConnectionChoices().find(({ value }) => value === view.connection)?.label
  const only = filterWords(filter, alias)
  const ready = isWhole && !count.isPlaceholderData ? count.data : undefined
  const many = Math.min(ready?.deliveries ?? 0, ready?.most ?? 0)
  return (
    <>
      <Fields>
        <MomentField name="from" label="Received from" value={from} onChange={setFrom} required />
        <MomentField name="to" label="Received until" value={to} onChange={setTo} required />
      </Fields>
      {only.length > 0 && <p>Only those that the page shows: {only.join(', ')}.</p>}
      {view.payloads && view.q !== undefined && (
        <p>The text is looked for in what is known of deliveries, not in payloads.</p>
      )}
      <div className={classes.count} aria-live="polite">
        {!isWhole && 'Say from when to when.'}
        {isWhole && count.error && <ErrorState error={count.error} onRetry={() => void count.refetch()} />}
        {isWhole && !count.error && !ready && 'Counting …'}
        {ready && <Counted {...ready} />}
      </div>
      <p className={classes.quiet}>{replayWarning}</p>
      <div className={classes.tools}>
        <Guarded>
          {(mayEdit) => (
            <Button
              disabled={!mayEdit || many === 0}
              loading={replay.isPending}
              onClick={() => replay.mutate({ chosen: { filter } }, { onSuccess: close })}
            >
              {many === 0 ? 'Replay' : `Replay ${inDeliveries(many)}`}
            </Button>
          )}
        </Guarded>
      </div>
    </>
  )
}

interface CountedProps {
  readonly deliveries: number
  readonly oldest_at: string | null
  readonly newest_at: string | null
  readonly most: number
}

function Counted({ deliveries, oldest_at, newest_at, most }: CountedProps) {
  if (deliveries === 0) return 'None can be replayed: none came then, or they wait for their turn already.'
  return (
    <>
      <strong>{inDeliveries(deliveries)}</strong> can be replayed, from <Time at={oldest_at} absolute /> to{' '}
      <Time at={newest_at} absolute />.
      {deliveries > most && ` At once it is the oldest ${formatCount(most)}; replay again for the others.`}
    </>
  )
}
