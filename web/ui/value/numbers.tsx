import { Tooltip } from '@mantine/core'
import { formatBytes, formatCount, formatDuration } from './format.ts'
import { Unknown } from './unknown.tsx'
import classes from './value.module.css'

interface Known {
  /** Why the value is null, when it is. */
  readonly reason?: string
}

const noReason = 'It was not recorded.'

/** A grouped number: 12,480. */
export function Count({ value, digits, reason }: Known & { value: number | null; digits?: number }) {
  if (value === null) return <Unknown reason={reason ?? noReason} />
  return <span className={classes.number}>{formatCount(value, digits)}</span>
}

/** Seconds as people say them: 2 d 4 h. */
export function Duration({ seconds, reason }: Known & { seconds: number | null }) {
  if (seconds === null) return <Unknown reason={reason ?? noReason} />
  return (
    <Tooltip label={`${formatCount(seconds, 1)} seconds`}>
      <span className={classes.time}>{formatDuration(seconds)}</span>
    </Tooltip>
  )
}

/** A size: 1.4 MB, the exact number on hover. */
export function Bytes({ value, reason }: Known & { value: number | null }) {
  if (value === null) return <Unknown reason={reason ?? noReason} />
  return (
    <Tooltip label={`${formatCount(value)} bytes`}>
      <span className={classes.time}>{formatBytes(value)}</span>
    </Tooltip>
  )
}
