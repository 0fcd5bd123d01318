import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { Act, Acts } from '../acts.tsx'
import { Facts } from '../facts.tsx'
import { useDecide } from './decide.ts'
import classes from './gaps.module.css'
import { HeldStatus } from './held-status.tsx'
import { type HeldRemoval, heldRemovalQuery } from './queries.ts'
import { lackingOf, placeOf, recordsOf } from './words.ts'

/** One held removal: `?held=7`. */
export function HeldDrawer() {
  return (
    <Drawer name="held" title={() => 'Held removal'}>
      {(id) => <Detail key={id} id={id} />}
    </Drawer>
  )
}

function Detail({ id }: { id: string }) {
  const held = useQuery(heldRemovalQuery(useApi(), id))
  const gone = held.error instanceof ApiError && held.error.problem.status === 404
  if (gone) return <EmptyState>This is settled: the records were listed again, or are gone.</EmptyState>
  if (held.error) return <ErrorState error={held.error} onRetry={() => void held.refetch()} />
  if (!held.data) {
    return (
      <Loading label="Loading the held removal">
        <FormSkeleton />
      </Loading>
    )
  }
  return <HeldDetail held={held.data} />
}

function HeldDetail({ held }: { held: HeldRemoval }) {
  const { connection, lacking, examples, decision } = held
  return (
    <>
      <p>
        The last listing lacks {lackingOf(held)} {recordsOf(held)} of {placeOf(held)}. That is too much at
        once to be believed: half an answer looks the same. Nothing is taken away before a person has decided.
      </p>
      <Facts
        facts={[
          { name: 'Connection', value: connection.alias },
          { name: 'First seen', value: <Time at={held.first_at} absolute /> },
          { name: 'Last seen', value: <Time at={held.last_at} absolute /> },
          { name: 'Decision', value: <HeldStatus held={held} /> },
          ...(decision === null ? [] : [{ name: 'Decided', value: <Time at={held.decided_at} absolute /> }]),
        ]}
      />
      <section className={classes.answer} aria-label="What is lacking">
        <h3>What is lacking</h3>
        <ul className={classes.examples}>
          {examples.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two records may have one name, and the list never moves.
            <li key={index}>{name}</li>
          ))}
        </ul>
        {lacking > examples.length && (
          <p className={classes.quiet}>And {formatCount(lacking - examples.length)} more.</p>
        )}
      </section>
      <Decide held={held} />
    </>
  )
}

function Decide({ held }: { held: HeldRemoval }) {
  const mayEdit = useCan()('integration:edit')
  const decide = useDecide()
  if (!mayEdit) return null
  return (
    <Acts>
      {held.decision !== 'dismissed' && (
        <Act doc="They are still at Bitbucket: the listing was not whole.">
          <Button variant="default" onClick={() => decide.mutate({ held, decision: 'dismissed' })}>
            Keep them
          </Button>
        </Act>
      )}
      {held.decision !== 'approved' && (
        <Act doc="Somebody removed them at Bitbucket, or this connection may not see them any more.">
          <Button color="red" onClick={() => decide.mutate({ held, decision: 'approved' })}>
            They are gone
          </Button>
        </Act>
      )}
    </Acts>
  )
}
