import { Tooltip } from '@mantine/core'
import { useNow } from './clock.tsx'
import { formatAbsolute, formatRelative } from './format.ts'
import { Unknown } from './unknown.tsx'
import classes from './value.module.css'

interface TimeProps {
  /** A moment as the API writes it; null is unknown or never. */
  readonly at: string | Date | null
  /** Said when `at` is null. */
  readonly whenNull?: string
  /** Shows the whole moment instead of the distance from now. */
  readonly absolute?: boolean
}

/** A moment: relative, and the absolute in the viewer's zone on hover and for screen readers. */
export function Time({ at, whenNull, absolute = false }: TimeProps) {
  const now = useNow()
  if (at === null) return whenNull ? <span>{whenNull}</span> : <Unknown reason="No time is recorded." />
  const date = new Date(at)
  // A moment between two ticks of the clock lies in the past, not in the future.
  const shown = absolute ? formatAbsolute(date) : formatRelative(date, newest(now, date))
  return (
    <Tooltip label={absolute ? formatRelative(date, newest(now, date)) : formatAbsolute(date)}>
      <time className={classes.time} dateTime={date.toISOString()}>
        {shown}
      </time>
    </Tooltip>
  )
}

function newest(now: Date, at: Date): Date {
  const ahead = at.getTime() - now.getTime()
  return ahead > 0 && ahead <= 10_000 ? at : now
}
