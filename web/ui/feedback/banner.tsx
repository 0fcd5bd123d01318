import type { ReactNode } from 'react'
import { type Level, Status } from '../value/status.tsx'
import classes from './banner.module.css'

interface BannerProps {
  readonly level: Level
  /** What is the case, in a sentence. */
  readonly title: ReactNode
  /** More of it, and what can be done. */
  readonly children?: ReactNode
}

/** Says something about all that stands below, and stays. */
export function Banner({ level, title, children }: BannerProps) {
  return (
    <div className={classes.banner} data-level={level}>
      <Status level={level}>{title}</Status>
      {children && <div>{children}</div>}
    </div>
  )
}
