import { Progress } from '../../ui/feedback/progress.tsx'
import { isRunning, type Remap } from './queries.ts'

/** How far everything is mapped again; nothing while nothing is. */
export function RemapProgress({ remap }: { remap: Remap | null }) {
  if (!remap || !isRunning(remap)) return null
  const seconds = (Date.now() - Date.parse(remap.started_at)) / 1000
  const isTelling = remap.done > remap.total / 20
  return (
    <Progress
      label={
        remap.subject === null ? 'Mapping everything' : `Mapping everything, since ${remap.subject} was saved`
      }
      done={remap.done}
      total={remap.total}
      secondsLeft={isTelling ? (seconds / remap.done) * (remap.total - remap.done) : null}
    />
  )
}
