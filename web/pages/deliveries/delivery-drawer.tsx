import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError, useApi } from '../../api.ts'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { formatBytes, formatCount } from '../../ui/value/format.ts'
import { Duration } from '../../ui/value/numbers.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import classes from './deliveries.module.css'
import { DeliveryEffect } from './delivery-effect.tsx'
import { DeliveryStatus } from './delivery-status.tsx'
import { type DeliveryWithPayload, deliveryQuery } from './queries.ts'
import { Guarded, useReplay } from './replay.tsx'
import { placeOf } from './words.ts'

/** One delivery: `?delivery=4711`. */
export function DeliveryDrawer() {
  return (
    <Drawer name="delivery" title={(id) => `Delivery ${id}`} size="xl">
      {(id) => <Found key={id} id={id} />}
    </Drawer>
  )
}

function Found({ id }: { id: string }) {
  const delivery = useQuery(deliveryQuery(useApi(), id))
  const gone = delivery.error instanceof ApiError && delivery.error.problem.status === 404
  if (gone) return <EmptyState>There is no such delivery: its days are over, or it never came.</EmptyState>
  if (delivery.error) return <ErrorState error={delivery.error} onRetry={() => void delivery.refetch()} />
  if (!delivery.data) {
    return (
      <Loading label="Loading the delivery">
        <FormSkeleton />
      </Loading>
    )
  }
  return <Detail delivery={delivery.data} />
}

function Detail({ delivery }: { delivery: DeliveryWithPayload }) {
  return (
    <>
      <Facts facts={factsOf(delivery)} />
      <Replay delivery={delivery} />
      <DeliveryEffect delivery={delivery} />
      <Payload delivery={delivery} />
    </>
  )
}

function factsOf(one: DeliveryWithPayload) {
  return [
    { name: 'Event', value: <code className={classes.code}>{one.event}</code> },
    { name: 'State', value: <DeliveryStatus state={one.state} /> },
    { name: 'Connection', value: one.connection.alias },
    { name: 'Where', value: placeOf(one) },
    { name: 'About', value: one.subject ?? 'The repository or the workspace itself, or it is not known yet' },
    { name: 'Received', value: <Time at={one.received_at} absolute /> },
    ...(one.replayed_at === null
      ? []
      : [{ name: 'Replayed', value: <Time at={one.replayed_at} absolute /> }]),
    { name: 'Settled', value: <Time at={one.settled_at} whenNull="Not yet" absolute /> },
    { name: 'Lag', value: <Duration seconds={one.lag_seconds} reason="It is not settled." /> },
    ...(one.tries === 0 ? [] : [{ name: 'Failed tries', value: formatCount(one.tries) }]),
    ...(one.next_at === null ? [] : [{ name: 'Next try', value: <Time at={one.next_at} absolute /> }]),
    { name: 'Attempt of Bitbucket', value: one.attempt ?? 'Not told' },
    { name: 'Request', value: <RequestUuid uuid={one.request_uuid} /> },
  ]
}

function RequestUuid({ uuid }: { uuid: string }) {
  return (
    <span className={classes.request}>
      <code className={classes.code}>{uuid}</code>
      <CopyButton value={uuid} label="Copy request uuid" />
    </span>
  )
}

function Replay({ delivery: { id, state, tries } }: { delivery: DeliveryWithPayload }) {
  const replay = useReplay()
  const isInTurn = state === 'waiting' || (state === 'placed' && tries === 0)
  return (
    <div className={classes.tools}>
      <Guarded>
        {(mayEdit) => (
          <Button
            disabled={!mayEdit || isInTurn}
            loading={replay.isPending}
            onClick={() => replay.mutate({ chosen: { ids: [id] } })}
          >
            Replay
          </Button>
        )}
      </Guarded>
      {isInTurn && <span className={classes.quiet}>It waits for its turn already.</span>}
    </div>
  )
}

function Payload({ delivery: { payload, size } }: { delivery: DeliveryWithPayload }) {
  const { text, is_json, masked, is_cut } = payload
  const lines = text.split('\n').length
  const told = [
    formatBytes(size),
    ...(is_json || size === 0 ? [] : ['not JSON']),
    ...(masked === 0
      ? []
      : [`${formatCount(masked)} masked, because ${masked === 1 ? 'it' : 'they'} may be secret`]),
    ...(is_cut ? ['only its beginning is shown'] : []),
  ]
  return (
    <section className={classes.block} aria-label="Payload">
      <div className={classes.head}>
        <h3>Payload</h3>
        <span className={classes.quiet}>{told.join(' · ')}</span>
        <CopyButton value={text} label="Copy payload" />
      </div>
      <CodeEditor
        label="Payload"
        // The beginning of JSON is none, and would be underlined.
        language={is_json && !is_cut ? 'json' : 'text'}
        value={text}
        readOnly
        height={Math.min(480, 24 + 20 * lines)}
      />
    </section>
  )
}
