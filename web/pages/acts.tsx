import type { ReactNode } from 'react'
import classes from './acts.module.css'

/** What can be done to one thing, each with a sentence that says what it does. */
export function Acts({ children }: { children: ReactNode }) {
  return <div className={classes.acts}>{children}</div>
}

export function Act({ doc, children }: { doc: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.act}>
      <div className={classes.doc}>{doc}</div>
      <div>{children}</div>
    </div>
  )
}
