import { useApi } from '../../api.ts'
import { attentionKey } from '../../queries.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import { type HeldRemoval, heldKey } from './queries.ts'
import { placeOf, recordsOf } from './words.ts'

type Decision = NonNullable<HeldRemoval['decision']>

/** Says whether what a listing lacks is gone; tells first what follows, since that happens with later listings. */
export function useDecide() {
  const api = useApi()
  return useAction(
    async ({ held, decision }: { held: HeldRemoval; decision: Decision }) => {
      if (!(await confirm(questions[decision](held)))) return undefined
      const { id, last_at } = held
      await api.heldRemovals.decide({ params: { id }, body: { decision, last_at } })
      return { message: done[decision] }
    },
    heldKey,
    attentionKey,
  )
}

const questions: Readonly<Record<Decision, (held: HeldRemoval) => Parameters<typeof confirm>[0]>> = {
  approved: (held) => ({
    title: `Are these ${countOf(held)} gone?`,
    body: `The next two listings of ${placeOf(held)} that lack them take them away: their rows stay and are marked as removed. One that is listed again is there again. When others are lacking by then, you are asked again.`,
    action: 'They are gone',
    danger: true,
  }),
  dismissed: (held) => ({
    title: `Keep these ${countOf(held)}?`,
    body: 'They stay as they were last read, for as long as a listing lacks so many at once. When others are lacking too, you are asked again.',
    action: 'Keep them',
  }),
}

const done: Readonly<Record<Decision, string>> = {
  approved: 'They go with the next two listings that lack them.',
  dismissed: 'They stay.',
}

function countOf(held: HeldRemoval): string {
  return `${formatCount(held.lacking)} ${recordsOf(held)}`
}
