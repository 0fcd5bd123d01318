import { type Level, Status } from '../../ui/value/status.tsx'
import type { Run } from './queries.ts'

const states: Readonly<Record<Run['state'], readonly [Level, string]>> = {
  running: ['unknown', 'At work'],
  paused: ['attention', 'Paused'],
  complete: ['good', 'Complete'],
  incomplete: ['attention', 'With gaps'],
  failed: ['bad', 'Failed'],
  cancelled: ['attention', 'Cancelled'],
}

export const runStateChoices = Object.entries(states).map(([value, [, label]]) => ({ value, label }))

export function RunState({ state }: { state: Run['state'] }) {
  const [level, word] = states[state]
  return <Status level={level}>{word}</Status>
}
