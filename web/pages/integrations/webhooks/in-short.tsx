import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { Status } from '../../../ui/value/status.tsx'
import { Time } from '../../../ui/value/time.tsx'
import { AnchorLink } from '../../links.tsx'
import { webhooksQuery } from './queries.ts'
import { togetherInWords } from './words.ts'

/** A line of the card: how its webhooks do, and when the last delivery came. Without an answer the card goes without. */
export function WebhooksInShort({ id, alias }: { id: string; alias: string }) {
  const items = useQuery(webhooksQuery(useApi(), id)).data?.items
  if (!items) return null
  const { level, sentence } = togetherInWords(items)
  const last = items
    .flatMap(({ last_delivery_at: at }) => at ?? [])
    .sort()
    .at(-1)
  return (
    <div>
      <AnchorLink
        to="/integrations"
        search={{ connection: id, tab: 'webhooks' }}
        aria-label={`Webhooks of ${alias}`}
      >
        Webhooks
      </AnchorLink>
      : <Status level={level}>{sentence}</Status>
      {last !== undefined && (
        <>
          , last delivery <Time at={last} />
        </>
      )}
    </div>
  )
}
