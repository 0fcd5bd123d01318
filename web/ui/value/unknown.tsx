import { Tooltip, VisuallyHidden } from '@mantine/core'
import classes from './value.module.css'

/** A value nobody knows: hatched, an em dash, and the reason on hover. Never 0 and never blank. */
export function Unknown({ reason }: { reason: string }) {
  return (
    <Tooltip label={reason}>
      <span className={classes.unknown}>
        <span aria-hidden>—</span>
        <VisuallyHidden>unknown: {reason}</VisuallyHidden>
      </span>
    </Tooltip>
  )
}
