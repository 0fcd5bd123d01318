import { type ReactNode, useEffect } from 'react'
import classes from './layout.module.css'

interface PageHeaderProps {
  readonly title: string
  /** One sentence: the state of this thing now. */
  readonly state?: ReactNode
  /** The sentence follows changes by itself: shows the live dot. */
  readonly live?: boolean
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode
}

/** Title, the state in one sentence, and what can be done; also names the browser's tab. */
export function PageHeader({ title, state, live = false, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Windlass`
  }, [title])
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        <h1 className={classes.title}>{title}</h1>
        {state && (
          <div className={classes.state}>
            {live && <span className={classes.live} role="img" aria-label="Live" />}
            <span>{state}</span>
          </div>
        )}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}
