import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useApi } from '../../api.ts'
import { attentionKey } from '../../queries.ts'
import { useCan } from '../../session.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useAction } from '../action.ts'
import { type DeliveryFilter, deliveriesKey, filterOf } from './queries.ts'
import { inDeliveries } from './words.ts'

export type Chosen = { readonly ids: readonly string[] } | { readonly filter: DeliveryFilter }

/** As many ids as the API takes at once. */
const mostAtOnce = 200

export const replayWarning =
  'They are dealt with as if they came now. What is known already stays as it is; what they do not hold is asked of Bitbucket again, which may take requests.'

/** Has deliveries dealt with again; asks first, with a title where there is one. */
export function useReplay() {
  const api = useApi()
  return useAction(
    async ({ chosen, question }: { chosen: Chosen; question?: string }) => {
      const sure =
        question === undefined || (await confirm({ title: question, body: replayWarning, action: 'Replay' }))
      if (!sure) return undefined
      let replayed = 0
      let left = 0
      for (const body of bodiesOf(chosen)) {
        const { data } = await api.deliveries.replay({ body })
        replayed += data.replayed
        left += data.left
      }
      return { message: messageOf(replayed, left) }
    },
    deliveriesKey,
    attentionKey,
  )
}

function bodiesOf(chosen: Chosen): ({ ids: string[] } | { filter: DeliveryFilter })[] {
  if ('filter' in chosen) return [{ filter: filterOf(chosen.filter) }]
  const { ids } = chosen
  return Array.from({ length: Math.ceil(ids.length / mostAtOnce) }, (_, part) => ({
    ids: ids.slice(part * mostAtOnce, (part + 1) * mostAtOnce),
  }))
}

function messageOf(replayed: number, left: number): string {
  if (replayed === 0) return 'None is replayed: they wait for their turn already.'
  const done = `${inDeliveries(replayed)} ${replayed === 1 ? 'is' : 'are'} replayed.`
  return left === 0 ? done : `${done} ${inDeliveries(left)} are left: replay again once these are done.`
}

export function ReplayChosen({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const replay = useReplay()
  return (
    <Button
      size="compact-md"
      loading={replay.isPending}
      onClick={() =>
        replay.mutate(
          { chosen: { ids }, question: `Replay ${inDeliveries(ids.length)}?` },
          { onSuccess: (done) => done && onDone() },
        )
      }
    >
      Replay {inDeliveries(ids.length)}
    </Button>
  )
}

interface ReplayDeadProps {
  readonly dead: number
  readonly connection: string | undefined
}

/** Dead letters all at once, when there are any. */
export function ReplayDead({ dead, connection }: ReplayDeadProps) {
  const replay = useReplay()
  const filter = { state: 'dead', connection } as const
  const letters = dead === 1 ? 'the dead letter' : `all ${dead} dead letters`
  if (dead === 0) return null
  return (
    <Guarded>
      {(mayEdit) => (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
          disabled={!mayEdit}
          loading={replay.isPending}
          onClick={() => replay.mutate({ chosen: { filter }, question: `Replay ${letters}?` })}
        >
          Replay {letters}
        </Button>
      )}
    </Guarded>
  )
}

/** A button that says why it cannot be pressed. */
export function Guarded({ children }: { children: (mayEdit: boolean) => React.ReactNode }) {
  const mayEdit = useCan()('integration:edit')
  return (
    <Tooltip label="Your role does not allow it: integration:edit" disabled={mayEdit}>
      <div>{children(mayEdit)}</div>
    </Tooltip>
  )
}
