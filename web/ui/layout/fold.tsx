import { type ReactNode, useState } from 'react'
import classes from './layout.module.css'

interface FoldProps {
  readonly title: string
  /** What is inside, for those who leave it closed. */
  readonly doc?: ReactNode
  /** Kept open, because something inside needs to be seen. */
  readonly open?: boolean
  readonly children: ReactNode
}

/** What few people need, folded away. */
export function Fold({ title, doc, open = false, children }: FoldProps) {
  const [unfolded, setUnfolded] = useState(false)
  return (
    <details
      className={classes.fold}
      open={open || unfolded}
      onToggle={(event) => setUnfolded(event.currentTarget.open)}
    >
      <summary>
        <strong>{title}</strong> {doc && <span className={classes.foldDoc}>{doc}</span>}
      </summary>
      <div className={classes.folded}>{children}</div>
    </details>
  )
}
