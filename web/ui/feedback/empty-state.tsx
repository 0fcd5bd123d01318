import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './feedback.module.css'

interface EmptyStateProps {
  /** One sentence: what would be here, and why nothing is. */
  readonly children: ReactNode
  /** One button that does the next step. */
  readonly action?: ReactNode
  /** The page of the guide that explains more. */
  readonly guide?: { readonly href: string; readonly label: string }
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ children, action, guide }: EmptyStateProps) {
  return (
    <div className={`${classes.empty} ${classes.centred}`}>
      <p className={classes.sentence}>{children}</p>
      {(action || guide) && (
        <div className={classes.actions}>
          {action}
          {guide && <Anchor href={guide.href}>{guide.label}</Anchor>}
        </div>
      )}
    </div>
  )
}
