import { IconPlayerPlay } from '@tabler/icons-react'
import { type Level, Status } from '../../ui/value/status.tsx'
import type { Run } from './queries.ts'
import classes from './runs.module.css'

const judged: Readonly<Record<Exclude<Run['state'], 'running'>, readonly [Level, string]>> = {
  paused: ['attention', 'Paused'],
  complete: ['good', 'Complete'],
  incomplete: ['attention', 'With gaps'],
  failed: ['bad', 'Failed'],
  cancelled: ['attention', 'Cancelled'],
}

const atWork = 'At work'

export const runStateChoices = [
  { value: 'running', label: atWork },
  ...Object.entries(judged).map(([value, [, label]]) => ({ value, label })),
]

/** Being at work is no judgement, so it has an icon of its own. */
export function RunState({ state }: { state: Run['state'] }) {
  if (state === 'running') {
    return (
      <span className={classes.atWork}>
        <IconPlayerPlay size={16} stroke={1.75} aria-hidden />
        {atWork}
      </span>
    )
  }
  const [level, word] = judged[state]
  return <Status level={level}>{word}</Status>
}
