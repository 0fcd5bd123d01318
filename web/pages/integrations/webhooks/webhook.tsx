import { useCan } from '../../../session.ts'
import { CopyButton } from '../../../ui/feedback/copy-button.tsx'
import { Fold } from '../../../ui/layout/fold.tsx'
import { formatCount, formatDuration } from '../../../ui/value/format.ts'
import { Status } from '../../../ui/value/status.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { type Fact, Facts } from '../../facts.tsx'
import classes from '../integrations.module.css'
import { WebhookActs } from './acts.tsx'
import { ByHand } from './by-hand.tsx'
import type { Webhook } from './queries.ts'
import { stateInWords } from './words.ts'

export function OneWebhook({ webhook, isActive }: { webhook: Webhook; isActive: boolean }) {
  const can = useCan()
  const { workspace, detail, state } = webhook
  const { level, sentence } = stateInWords(webhook)
  return (
    <section className={classes.check} aria-label={`Webhook of ${workspace.slug}`}>
      <div className={classes.head}>
        <strong>{workspace.name}</strong>
        <span className={classes.code}>{workspace.slug}</span>
      </div>
      <Status level={level}>{sentence}</Status>
      {detail && <p className={classes.quiet}>{detail}</p>}
      {state === 'waiting' && webhook.url === null && <PublicUrl />}
      <Facts facts={factsOf(webhook)} />
      {state === 'by_hand' && <ByHand webhook={webhook} />}
      {webhook.events.length > 0 && (
        <Fold title={`${formatCount(webhook.events.length)} events`}>
          <span className={classes.code}>{webhook.events.join(', ')}</span>
        </Fold>
      )}
      {can('integration:edit') && <WebhookActs webhook={webhook} isActive={isActive} />}
    </section>
  )
}

/** What nobody but who runs the installation can know. */
function PublicUrl() {
  const example = 'WINDLASS_PUBLIC_URL=https://windlass.example.com'
  return (
    <div className={classes.command}>
      <pre>{example}</pre>
      <CopyButton value={example} label="Copy the setting" />
    </div>
  )
}

function factsOf(webhook: Webhook): Fact[] {
  const { url, last_day: day, lag, last_delivery_at, checked_at, repaired_at } = webhook
  const { secret_last_four, previous_secret_until } = webhook
  return [
    { name: 'Address', value: url === null ? 'Not known yet' : <code className={classes.code}>{url}</code> },
    { name: 'Last delivery', value: <Time at={last_delivery_at} whenNull="None yet" /> },
    { name: 'Last 24 hours', value: dayInWords(day) },
    {
      name: 'Until it was known',
      value:
        lag === null
          ? 'Nothing came in the last hour'
          : `${formatDuration(lag.p50_seconds)} for half of the last hour’s deliveries, ${formatDuration(lag.p99_seconds)} for 99 %`,
    },
    { name: 'Checked', value: <Time at={checked_at} whenNull="Not yet" /> },
    ...(repaired_at === null ? [] : [{ name: 'Put right', value: <Time at={repaired_at} /> }]),
    {
      name: 'Secret',
      value:
        secret_last_four === null ? (
          'Made when it is registered'
        ) : (
          <code className={classes.code}>…{secret_last_four}</code>
        ),
    },
    ...(previous_secret_until === null
      ? []
      : [{ name: 'Secret before', value: <>Taken until {<Time at={previous_secret_until} absolute />}</> }]),
  ]
}

function dayInWords({ received, done, unknown, dead }: Webhook['last_day']): string {
  if (received === 0) return 'Nothing received'
  const parts = [
    `${formatCount(received)} received`,
    `${formatCount(done)} done`,
    ...(unknown > 0 ? [`${formatCount(unknown)} of no interest`] : []),
    ...(dead > 0 ? [`${formatCount(dead)} failed for good`] : []),
  ]
  return parts.join(', ')
}
