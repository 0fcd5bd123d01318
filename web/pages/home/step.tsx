import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './home.module.css'

interface StepProps {
  readonly icon: Icon
  readonly title: string
  readonly doc: string
  readonly children: ReactNode
}

/** One line of what to do next, with the way there. */
export function Step({ icon: Sign, title, doc, children }: StepProps) {
  return (
    <li className={classes.step}>
      <Sign size={20} stroke={1.6} aria-hidden />
      <div>
        <div className={classes.stepTitle}>{title}</div>
        <div className={classes.detail}>{doc}</div>
      </div>
      <div className={classes.stepAction}>{children}</div>
    </li>
  )
}
