import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { toProblem } from '../../../ui/feedback/problem.ts'
import { Loading, TextSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { Status } from '../../../ui/value/status.tsx'
import classes from './picker.module.css'

interface ColumnProps {
  readonly title: string
  readonly loading: boolean
  readonly error: unknown
  readonly children: ReactNode
}

/** One step of the way to a repository; it fails by itself, and the others go on. */
export function Column({ title, loading, error, children }: ColumnProps) {
  return (
    <section className={classes.column} aria-label={title}>
      <h3>{title}</h3>
      {Boolean(error) && (
        <div role="alert">
          <Status level="bad">{toProblem(error).detail}</Status> {toProblem(error).next}
        </div>
      )}
      {loading && (
        <Loading label={`Loading: ${title}`}>
          <TextSkeleton lines={4} />
        </Loading>
      )}
      {!loading && children}
    </section>
  )
}

interface EntryProps {
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}

export function Entry({ chosen, onChoose, children }: EntryProps) {
  return (
    <li>
      <UnstyledButton className={classes.entry} aria-pressed={chosen} onClick={onChoose}>
        {children}
      </UnstyledButton>
    </li>
  )
}
