import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import { runsKey } from '../runs/queries.ts'
import { gapsKey } from './queries.ts'

export type Chosen = { readonly ids: readonly string[] } | { readonly connection: string }

/** As many as the API takes at once. */
const mostAtOnce = 200

/** Tries gaps again: some, or all of a connection; asks first, since each takes requests, and shows the run. */
export function useRetryGaps() {
  const api = useApi()
  const navigate = useNavigate()
  return useAction(
    async (chosen: Chosen) => {
      if (!(await confirmed(chosen))) return undefined
      let retried = 0
      const runs = new Set<string>()
      for (const body of bodiesOf(chosen)) {
        const { data } = await api.gaps.retry({ body })
        retried += data.retried
        for (const run of data.runs) runs.add(run)
      }
      const [only, ...others] = runs
      if (retried > 0 && only !== undefined && others.length === 0) {
        void navigate({ to: '/runs/$run', params: { run: only } })
      }
      return { message: messageOf(retried) }
    },
    gapsKey,
    runsKey,
  )
}

function confirmed(chosen: Chosen): Promise<boolean> {
  const count = 'ids' in chosen ? chosen.ids.length : null
  return confirm({
    title: count === null ? 'Retry all gaps of this connection?' : `Retry ${inGaps(count)}?`,
    body: 'Each takes at least one request. One whose cause is not mended stays a gap, and is tried again later by itself.',
    action: 'Retry',
  })
}

function bodiesOf(chosen: Chosen): { ids?: string[]; connection?: string }[] {
  if ('connection' in chosen) return [{ connection: chosen.connection }]
  const parts = Math.ceil(chosen.ids.length / mostAtOnce)
  return Array.from({ length: parts }, (_, part) => ({
    ids: chosen.ids.slice(part * mostAtOnce, (part + 1) * mostAtOnce),
  }))
}

function messageOf(retried: number): string {
  if (retried === 0) return 'None is tried: it is being read already, or its connection rests.'
  return `${inGaps(retried)} ${retried === 1 ? 'is' : 'are'} tried again.`
}

function inGaps(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'gap' : 'gaps'}`
}
