import type { ReactNode } from 'react'
import classes from './cards.module.css'

/** A few things side by side, each with what matters of it and what can be done to it. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.cards} aria-label={label}>
      {children}
    </ul>
  )
}

export function Card({ children }: { children: ReactNode }) {
  return <li className={classes.card}>{children}</li>
}
