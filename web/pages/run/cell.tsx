import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconPlayerPlay,
  IconPuzzleOff,
} from '@tabler/icons-react'
import { formatCount } from '../../ui/value/format.ts'
import { sliceStateTitles } from './progress.ts'
import type { Slice, SliceState } from './queries.ts'
import classes from './run.module.css'

const icons = {
  complete: IconCircleCheck,
  skipped: IconCircleMinus,
  gap: IconPuzzleOff,
  running: IconPlayerPlay,
  waiting: IconCircleDashed,
} as const

/** The state with its word. */
export function SliceStateMark({ state }: { state: SliceState }) {
  const Icon = icons[state]
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={16} stroke={1.75} aria-hidden />
      {sliceStateTitles[state]}
    </span>
  )
}

/** The state alone; its word and its numbers on hover. A grid holds thousands, so the browser's own tooltip. */
export function Cell({ stream }: { stream: Slice['streams'][number] | undefined }) {
  if (!stream) return <span className={classes.none}>·</span>
  const Icon = icons[stream.state]
  const words = wordsOf(stream)
  return (
    <span className={classes.mark} data-state={stream.state} role="img" aria-label={words} title={words}>
      <Icon size={16} stroke={1.75} aria-hidden />
    </span>
  )
}

function wordsOf({ state, requests, changed }: Slice['streams'][number]): string {
  const counts = [
    ...(requests > 0 ? [`${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'}`] : []),
    ...(changed > 0 ? [`${formatCount(changed)} ${changed === 1 ? 'row' : 'rows'} changed`] : []),
  ]
  const word = sliceStateTitles[state]
  return counts.length > 0 ? `${word}: ${counts.join(', ')}` : word
}
