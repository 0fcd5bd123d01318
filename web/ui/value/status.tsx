import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './value.module.css'

export type Level = 'good' | 'attention' | 'bad' | 'unknown'

const icons = {
  good: IconCircleCheck,
  attention: IconAlertTriangle,
  bad: IconCircleX,
  unknown: IconHelpCircle,
} as const

interface StatusProps {
  readonly level: Level
  /** The word beside the colour. */
  readonly children: ReactNode
  /** More, on hover. */
  readonly detail?: string
  /** On a soft ground, as a badge. */
  readonly soft?: boolean
}

/** A state, always as icon, colour and word together. */
export function Status({ level, children, detail, soft = false }: StatusProps) {
  const Icon = icons[level]
  const shown = (
    <span className={soft ? `${classes.status} ${classes.soft}` : classes.status} data-level={level}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>{children}</span>
    </span>
  )
  return detail ? <Tooltip label={detail}>{shown}</Tooltip> : shown
}
