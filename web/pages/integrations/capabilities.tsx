import { useQuery } from '@tanstack/react-query'
import { type Answered, useApi } from '../../api.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { inWords } from '../words.ts'
import classes from './integrations.module.css'
import { capabilitiesQuery } from './queries.ts'

type Capability = Answered<'capabilities', 'list'>['items'][number]

/** What the Bitbucket behind a connection was found to do or not to do, and when. */
export function Capabilities({ id }: { id: string }) {
  const found = useQuery(capabilitiesQuery(useApi(), id))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading the capabilities">
        <TextSkeleton />
      </Loading>
    )
  }
  if (found.data.length === 0) {
    return <EmptyState>Nothing was asked yet: a run asks when it first needs to know.</EmptyState>
  }
  return (
    <Facts
      facts={found.data.map((capability) => ({
        name: inWords([capability.name]),
        value: <Found capability={capability} />,
      }))}
    />
  )
}

function Found({ capability: { value, seen_at } }: { capability: Capability }) {
  return (
    <>
      <ValueOf value={value} />, seen <Time at={seen_at} />
    </>
  )
}

function ValueOf({ value }: { value: unknown }) {
  if (value === true) return <Status level="good">Offered</Status>
  if (value === false) return <Status level="unknown">Not offered</Status>
  return <code className={classes.code}>{JSON.stringify(value)}</code>
}
