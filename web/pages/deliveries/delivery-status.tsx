import { IconCircleDashed, IconClock, IconPlayerPlay } from '@tabler/icons-react'
import { Status } from '../../ui/value/status.tsx'
import classes from './deliveries.module.css'
import type { DeliveryState } from './queries.ts'
import { stateTitles } from './words.ts'

const icons = { waiting: IconClock, placed: IconPlayerPlay, unknown: IconCircleDashed } as const

/** To wait, or to tell nothing that is collected, is no judgement: an icon of its own and the colour of text. */
export function DeliveryStatus({ state }: { state: DeliveryState }) {
  if (state === 'done') return <Status level="good">{stateTitles.done}</Status>
  if (state === 'dead') return <Status level="bad">{stateTitles.dead}</Status>
  const Icon = icons[state]
  return (
    <span className={classes.status}>
      <Icon size={16} stroke={1.75} aria-hidden />
      {stateTitles[state]}
    </span>
  )
}
