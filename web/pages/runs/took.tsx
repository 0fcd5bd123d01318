import { useNow } from '../../ui/value/clock.tsx'
import { Duration } from '../../ui/value/numbers.tsx'
import type { Run } from './queries.ts'
import { tookSeconds } from './words.ts'

/** How long a run took, or takes so far. */
export function Took({ run }: { run: Pick<Run, 'started_at' | 'ended_at'> }) {
  const now = useNow()
  const soFar = Math.max(0, (now.getTime() - Date.parse(run.started_at)) / 1000)
  return <Duration seconds={tookSeconds(run) ?? soFar} />
}
