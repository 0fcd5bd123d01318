import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { formatCount } from '../../../ui/value/format.ts'
import { Status } from '../../../ui/value/status.tsx'
import { AnchorLink } from '../../links.tsx'
import classes from '../integrations.module.css'
import type { Connection } from '../queries.ts'
import { Freshness } from './freshness.tsx'
import { type WebhookList, webhooksQuery } from './queries.ts'
import { OneWebhook } from './webhook.tsx'
import { refusalInWords } from './words.ts'

/** By what Bitbucket tells a connection what happens, and how new what is known of each repository is. */
export function Webhooks({ connection }: { connection: Connection }) {
  const { id } = connection
  const found = useQuery(webhooksQuery(useApi(), id))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading the webhooks">
        <TextSkeleton />
      </Loading>
    )
  }
  const { items, refusals } = found.data
  return (
    <div className={classes.part}>
      <div className={classes.head}>
        <span className={classes.quiet}>
          With a webhook what happens in Bitbucket is known within seconds. Without one it is known with the
          next run.
        </span>
        <AnchorLink to="/deliveries" search={{ connection: id }}>
          Deliveries
        </AnchorLink>
      </div>
      {items.length === 0 && <EmptyState>It reads no workspace, so there is nothing to be told.</EmptyState>}
      {items.map((webhook) => (
        <OneWebhook key={webhook.id} webhook={webhook} isActive={connection.state === 'active'} />
      ))}
      <Refusals refusals={refusals} />
      <strong>How new each repository is</strong>
      <Freshness connectionId={id} />
    </div>
  )
}

function Refusals({ refusals }: Pick<WebhookList, 'refusals'>) {
  if (refusals.length === 0) return null
  const all = refusals.map(({ reason, refused }) => `${formatCount(refused)} ${refusalInWords(reason)}`)
  return (
    <Status level="attention">
      Refused at the address of the webhooks in the last 24 hours: {all.join(', ')}.
    </Status>
  )
}
