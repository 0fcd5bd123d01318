import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './tiles.module.css'

interface TileProps {
  readonly title: string
  /** A word or two beside the title: "Recommended". */
  readonly tag?: string | undefined
  readonly children: ReactNode
  readonly onChoose: () => void
}

/** One of a few ways to go on, with who it is for. */
export function Tile({ title, tag, children, onChoose }: TileProps) {
  return (
    <li>
      <UnstyledButton className={classes.tile} onClick={onChoose}>
        <span className={classes.head}>
          <strong>{title}</strong>
          {tag && <span className={classes.tag}>{tag}</span>}
        </span>
        <span className={classes.doc}>{children}</span>
      </UnstyledButton>
    </li>
  )
}

export function Tiles({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.tiles} aria-label={label}>
      {children}
    </ul>
  )
}
