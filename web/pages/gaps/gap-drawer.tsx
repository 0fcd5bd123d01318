import { Anchor, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { inWords } from '../words.ts'
import classes from './gaps.module.css'
import { type GapWithBody, gapQuery } from './queries.ts'
import { useRetryGaps } from './retry-gaps.tsx'
import { placeOf } from './words.ts'

/** One gap: `?gap=7`. */
export function GapDrawer() {
  return (
    <Drawer name="gap" title={() => 'Gap'} size="xl">
      {(id) => <Detail key={id} id={id} />}
    </Drawer>
  )
}

function Detail({ id }: { id: string }) {
  const gap = useQuery(gapQuery(useApi(), id))
  const gone = gap.error instanceof ApiError && gap.error.problem.status === 404
  if (gone) return <EmptyState>This gap has closed: what was missing has been read.</EmptyState>
  if (gap.error) return <ErrorState error={gap.error} onRetry={() => void gap.refetch()} />
  if (!gap.data) {
    return (
      <Loading label="Loading the gap">
        <FormSkeleton />
      </Loading>
    )
  }
  return <GapDetail gap={gap.data} />
}

function GapDetail({ gap }: { gap: GapWithBody }) {
  const mayEdit = useCan()('integration:edit')
  const retry = useRetryGaps()
  return (
    <>
      <Facts
        facts={[
          { name: 'Connection', value: gap.connection.alias },
          { name: 'Where', value: placeOf(gap) },
          { name: 'What', value: inWords([gap.stream]) },
          { name: 'Why', value: <Reason code={gap.reason} /> },
          { name: 'Status', value: gap.status ?? 'No answer came' },
          ...(gap.detail === null ? [] : [{ name: 'Detail', value: gap.detail }]),
          { name: 'Since', value: <Time at={gap.first_at} absolute /> },
          { name: 'Last try', value: <Time at={gap.last_at} absolute /> },
          { name: 'Tries', value: gap.tries },
          { name: 'Next try', value: <Time at={gap.next_at} whenNull="None planned" absolute /> },
        ]}
      />
      <section className={classes.answer} aria-label="What was answered">
        <h3>What was answered</h3>
        {gap.body === null || gap.body === '' ? (
          <p className={classes.quiet}>Nothing was kept: no answer came, or it was empty.</p>
        ) : (
          <>
            <p className={classes.quiet}>The first 2 KB.</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
            <pre tabIndex={0}>{gap.body}</pre>
          </>
        )}
      </section>
      {mayEdit && (
        <Button loading={retry.isPending} onClick={() => retry.mutate({ ids: [gap.id] })}>
          Retry
        </Button>
      )}
    </>
  )
}

/** Its code, which leads to what it means and what helps. */
function Reason({ code }: { code: string }) {
  return (
    <Anchor href={`/docs/reference/errors.md#${code}`} className={classes.code}>
      {code}
    </Anchor>
  )
}
