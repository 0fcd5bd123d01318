import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { Banner } from '../../ui/feedback/banner.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import classes from './mappings.module.css'
import { type Held, heldQuery, mappingsKey } from './queries.ts'

/** Removals that are too many at once: they wait for a person. */
export function HeldRemovals() {
  const held = useQuery(heldQuery(useApi()))
  if (held.error) return <ErrorState error={held.error} onRetry={() => void held.refetch()} />
  return held.data?.map((one) => <HeldRemoval key={one.id} held={one} />)
}

function HeldRemoval({ held }: { held: Held }) {
  const decide = useDecide(held)
  const { kind, mapping, gone, known, examples } = held
  const names = examples.slice(0, 3).map(({ title }) => title)
  const more = gone > names.length ? ` and ${formatCount(gone - names.length)} more` : ''
  return (
    <Banner
      level="attention"
      title={`${formatCount(gone)} of ${formatCount(known)} that ${mapping} made of the kind ${kind} have no record any more, and are kept.`}
    >
      <p className={classes.quiet}>
        That is more at once than the mapping lets go by itself: {names.join(', ')}
        {more}.
      </p>
      <div className={classes.acts}>
        <Button
          size="compact-md"
          color="red"
          loading={decide.isPending}
          onClick={() => decide.mutate('remove')}
        >
          Remove them
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={decide.isPending}
          onClick={() => decide.mutate('keep')}
        >
          Keep them
        </Button>
      </div>
    </Banner>
  )
}

function useDecide({ id, gone }: Held) {
  const api = useApi()
  return useAction(async (decision: 'remove' | 'keep') => {
    const isSure = await confirm(
      decision === 'remove'
        ? {
            title: `Remove ${formatCount(gone)} entities?`,
            body: 'Those of which nothing else speaks are removed. For 30 days they come back as they were when a record speaks of them again.',
            action: 'Remove',
            danger: true,
          }
        : {
            title: `Keep ${formatCount(gone)} entities?`,
            body: 'They stay with what is known of them, as if a person had entered it.',
            action: 'Keep',
          },
    )
    if (!isSure) return undefined
    await api.mappings.decide({ params: { id }, body: { decision } })
    return { message: decision === 'remove' ? 'They are removed.' : 'They stay.' }
  }, mappingsKey)
}
